import { isList, isObject, type JsonValue } from '../json/json-value.ts';
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
export function checkDepth(patch: JsonValue): void {
  if (isDeeper(patch, maxMergeDepth)) {
    const place = wayDown(patch, maxMergeDepth, undefined);
    throw new MergeError('too-deep', `the patch nests deeper than ${maxMergeDepth} levels here; flatten it`, { place });
  }
}

/** Every patch is asked, so nothing is made for the answer. */
function isDeeper(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  if (levels === 0) {
    return true;
  }
  if (isList(value)) {
    for (let at = 0; at < value.length; at++) {
      const item = value[at] ?? null;
      // Most of a patch are texts, which need no call.
      if (typeof item === 'object' && isDeeper(item, levels - 1)) {
        return true;
      }
    }
    return false;
  }
  for (const key in value) {
    const item = value[key] ?? null;
    if (typeof item === 'object' && isDeeper(item, levels - 1)) {
      return true;
    }
  }
  return false;
}

function wayDown(value: JsonValue, levels: number, place: PatchPath | undefined): PatchPath | undefined {
  const isShown = levels > maxMergeDepth - shownLevels;
  const deeper = isShown ? entriesOf(value).find(([, item]) => isDeeper(item, levels - 1)) : undefined;
  return deeper === undefined ? place : wayDown(deeper[1], levels - 1, { parent: place, key: deeper[0] });
}

function entriesOf(value: JsonValue): readonly (readonly [string | number, JsonValue])[] {
  if (isList(value)) {
    return value.map((item, index) => [index, item]);
  }
  return isObject(value) ? Object.entries(value) : [];
}
