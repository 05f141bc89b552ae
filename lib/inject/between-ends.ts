/**
 * Both lists without the very same objects that they begin and end with: most of a long list stays as it is, and need
 * not be looked through by name.
 */
export function betweenEnds<Item extends object>(
  before: readonly Item[],
  after: readonly Item[],
): readonly [before: readonly Item[], after: readonly Item[]] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) {
    start += 1;
  }
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end += 1;
  }
  return [before.slice(start, before.length - end), after.slice(start, after.length - end)];
}
