/** Whether the first item must come before the second. */
type Less<T> = (left: T, right: T) => boolean;

const blockSize = 20;

/**
 * Sorts in place as Go's sort.SliceStable does: insertion sort on blocks of 20, then in-place merges. For a proper
 * order every stable sort gives the same; strategic merge sorts with one that is not, for items that stand in no
 * list, so the comparisons that are made decide the result.
 */
export function sortStable<T>(items: T[], less: Less<T>): void {
  const size = items.length;
  for (let start = 0; start < size; start += blockSize) {
    insertionSort(items, less, start);
  }
  for (let block = blockSize; block < size; block *= 2) {
    for (let start = 0; start + block < size; start += 2 * block) {
      mergeInPlace(items, less, [start, start + block, Math.min(start + 2 * block, size)]);
    }
  }
}

function insertionSort<T>(items: T[], less: Less<T>, start: number): void {
  const sorted: T[] = [];
  for (const item of items.slice(start, start + blockSize)) {
    // The last one that the item does not come before; Go swaps its way down to there.
    const behind = sorted.findLastIndex((other) => !less(item, other));
    sorted.splice(behind + 1, 0, item);
  }
  put(items, start, sorted);
}

/** SymMerge (Kim and Kutzner): merges the sorted runs from `a` to `m` and from `m` to `b`, of which one may be empty. */
function mergeInPlace<T>(items: T[], less: Less<T>, [a, m, b]: readonly [number, number, number]): void {
  const isLess = (left: number, right: number): boolean => lessAt(items, less, [left, right]);
  if (m - a <= 1) {
    rotate(items, [a, m, search(m, b, (index) => isLess(index, a))]);
    return;
  }
  if (b - m <= 1) {
    rotate(items, [search(a, m, (index) => !isLess(m, index)), m, b]);
    return;
  }
  const middle = Math.floor((a + b) / 2);
  const sum = middle + m;
  const [low, high] = m > middle ? [sum - b, middle] : [a, m];
  const start = search(low, high, (index) => !isLess(sum - 1 - index, index));
  const end = sum - start;
  rotate(items, [start, m, end]);
  mergeInPlace(items, less, [a, start, middle]);
  mergeInPlace(items, less, [middle, end, b]);
}

function lessAt<T>(items: readonly T[], less: Less<T>, [left, right]: readonly [number, number]): boolean {
  const [one, other] = [items[left], items[right]];
  return one !== undefined && other !== undefined && less(one, other);
}

/** The first index for which `further` does not hold, by bisection. */
function search(from: number, to: number, further: (index: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (further(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Swaps the runs from `a` to `m` and from `m` to `b`. */
function rotate<T>(items: T[], [a, m, b]: readonly [number, number, number]): void {
  put(items, a, [...items.slice(m, b), ...items.slice(a, m)]);
}

function put<T>(items: T[], start: number, values: readonly T[]): void {
  values.forEach((item, index) => {
    items[start + index] = item;
  });
}
