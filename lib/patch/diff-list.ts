import { equal } from '../json/equal.ts';
import type { JsonArray, JsonValue } from '../json/json-value.ts';
import { memberOf } from '../json/member.ts';
import { type Alignment, alignByKey, alignByValue } from './align.ts';
import type { Comparison } from './comparison.ts';
import { longestIncreasing } from './increasing.ts';
import { chooseKey } from './list-keys.ts';
import { operationSize } from './operation.ts';

/**
 * Records what turns one list into the other: removals from the back, moves, additions from the front, and last
 * the changes inside items, which by then stand in their final places.
 */
export function diffList(before: JsonArray, after: JsonArray, at: Comparison): void {
  at.recorder.save(after.length + 1);
  const alignment = align(before, after, chooseKey(before, after, at));
  const plan = isRising(alignment) ? alignment : withoutLongMoves(before, after, { alignment, at });
  recordRemovals(before.length, plan, at);
  if (plan !== alignment) {
    recordMoves(plan, at);
  }
  recordAdditions(after, plan, at);
  let same = 0;
  plan.forEach((old, index) => {
    const item = after[index] ?? null;
    same += before[old] === item ? 1 : 0;
    if (old >= 0 && (same <= enoughSame || before[old] !== item)) {
      at.compare(index, before[old] ?? null, item);
    }
  });
}

/** Of so many items that stay, what they save is counted: hardly ever are operations longer. */
const enoughSame = 100;

function countAlikeAtStart(before: JsonArray, after: JsonArray, key: string | undefined): number {
  const limit = Math.min(before.length, after.length);
  let count = 0;
  while (count < limit && isAlike(before[count] ?? null, after[count] ?? null, key)) {
    count += 1;
  }
  return count;
}

function countAlikeAtEnd(before: JsonArray, after: JsonArray, { key, start }: Known): number {
  const limit = Math.min(before.length, after.length) - start;
  let count = 0;
  while (
    count < limit &&
    isAlike(before[before.length - 1 - count] ?? null, after[after.length - 1 - count] ?? null, key)
  ) {
    count += 1;
  }
  return count;
}

/** Whether two items are the same one: of the same key, which may have changed inside, or where there is none, equal. */
function isAlike(left: JsonValue, right: JsonValue, key: string | undefined): boolean {
  return key === undefined ? equal(left, right) : memberOf(left, key) === memberOf(right, key);
}

/** What items are known by, and how many are alike at the start. */
interface Known {
  readonly key: string | undefined;
  readonly start: number;
}

/** Matches what is alike at both ends, then aligns what is between. */
function align(before: JsonArray, after: JsonArray, key: string | undefined): Alignment {
  const start = countAlikeAtStart(before, after, key);
  const end = countAlikeAtEnd(before, after, { key, start });
  const shift = before.length - after.length;
  const middle = alignMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end), key);
  const alignment: Alignment = [];
  for (let index = 0; index < after.length; index++) {
    if (index < start) {
      alignment.push(index);
    } else if (index >= after.length - end) {
      alignment.push(index + shift);
    } else {
      const old = middle[index - start] ?? -1;
      alignment.push(old < 0 ? -1 : start + old);
    }
  }
  return alignment;
}

function alignMiddle(before: JsonArray, after: JsonArray, key: string | undefined): Alignment {
  return (key === undefined ? undefined : alignByKey(before, after, key)) ?? alignByValue(before, after);
}

/** Whether nothing moves: the old places that are still in use rise. */
function isRising(alignment: Alignment): boolean {
  const used = alignment.filter((old) => old >= 0);
  return used.every((old, at) => old >= (used[at - 1] ?? 0));
}

/** How many items of a list are moved at most; beyond, they are removed and added. */
export const maxMoves = 1_000;

interface Plan {
  readonly alignment: Alignment;
  readonly at: Comparison;
}

/** Where an item both moves and changes, removing it and adding the new one may be shorter. */
function withoutLongMoves(before: JsonArray, after: JsonArray, { alignment, at }: Plan): Alignment {
  const kept = longestIncreasing(alignment);
  const isTooMany = alignment.filter((old) => old >= 0).length - kept.size > maxMoves;
  return alignment.map((old, index) => {
    if (old >= 0 && at.isCut(before[old] ?? null)) {
      return old;
    }
    if (old < 0 || kept.has(index) || isTooMany) {
      return kept.has(index) ? old : -1;
    }
    const path = `${at.path}/${index}`;
    const value = after[index] ?? null;
    const mark = at.recorder.mark();
    at.recorder.record({ op: 'move', from: `${at.path}/${old}`, path });
    at.compare(index, before[old] ?? null, value);
    const moved = at.recorder.bytesSince(mark);
    at.recorder.rewind(mark);
    const removal = operationSize({ op: 'remove', path }) + 1;
    return removal + operationSize({ op: 'add', path, value }) < moved ? -1 : old;
  });
}

function recordRemovals(length: number, alignment: Alignment, { path, recorder }: Comparison): void {
  const kept = alignment.filter((old) => old >= 0);
  if (kept.length === length) {
    return;
  }
  const used = new Set(kept);
  for (let old = length - 1; old >= 0; old--) {
    if (!used.has(old)) {
      recorder.record({ op: 'remove', path: `${path}/${old}` });
    }
  }
}

/** Moves each item that is out of order to right after the item that comes before it. */
function recordMoves(alignment: Alignment, { path, recorder }: Comparison): void {
  const wanted = alignment.filter((old) => old >= 0);
  const standing = [...wanted].sort((left, right) => left - right);
  const kept = longestIncreasing(wanted);
  wanted.forEach((old, index) => {
    if (kept.has(index)) {
      return;
    }
    const from = standing.indexOf(old);
    standing.splice(from, 1);
    const to = standing.indexOf(wanted[index - 1] ?? -1) + 1;
    standing.splice(to, 0, old);
    recorder.record({ op: 'move', from: `${path}/${from}`, path: `${path}/${to}` });
  });
}

function recordAdditions(after: JsonArray, alignment: Alignment, { path, recorder }: Comparison): void {
  let length = 0;
  for (const old of alignment) {
    length += old < 0 ? 0 : 1;
  }
  for (let index = 0; index < after.length; index++) {
    if ((alignment[index] ?? -1) < 0) {
      // `-` stands for the end and is shorter than a number of two digits.
      const place = index === length && index >= 10 ? '-' : String(index);
      recorder.record({ op: 'add', path: `${path}/${place}`, value: after[index] ?? null });
      length += 1;
    }
  }
}
