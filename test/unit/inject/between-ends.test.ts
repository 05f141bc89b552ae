import { describe, expect, it } from 'vitest';
import { betweenEnds } from '../../../lib/inject/between-ends.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => ({ name }));
const twin = { name: 'b' };

describe('what stands between equal ends', () => {
  it.each([
    ['of lists that are the same', [a, b], [a, b], [], []],
    ['of one that has grown at the end', [a], [a, b], [], [b]],
    ['of one that has grown at the start', [b], [a, b], [], [a]],
    ['of one that has shrunk in the middle', [a, b, c], [a, c], [b], []],
    ['of one in which an item is another, be it equal', [a, b, c], [a, twin, c], [b], [twin]],
    ['of one in which items changed places', [a, b, c, d], [a, c, b, d], [b, c], [c, b]],
    ['where an item comes once more', [a], [a, a], [], [a]],
    ['of an empty list', [], [a], [], [a]],
  ])('%s', (_, before, after, wantBefore, wantAfter) => {
    const [old, fresh] = betweenEnds(before as object[], after as object[]);
    expect(old).toHaveLength(wantBefore.length);
    expect(fresh).toHaveLength(wantAfter.length);
    old.forEach((item, index) => {
      expect(item).toBe(wantBefore[index]);
    });
    fresh.forEach((item, index) => {
      expect(item).toBe(wantAfter[index]);
    });
  });
});
