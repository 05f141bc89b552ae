import { GoDepthError } from '../../../go/errors.ts';
import { boxOf } from '../../../go/numbers.ts';
import { kindOf } from '../../../go/type-name.ts';
import type { GoMap, GoValue } from '../../../go/value.ts';
import type { RunContext } from '../../function.ts';
import { mapOf } from '../declare.ts';
import { isEmpty } from '../empty.ts';

/** How deep dictionaries may nest that are merged; one that contains itself gets here too. */
const maxMergeDepth = 1000;

interface MergeOptions {
  /** Whether what the sources hold wins over what is there. */
  readonly overwrite: boolean;
  /** What to do with an error of the merge. */
  readonly fail: (message: string) => GoValue;
  readonly run: RunContext;
}

class MergeConflict extends Error {}

/**
 * mergo's Merge of dictionaries into the first one, which changes in place and is the result. What is missing or
 * empty in it is filled; with `overwrite` every value of a source wins, nil and empty ones too, but dictionaries are
 * merged and an empty source dictionary takes nothing away.
 */
export function merge([target = null, ...sources]: readonly GoValue[], options: MergeOptions): GoValue {
  let result = target;
  try {
    for (const source of sources) {
      const from = mapOf(source);
      result = from !== undefined && mapOf(result) === undefined ? new Map() : result;
      mergeInto(mapOf(result), from, { ...options, depth: 0 });
    }
    return result;
  } catch (error) {
    if (error instanceof MergeConflict) {
      return options.fail(error.message);
    }
    throw error;
  }
}

interface MergeState extends MergeOptions {
  readonly depth: number;
}

function mergeInto(target: GoMap | undefined, source: GoMap | undefined, state: MergeState): void {
  if (target === undefined || source === undefined) {
    return;
  }
  if (state.depth > maxMergeDepth) {
    throw new GoDepthError(`merge: dictionaries are nested deeper than ${maxMergeDepth} levels or contain themselves`);
  }
  state.run.charge(source.size);
  for (const [key, value] of [...source]) {
    mergeEntry(target, [key, value], state);
  }
}

function mergeEntry(target: GoMap, [key, value]: readonly [string, GoValue], state: MergeState): void {
  const present = target.get(key);
  if (value === null) {
    if (state.overwrite) {
      target.set(key, null);
    }
    return;
  }
  if (value instanceof Map && present instanceof Map) {
    mergeInto(present, value, { ...state, depth: state.depth + 1 });
    // Filled from the source it counts as full; if both are empty, the source's own map takes its place.
    if (present.size === 0) {
      target.set(key, value);
    }
    return;
  }
  refuseConflict(present, value, state);
  if (state.overwrite || present === undefined || isEmptyDeep(present)) {
    target.set(key, value);
  }
}

/** mergo refuses to merge a dictionary or a struct into what a pointer points to. */
function refuseConflict(present: GoValue | undefined, value: GoValue, { overwrite }: MergeState): void {
  const kind = kindOf(value);
  if (!overwrite && present !== undefined && kindOf(present) === 'ptr' && (kind === 'map' || kind === 'struct')) {
    throw new MergeConflict('src and dst must be of same type');
  }
}

/** A pointer is as empty as what it points to. */
function isEmptyDeep(value: GoValue): boolean {
  const box = boxOf(value);
  return box?.kind === 'pointer' && !box.isNil ? isEmptyDeep(box.target) : isEmpty(value);
}
