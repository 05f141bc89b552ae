import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { deduplicate } from '../../../lib/merge/deduplicate.ts';

/** strategicpatch's uniqifyAndSortScalars compares every pair; what it leaves in memory is what is wanted. */
function deduplicateByPairs(items: JsonValue[]): number {
  let length = items.length;
  for (let first = 0; first < length; first++) {
    for (let other = first + 1; other < length; ) {
      if (items[first] === items[other]) {
        length -= 1;
        items[other] = items[length] ?? null;
      } else {
        other += 1;
      }
    }
  }
  return length;
}

const rows: readonly (readonly [items: readonly JsonValue[], length: number, left: readonly JsonValue[]])[] = [
  [[], 0, []],
  [['a'], 1, ['a']],
  [['a', 'b'], 2, ['a', 'b']],
  [['a', 'a'], 1, ['a', 'a']],
  [['a', 'b', 'a', 'c', 'd'], 4, ['a', 'b', 'd', 'c', 'd']],
  [['a', 'b', 'a', 'a'], 2, ['a', 'b', 'a', 'a']],
  [['a', 'a', 'b', 'b', 'c'], 3, ['a', 'c', 'b', 'b', 'c']],
  [['u', 'v', 'u', 'v', 'x', 'v'], 3, ['u', 'v', 'x', 'v', 'x', 'v']],
  [[1, 1n, '1', true, 1], 4, [1, 1n, '1', true, 1]],
];

describe('deduplicate', () => {
  it.each(rows)('of %o leaves %i at the front of %o', (items, length, left) => {
    const list = [...items];
    expect(deduplicate(list)).toBe(length);
    expect(list).toEqual(left);
  });

  it('leaves in the whole list what comparing every pair leaves', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 1, true), { maxLength: 40 });
    fc.assert(
      fc.property(letters, (items) => {
        const [ours, theirs] = [[...items], [...items]];
        expect(deduplicate(ours)).toBe(deduplicateByPairs(theirs));
        expect(ours).toEqual(theirs);
      }),
    );
  });
});
