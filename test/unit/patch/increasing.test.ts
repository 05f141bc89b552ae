import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestIncreasing } from '../../../lib/patch/increasing.ts';

/** Length of the longest, by trying every start. */
function longestFrom(values: readonly number[], at = 0, above = -1): number {
  if (at === values.length) {
    return 0;
  }
  const value = values[at] ?? -1;
  const without = longestFrom(values, at + 1, above);
  return value > above ? Math.max(without, 1 + longestFrom(values, at + 1, value)) : without;
}

describe('longestIncreasing', () => {
  it.each<readonly [readonly number[], readonly number[]]>([
    [[], []],
    [[-1, -1], []],
    [
      [0, 1, 2],
      [0, 1, 2],
    ],
    [[2, 1, 0], [2]],
    [
      [2, 0, 1],
      [1, 2],
    ],
    [
      [-1, 3, -1, 0, 4, 1, -1, 2],
      [3, 5, 7],
    ],
  ])('finds the places in %j', (values, want) => {
    expect([...longestIncreasing(values)].sort((left, right) => left - right)).toEqual(want);
  });

  it('gives places of rising values, as many as there can be', () => {
    const values = fc.uniqueArray(fc.integer({ min: -1, max: 12 }), { maxLength: 10 });
    fc.assert(
      fc.property(values, (list) => {
        const places = [...longestIncreasing(list)].sort((left, right) => left - right);
        const kept = places.map((place) => list[place] ?? -1);
        expect(kept).toEqual([...kept].sort((left, right) => left - right));
        expect(kept.every((value) => value >= 0)).toBe(true);
        expect(kept).toHaveLength(longestFrom(list));
      }),
    );
  });
});
