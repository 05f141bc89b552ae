import { describe, expect, it } from 'vitest';
import { sortStable } from '../../../lib/merge/stable-sort.ts';

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

  // What Go's sort.SliceStable gives for the same items and the same comparison.
  it.each([
    [21, 3, '20 18 15 12 9 6 3 2 1 19 17 13 16 11 14 10 5 8 4 7 0'],
    [21, 6, '18 12 6 3 2 1 19 17 20 13 16 15 11 14 10 9 5 8 4 7 0'],
    [
      45,
      6,
      '36 31 34 33 30 18 12 6 3 2 1 26 29 25 28 27 24 23 19 44 43 42 22 21 17 20 13 16 15 11 14 39 10 38 41 9 37 40 5 8 4 7 32 35 0',
    ],
    [
      100,
      6,
      '96 92 95 91 78 72 66 63 59 36 31 34 94 62 33 93 90 30 18 12 6 3 2 1 58 61 26 29 89 57 85 56 54 25 28 88 27 87 84 52 55 83 86 51 24 23 19 22 79 82 50 53 21 81 17 20 77 76 75 48 46 49 80 45 13 16 44 47 15 43 11 71 74 70 73 69 42 14 39 10 38 41 9 98 37 40 5 8 97 65 68 4 7 99 64 67 60 32 35 0',
    ],
  ])(
    'makes the comparisons that Go makes, for %i items of which each %ith is in no proper order',
    (size, each, want) => {
      const list = items(Array.from({ length: size }, (_, at) => (at % each === 0 ? -1 : ((at * 7919) % 1009) % 50)));
      sortStable(list, (left, right) => left.key < 0 || right.key < 0 || left.key < right.key);
      expect(list.map(({ at }) => at).join(' ')).toBe(want);
    },
  );

  it.each([
    [5, '4 3 2 1 0'],
    [20, '19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0'],
  ])('turns %i items round if each claims to be the smaller one, as insertion sort does', (size, want) => {
    const list = items(Array(size).fill(0));
    sortStable(list, () => true);
    expect(list.map(({ at }) => at).join(' ')).toBe(want);
  });
});
