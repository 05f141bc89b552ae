import { isList, type JsonValue } from '../json/json-value.ts';
import { MergeError, type PatchPath } from './errors.ts';

/**
 * How deep maps and lists of a patch may nest. Pods nest about 15 deep; a merge takes up to nine calls a level, and a
 * JavaScript stack holds about ten thousand.
 */
export const maxMergeDepth = 200;

/** Of a way that deep, so much is shown. */
const shownLevels = 4;

/**
 * Looks at a patch alone: a merge goes nowhere in an original where the patch does not.
 * @throws MergeError (`too-deep`) with the first steps of the way
 */
export function checkDepth(value: JsonValue, place?: PatchPath, depth = 0): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  if (depth === maxMergeDepth) {
    throw new MergeError('too-deep', `the patch nests deeper than ${maxMergeDepth} levels here; flatten it`, { place });
  }
  const step = (key: string | number) => (depth < shownLevels ? { parent: place, key } : place);
  if (isList(value)) {
    for (const [index, item] of value.entries()) {
      checkDepth(item, step(index), depth + 1);
    }
    return;
  }
  for (const key in value) {
    checkDepth(value[key] ?? null, step(key), depth + 1);
  }
}
