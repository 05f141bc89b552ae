import { type Alignment, alignByKey, alignByValue } from './align.ts';
import type { Comparison } from './comparison.ts';
import { longestIncreasing } from './increasing.ts';
import { equal, isObject, type JsonList, type JsonValue } from './json.ts';
import { chooseKey, itemPosition } from './list-keys.ts';
import { operationSize, Recorder } from './operation.ts';

/** A comparison of lists, and how their items are compared. */
export interface ListComparison extends Comparison {
  readonly diffItem: (before: JsonValue, after: JsonValue, at: Comparison) => void;
}

/**
 * Records what turns one list into the other: removals from the back, moves, additions from the front, and last
 * the changes inside items, which by then stand in their final places.
 */
export function diffList(before: JsonList, after: JsonList, at: ListComparison): void {
  const alignment = align(before, after, at);
  // Moves are rare; without one, the old places that are still in use rise.
  const inUse = alignment.filter((old) => old >= 0);
  const isSorted = inUse.every((old, index) => index === 0 || old > (inUse[index - 1] ?? 0));
  const plan = isSorted ? alignment : withoutLongMoves(before, after, { alignment, at });
  recordRemovals(before.length, plan, at);
  if (!isSorted) {
    recordMoves(plan, at);
  }
  recordAdditions(after, { alignment: plan, at });
  recordItemChanges(before, after, { alignment: plan, at });
}

interface Plan {
  readonly alignment: Alignment;
  readonly at: ListComparison;
}

/** Matches what is alike at both ends, then aligns what is between. */
function align(before: JsonList, after: JsonList, at: ListComparison): Alignment {
  const key = chooseKey(before, after, at.position?.mergeKey);
  const alike = key === undefined ? equal : (left: JsonValue, right: JsonValue) => sameKey(left, right, key);
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && alike(before[start] ?? null, after[start] ?? null)) {
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && alike(before.at(-1 - end) ?? null, after.at(-1 - end) ?? null)) {
    end += 1;
  }
  const shift = before.length - after.length;
  const alignment = after.map((_, index) => (index < start ? index : index + shift));
  const oldMiddle = before.slice(start, before.length - end);
  const newMiddle = after.slice(start, after.length - end);
  const middle =
    (key === undefined ? undefined : alignByKey(oldMiddle, newMiddle, key)) ?? alignByValue(oldMiddle, newMiddle);
  middle.forEach((old, index) => {
    alignment[start + index] = old < 0 ? -1 : start + old;
  });
  return alignment;
}

function sameKey(left: JsonValue, right: JsonValue, key: string): boolean {
  return isObject(left) && isObject(right) && left[key] === right[key];
}

/** How many items of a list are moved at most; beyond, they are removed and added. */
export const maxMoves = 1_000;

/** Where an item both moves and changes, removing it and adding the new one may be shorter. */
function withoutLongMoves(before: JsonList, after: JsonList, { alignment, at }: Plan): Alignment {
  const kept = longestIncreasing(alignment);
  const isTooMany = alignment.filter((old) => old >= 0).length - kept.size > maxMoves;
  return alignment.map((old, index) => {
    if (old < 0 || kept.has(index) || isTooMany) {
      return kept.has(index) ? old : -1;
    }
    const path = `${at.path}/${index}`;
    const value = after[index] ?? null;
    const changes = new Recorder();
    changes.record({ op: 'move', from: `${at.path}/${old}`, path });
    diffItemInto(changes, [before[old] ?? null, value], { path, at });
    const limit = changes.bytesSince(0);
    const removal = operationSize({ op: 'remove', path }) + 1;
    const isShorter = changes.length > 1 && removal + operationSize({ op: 'add', path, value }, limit) < limit;
    return isShorter ? -1 : old;
  });
}

function recordRemovals(length: number, alignment: Alignment, { path, recorder }: ListComparison): void {
  const used = new Set(alignment);
  for (let old = length - 1; old >= 0; old--) {
    if (!used.has(old)) {
      recorder.record({ op: 'remove', path: `${path}/${old}` });
    }
  }
}

/** Moves each item that is out of order to behind the one that comes before it. */
function recordMoves(alignment: Alignment, { path, recorder }: ListComparison): void {
  const wanted = alignment.filter((old) => old >= 0);
  const standing = [...wanted].sort((left, right) => left - right);
  const kept = longestIncreasing(wanted);
  wanted.forEach((old, index) => {
    if (kept.has(index)) {
      return;
    }
    const from = standing.indexOf(old);
    standing.splice(from, 1);
    const to = index === 0 ? 0 : standing.indexOf(wanted[index - 1] ?? -1) + 1;
    standing.splice(to, 0, old);
    if (from !== to) {
      recorder.record({ op: 'move', from: `${path}/${from}`, path: `${path}/${to}` });
    }
  });
}

function recordAdditions(after: JsonList, { alignment, at }: Plan): void {
  let length = alignment.filter((old) => old >= 0).length;
  alignment.forEach((old, index) => {
    if (old < 0) {
      // `-` stands for the end and is shorter than a number of two digits.
      const place = index === length && index >= 10 ? '-' : String(index);
      at.recorder.record({ op: 'add', path: `${at.path}/${place}`, value: after[index] ?? null });
      length += 1;
    }
  });
}

function recordItemChanges(before: JsonList, after: JsonList, { alignment, at }: Plan): void {
  alignment.forEach((old, index) => {
    if (old >= 0 && !equal(before[old] ?? null, after[index] ?? null)) {
      const pair = [before[old] ?? null, after[index] ?? null] as const;
      diffItemInto(at.recorder, pair, { path: `${at.path}/${index}`, at });
    }
  });
}

function diffItemInto(
  recorder: Recorder,
  [before, after]: readonly [JsonValue, JsonValue],
  { path, at }: { readonly path: string; readonly at: ListComparison },
): void {
  at.diffItem(before, after, { path, setter: 'replace', position: itemPosition(at.position), recorder });
}
