import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { type Alignment, alignByKey, alignByValue, maxAlignmentCells } from '../../../lib/patch/align.ts';
import { longestIncreasing } from '../../../lib/patch/increasing.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const named = (names: string): JsonValue[] => [...names].map((name) => ({ name, image: `i/${name}` }));

describe('alignByKey', () => {
  it.each<readonly [string, string, Alignment | undefined]>([
    ['abc', 'abc', [0, 1, 2]],
    ['abc', 'cab', [2, 0, 1]],
    ['abc', 'bca', [1, 2, 0]],
    ['abc', 'axc', [0, 1, 2]],
    ['abc', 'xyz', [0, 1, 2]],
    ['ab', 'xyz', [0, 1, -1]],
    ['abc', 'xy', [0, 1]],
    ['abc', 'axyc', [0, 1, -1, 2]],
    ['abcd', 'xd', [0, 3]],
    ['abcd', 'axbyd', [0, -1, 1, 2, 3]],
    ['abcd', 'dxa', [3, -1, 0]],
    ['abcde', 'axcye', [0, 1, 2, 3, 4]],
    ['aab', 'ab', undefined],
    ['ab', 'aab', undefined],
    ['ab', 'axx', [0, 1, -1]],
  ])('makes %s into %s', (before, after, want) => {
    expect(alignByKey(named(before), named(after), 'name')).toEqual(want);
  });
});

/** Operations and bytes of the cheapest way without moves, by trying all. */
function cheapest(before: readonly JsonValue[], after: readonly JsonValue[]): number {
  const [old, ...olds] = before;
  const [item, ...items] = after;
  if (old === undefined || item === undefined) {
    return before.length * operation + after.reduce<number>((sum, one) => sum + write(one), 0);
  }
  const change = old === item ? 0 : write(item);
  return Math.min(
    change + cheapest(olds, items),
    operation + cheapest(olds, after),
    write(item) + cheapest(before, items),
  );
}

const operation = 2 ** 32;
const write = (item: JsonValue): number => operation + JSON.stringify(item).length;

/** What an alignment costs, where a move is one operation. */
function costOf(alignment: Alignment, before: readonly JsonValue[], after: readonly JsonValue[]): number {
  const used = alignment.filter((old) => old >= 0).length;
  const written = after.filter((item, index) => item !== before[alignment[index] ?? -1]);
  const moves = used - longestIncreasing(alignment).size;
  return (before.length - used + moves) * operation + written.reduce<number>((sum, item) => sum + write(item), 0);
}

describe('alignByValue', () => {
  it.each<readonly [string, string, Alignment]>([
    ['abc', 'abc', [0, 1, 2]],
    ['abc', 'xyz', [0, 1, 2]],
    ['abcd', 'bd', [1, 3]],
    ['bd', 'abcd', [-1, 0, -1, 1]],
    ['abcd', 'axcd', [0, 1, 2, 3]],
    ['abcd', 'bcda', [1, 2, 3, 0]],
    ['aab', 'baa', [2, 0, 1]],
    ['bd', 'bcdb', [0, -1, 1, -1]],
    ['aabbb', 'bbbaa', [2, 3, 4, 0, 1]],
    ['ab', 'xyz', [0, 1, -1]],
    ['abc', 'xy', [0, 1]],
    ['ab', '', []],
    ['', 'ab', [-1, -1]],
  ])('makes %s into %s', (before, after, want) => {
    expect(alignByValue([...before], [...after])).toEqual(want);
  });

  it('tells values of different kinds apart', () => {
    const before = [1, 1n, '1', '[1]', [1], null, 'null', { a: 1 }, '{"a":1}'];
    expect(alignByValue(before, [...before].reverse().concat([{ a: 2 }]))).toEqual(
      expect.arrayContaining([0, 1, 2, 3, 4, 5, 6, 7, 8]),
    );
    expect(alignByValue(before, [...before])).toEqual(before.map((_, at) => at));
  });

  it('knows equal items that are not the same, of every kind', () => {
    const made = (): JsonValue[] => [{ a: 1 }, [1], null, { b: 2 }];
    expect(alignByValue(made(), made().slice(1))).toEqual([1, 2, 3]);
  });

  it('needs no more operations than without moves, then no more bytes', () => {
    const words = fc.array(fc.constantFrom('a', 'bb', 'ccccccc', 'dddd'), { maxLength: 5 });
    fc.assert(
      fc.property(words, words, (before, after) => {
        expect(costOf(alignByValue(before, after), before, after)).toBeLessThanOrEqual(cheapest(before, after));
      }),
      { numRuns: propertyRuns(125) },
    );
  });

  it('matches by place where there are too many pairs', () => {
    const long = Array.from({ length: maxAlignmentCells / 2 }, (_, at) => `n${at}`);
    expect(alignByValue(['x', 'n0'], long)).not.toContain(2);
    expect(alignByValue(['x', 'n0', 'y'], long).slice(0, 4)).toEqual([0, 1, 2, -1]);
    expect(alignByValue(['x', 'n0'], long)[0]).toBe(1);
  });
});
