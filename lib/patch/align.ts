import type { JsonArray, JsonValue } from '../json/json-value.ts';
import { memberOf } from '../json/member.ts';
import { fingerprint } from './fingerprint.ts';
import { longestIncreasing } from './increasing.ts';
import { jsonSize } from './json-size.ts';

/**
 * For each item of the new list, the place of the old item that it is made of, or -1 if it is new. Old items that
 * nothing is made of are removed.
 */
export type Alignment = number[];

/** How many pairs of items are compared at most; beyond, items are matched by their place alone. */
export const maxAlignmentCells = 250_000;

/** One operation weighs more than any number of bytes. */
const operationCost = 2 ** 32;

/**
 * Matches items by their key. Items of different keys that stand between the same neighbours are matched in turn,
 * since changing one is shorter than removing one and adding another. `undefined` if keys repeat in a list.
 */
export function alignByKey(before: JsonArray, after: JsonArray, key: string): Alignment | undefined {
  const places = new Map<JsonValue, number>();
  for (let at = 0; at < before.length; at++) {
    places.set(keyValue(before[at] ?? null, key), at);
  }
  const alignment = after.map((item) => places.get(keyValue(item, key)) ?? -1);
  const matched = alignment.filter((at) => at >= 0);
  if (places.size < before.length || new Set(matched).size < matched.length) {
    return undefined;
  }
  return matchLeftovers(alignment, before.length);
}

/** Matches items by their place alone. */
function alignInTurn(before: JsonArray, after: JsonArray): Alignment {
  return after.map((_, index) => (index < before.length ? index : -1));
}

function keyValue(item: JsonValue, key: string): JsonValue {
  return memberOf(item, key) ?? null;
}

/** Matches, in turn, what is left on both sides between two items that keep their order. */
function matchLeftovers(alignment: Alignment, beforeLength: number): Alignment {
  const used = new Set(alignment);
  const result = [...alignment];
  let start = 0;
  let old = 0;
  for (const end of [...longestIncreasing(alignment)].sort((left, right) => left - right).concat(alignment.length)) {
    const oldEnd = alignment[end] ?? beforeLength;
    for (let index = start; index < end; index++) {
      if ((alignment[index] ?? 0) < 0) {
        old = nextFree(used, old, oldEnd);
        result[index] = old < oldEnd ? old++ : -1;
      }
    }
    start = end + 1;
    old = oldEnd + 1;
  }
  return result;
}

function nextFree(used: ReadonlySet<number>, from: number, end: number): number {
  let old = from;
  while (old < end && used.has(old)) {
    old += 1;
  }
  return old;
}

/**
 * Matches equal items in the way that needs the fewest operations, then the fewest bytes (an edit distance with
 * replacement), and items that only moved.
 */
export function alignByValue(before: JsonArray, after: JsonArray): Alignment {
  if (before.length * after.length > maxAlignmentCells) {
    return alignInTurn(before, after);
  }
  const known = new Map<string, number>();
  const oldIds = before.map((item) => identify(item, known));
  const limit = known.size;
  const newIds = after.map((item) => identify(item, known));
  if (!newIds.some((id) => id < limit)) {
    return alignInTurn(before, after);
  }
  const writes = after.map((item) => operationCost + jsonSize(item));
  const costs = fillCosts(oldIds, newIds, writes);
  return matchMoved(traceBack(oldIds, newIds, costs), oldIds, newIds);
}

/** The number of a value among those seen so far, which equal ones share. */
function identify(item: JsonValue, known: Map<string, number>): number {
  const text = fingerprint(item);
  const id = known.get(text) ?? known.size;
  known.set(text, id);
  return id;
}

/** What it costs at least to make the first items of the new list of the first ones of the old. */
interface Costs {
  readonly table: Float64Array;
  readonly width: number;
  /** What it costs to write each new item. */
  readonly writes: readonly number[];
}

function fillCosts(oldIds: readonly number[], newIds: readonly number[], writes: readonly number[]): Costs {
  const width = newIds.length + 1;
  const table = new Float64Array((oldIds.length + 1) * width);
  writes.forEach((write, column) => {
    table[column + 1] = (table[column] ?? 0) + write;
  });
  oldIds.forEach((id, row) => {
    const above = row * width;
    const here = above + width;
    table[here] = (table[above] ?? 0) + operationCost;
    writes.forEach((write, column) => {
      table[here + column + 1] = Math.min(
        (table[above + column] ?? 0) + (id === newIds[column] ? 0 : write),
        (table[above + column + 1] ?? 0) + operationCost,
        (table[here + column] ?? 0) + write,
      );
    });
  });
  return { table, width, writes };
}

function traceBack(oldIds: readonly number[], newIds: readonly number[], { table, width, writes }: Costs): Alignment {
  const alignment: Alignment = newIds.map(() => -1);
  let row = oldIds.length;
  let column = newIds.length;
  while (Math.min(row, column) > 0) {
    const at = row * width + column;
    const here = table[at] ?? 0;
    const change = oldIds[row - 1] === newIds[column - 1] ? 0 : (writes[column - 1] ?? 0);
    if (here === (table[at - width - 1] ?? 0) + change) {
      row -= 1;
      column -= 1;
      alignment[column] = row;
    } else if (here === (table[at - width] ?? 0) + operationCost) {
      row -= 1;
    } else {
      column -= 1;
    }
  }
  return alignment;
}

/** An item removed here and added there is the same item, moved. */
function matchMoved(alignment: Alignment, oldIds: readonly number[], newIds: readonly number[]): Alignment {
  const used = new Set(alignment);
  const free = new Map<number, number[]>();
  oldIds.forEach((id, at) => {
    if (!used.has(at)) {
      const places = free.get(id);
      if (places === undefined) {
        free.set(id, [at]);
      } else {
        places.push(at);
      }
    }
  });
  return alignment.map((at, index) => (at < 0 ? (free.get(newIds[index] ?? -1)?.shift() ?? -1) : at));
}
