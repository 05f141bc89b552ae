import { describe, expect, it } from 'vitest';
import { sortStable } from '../../lib/merge/stable-sort.ts';

interface Item {
  readonly key: number;
  readonly at: number;
}

function items(keys: readonly number[]): Item[] {
  return keys.map((key, at) => ({ key, at }));
}

describe('sortStable', () => {
  it.each([0, 1, 2, 19, 20, 21, 40, 41, 77, 333])('sorts %i items and keeps equal ones in order', (size) => {
    for (const modulus of [1, 2, 7, 1000]) {
      const list = items(Array.from({ length: size }, (_, at) => ((at * 7919) % 1009) % modulus));
      const want = [...list].sort((left, right) => left.key - right.key);
      sortStable(list, (left, right) => left.key < right.key);
      expect(list).toEqual(want);
    }
  });

  it.each([
    [5, '4 3 2 1 0'],
    [20, '19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0'],
  ])('turns %i items round if each claims to be the smaller one, as insertion sort does', (size, want) => {
    const list = items(Array(size).fill(0));
    sortStable(list, () => true);
    expect(list.map(({ at }) => at).join(' ')).toBe(want);
  });
});
