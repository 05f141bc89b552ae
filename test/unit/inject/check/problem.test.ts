import { describe, expect, it } from 'vitest';
import { duplicatesOf, quoted, sharedBy } from '../../../../lib/inject/check/problem.ts';

describe('quoted', () => {
  it.each([
    ['a "b"', '"a \\"b\\""'],
    ['x'.repeat(80), `"${'x'.repeat(80)}"`],
    ['x'.repeat(81), `"${'x'.repeat(80)}…"`],
  ])('writes %j as %j', (text, want) => {
    expect(quoted(text)).toBe(want);
  });
});

describe('sharedBy', () => {
  it.each<readonly [readonly string[], Record<string, readonly string[]>]>([
    [[], {}],
    [['a1', 'b2'], {}],
    [['a1', 'b2', 'a3'], { a: ['a1', 'a3'] }],
    [['a1', 'a2', 'b3', 'a4', 'b5'], { a: ['a1', 'a2', 'a4'], b: ['b3', 'b5'] }],
  ])('of %j by the first character is %j', (items, want) => {
    expect(Object.fromEntries(sharedBy(items, ([first = '']) => first))).toEqual(want);
  });
});

describe('duplicatesOf', () => {
  it('gives what occurs more than once, each once', () => {
    expect(duplicatesOf(['a', 'b', 'a', '', 'a', ''])).toEqual(['a', '']);
  });
});
