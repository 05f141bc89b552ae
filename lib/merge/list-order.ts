import type { JsonArray, JsonValue } from '../json/json-value.ts';
import { memberOf } from '../json/member.ts';
import { directives } from './directives.ts';
import { type Keyed, type KeyIndex, keyOf } from './key-index.ts';
import { sortStable } from './stable-sort.ts';

/** The two runs that a merged list is put together from, each with the list whose order it follows. */
export interface Runs {
  /** Items that the patch names, to be ordered as in `patchOrder`. */
  readonly named: JsonArray;
  readonly patchOrder: KeyIndex;
  /** Items that only the original has, to be ordered as in `originalOrder`. */
  readonly others: JsonArray;
  readonly originalOrder: KeyIndex;
}

/**
 * Interleaves both runs: an item of the original comes before one of the patch only if both stood in the original,
 * in that order. Hence new items go first.
 */
export function interleave({ originalOrder, ...runs }: Runs, keyed: Keyed): JsonArray {
  const named = sortRun(runs.named, runs.patchOrder, keyed);
  const others = sortRun(runs.others, originalOrder, keyed);
  if (named.length === 0 || others.length === 0) {
    return named.length === 0 ? others : named;
  }
  const placeOf = (item: JsonValue): number => originalOrder.find(keyOf(item, keyed));
  if (!originalOrder.isPlain) {
    // Go compares every one of them.
    others.forEach(placeOf);
  }
  const result: JsonValue[] = [];
  let next = 0;
  for (const item of named) {
    const place = placeOf(item);
    // Of the others, there may be very many that no item comes after.
    for (; place > 0 && next < others.length; next++) {
      const other = others[next] ?? null;
      if (!isBefore(placeOf(other), place)) {
        break;
      }
      result.push(other);
    }
    result.push(item);
  }
  return [...result, ...others.slice(next)];
}

function isBefore(left: number, right: number): boolean {
  return left >= 0 && left < right;
}

/**
 * Sorts a run as another list has it; one item alone is compared with nothing. An item that stands nowhere there
 * counts as smaller than whatever it is compared with, as in Go. Items left over from `$patch: delete` go last.
 */
export function sortRun(run: JsonArray, order: KeyIndex, keyed: Keyed): JsonArray {
  if (run.some(isDeletion)) {
    const kept = run.filter((item) => !isDeletion(item));
    return [...sortRun(kept, order, keyed), ...run.filter(isDeletion)];
  }
  return run.length < 2 ? run : sortByPlace(run, (item) => order.find(keyOf(item, keyed)));
}

function sortByPlace(items: JsonArray, placeOf: (item: JsonValue) => number): JsonArray {
  if (isInOrder(items, placeOf)) {
    return items;
  }
  const places = items.map((item) => ({ item, place: placeOf(item) }));
  sortStable(places, (left, right) => left.place < 0 || right.place < 0 || left.place < right.place);
  return places.map(({ item }) => item);
}

function isInOrder(items: JsonArray, placeOf: (item: JsonValue) => number): boolean {
  let last = 0;
  for (const item of items) {
    const place = placeOf(item);
    if (place < last) {
      return false;
    }
    last = place;
  }
  return true;
}

/** Whether an item says `$patch: delete`. */
export function isDeletion(item: JsonValue): boolean {
  return memberOf(item, directives.patch) === 'delete';
}
