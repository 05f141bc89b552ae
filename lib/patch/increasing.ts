/**
 * The places of a longest increasing subsequence (patience sorting, n log n), negative values left out. Of several
 * longest ones it is always the same.
 */
export function longestIncreasing(values: readonly number[]): ReadonlySet<number> {
  const tails: number[] = [];
  const previous: number[] = [];
  values.forEach((value, at) => {
    if (value < 0) {
      previous.push(-1);
      return;
    }
    const length = countSmaller(tails, values, value);
    previous.push(length === 0 ? -1 : (tails[length - 1] ?? -1));
    tails[length] = at;
  });
  const places = new Set<number>();
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    places.add(at);
  }
  return places;
}

function countSmaller(tails: readonly number[], values: readonly number[], value: number): number {
  let low = 0;
  let high = tails.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[tails[middle] ?? 0] ?? 0) < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
