import type { JsonArray, JsonValue } from '../json/json-value.ts';
import { memberOf } from '../json/member.ts';
import { directives } from './directives.ts';
import { type Keyed, KeyIndex, keyOf } from './key-index.ts';
import { sortStable } from './stable-sort.ts';

/** The two runs that a merged list is put together from, each with the list whose order it follows. */
export interface Runs {
  /** Items that the patch names, to be ordered as in `patchOrder`. */
  readonly named: JsonArray;
  readonly patchOrder: JsonArray;
  /** Items that only the original has, to be ordered as in `originalOrder`. */
  readonly others: JsonArray;
  readonly originalOrder: JsonArray;
}

/**
 * Interleaves both runs: an item of the original comes before one of the patch only if both stood in the original,
 * in that order. Hence new items go first.
 */
export function interleave(runs: Runs, keyed: Keyed): JsonArray {
  const originalIndex = new KeyIndex(runs.originalOrder, keyed);
  const named = sortRun(runs.named, new KeyIndex(runs.patchOrder, keyed), keyed);
  const others = sortRun(runs.others, originalIndex, keyed);
  if (named.length === 0 || others.length === 0) {
    return [...named, ...others];
  }
  const placeOf = (item: JsonValue | undefined): number =>
    item === undefined ? -1 : originalIndex.find(keyOf(item, keyed));
  if (!originalIndex.isPlain) {
    // Go compares every one of them.
    others.forEach(placeOf);
  }
  const result: JsonValue[] = [];
  let next = 0;
  named.forEach((item) => {
    const start = next;
    const place = placeOf(item);
    // Of the others, there may be very many that no item comes after.
    while (place > 0 && isBefore(placeOf(others[next]), place)) {
      next += 1;
    }
    for (let at = start; at < next; at++) {
      result.push(others[at] ?? null);
    }
    result.push(item);
  });
  return [...result, ...others.slice(next)];
}

function isBefore(left: number, right: number): boolean {
  return left >= 0 && left < right;
}

/**
 * Sorts a run as another list has it; one item alone is compared with nothing. An item that stands nowhere there
 * counts as smaller than whatever it is compared with, as in Go. Items left over from `$patch: delete` go last.
 */
function sortRun(run: JsonArray, order: KeyIndex, keyed: Keyed): JsonArray {
  const deletions = run.filter(isDeletion);
  const kept = deletions.length === 0 ? run : run.filter((item) => !isDeletion(item));
  const sorted = kept.length < 2 ? kept : sortByPlace(kept, (item) => order.find(keyOf(item, keyed)));
  return deletions.length === 0 ? sorted : [...sorted, ...deletions];
}

function sortByPlace(items: JsonArray, placeOf: (item: JsonValue) => number): JsonArray {
  let last = 0;
  const isSorted = items.every((item) => {
    const before = last;
    last = placeOf(item);
    return last >= before;
  });
  if (isSorted) {
    return items;
  }
  const places = items.map((item) => ({ item, place: placeOf(item) }));
  sortStable(places, (left, right) => left.place < 0 || right.place < 0 || left.place < right.place);
  return places.map(({ item }) => item);
}

/** Whether an item says `$patch: delete`. */
export function isDeletion(item: JsonValue): boolean {
  return memberOf(item, directives.patch) === 'delete';
}
