import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { diff } from '../../../lib/patch/diff.ts';
import { applyPatch } from '../../../lib/patch/verify.ts';

const unknown = { types: {}, root: '' };

/** The patch from `before` to `after`, where all objects and lists named stand for larger ones. */
function patchOf(before: JsonValue, after: JsonValue, cut: readonly JsonValue[]) {
  return diff(before, after, { ...unknown, cut: new Set(cut) });
}

describe('a part that stands for a larger one', () => {
  const small = { a: 1 };
  const list = [small];

  it.each<[name: string, before: JsonValue, after: JsonValue, cut: readonly JsonValue[]]>([
    ['an object', { x: small }, { x: { b: 2, c: 3 } }, [small]],
    ['a list', { x: list }, { x: [{ b: 2, c: 3 }] }, [list, small]],
    ['what it stands in', { x: { y: small } }, { x: { y: { b: 2 }, z: 1 } }, [small]],
  ])('is never set as a whole: %s', (_, before, after, cut) => {
    const all = [...cut, ...[before, Object(before).x].filter((part) => !cut.includes(part))];
    const operations = patchOf(before, after, all);
    expect(applyPatch(before, operations)).toEqual(after);
    expect(operations.map(({ path }) => path)).not.toContain('/x');
    expect(operations.map(({ path }) => path)).not.toContain('/x/y');
    expect(diff(before, after).map(({ path }) => path)).toContain('/x');
  });

  it('is set where it becomes something else', () => {
    expect(patchOf({ x: small }, { x: 'text' }, [small])).toEqual([{ op: 'add', path: '/x', value: 'text' }]);
  });

  it('goes where it goes', () => {
    expect(patchOf({ x: small, y: 1 }, { y: 1 }, [small])).toEqual([{ op: 'remove', path: '/x' }]);
  });

  it('moves, where an item that moves and changes is else written anew', () => {
    const first = { name: 'first', a: 'x'.repeat(60), b: 'y'.repeat(60), c: 'z'.repeat(60) };
    const others = ['second', 'third', 'fourth'].map((name) => ({ name }));
    const after = [...others, { name: 'first' }];
    const before = [first, ...others];
    expect(diff(before, after).map(({ op }) => op)).toEqual(['remove', 'add']);
    const operations = patchOf(before, after, [before, first]);
    expect(operations.map(({ op }) => op)).toEqual(['move', 'remove', 'remove', 'remove']);
    expect(applyPatch([{ ...first, more: 1 }, ...others], operations)).toEqual([...others, { name: 'first', more: 1 }]);
  });
});
