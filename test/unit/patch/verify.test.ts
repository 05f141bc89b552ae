import { describe, expect, it, vi } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { PatchError } from '../../../lib/patch/errors.ts';
import type { Operation } from '../../../lib/patch/operation.ts';
import { applyPatch, verifyPatch } from '../../../lib/patch/verify.ts';

const before: JsonValue = {
  a: 1,
  list: ['x', 'y'],
  big: 9007199254740993n,
  map: { k: null },
  text: 'xy',
  none: {},
  items: [{ k: 1 }, [2]],
};

function refusal(operations: readonly Operation[], after: JsonValue): string {
  try {
    verifyPatch(before, operations, after);
  } catch (error) {
    if (error instanceof PatchError && error.code === 'misapplied') {
      return error.message;
    }
    throw error;
  }
  throw new Error('the patch was accepted');
}

describe('verifyPatch', () => {
  it('accepts a patch that gives what was intended, whatever the order of keys', () => {
    const document = { a: 1, list: ['x', 'y'], big: 9007199254740993n, map: { k: null } };
    verifyPatch(document, [{ op: 'remove', path: '/list/0' }], {
      map: { k: null },
      big: 9007199254740993n,
      list: ['y'],
      a: 1,
    });
  });

  it.each<[Operation, JsonValue]>([
    [
      { op: 'add', path: '/list/2', value: 'z' },
      { ...Object(before), list: ['x', 'y', 'z'] },
    ],
    [
      { op: 'add', path: '/list/-', value: 'z' },
      { ...Object(before), list: ['x', 'y', 'z'] },
    ],
    [
      { op: 'replace', path: '/list/1', value: 'z' },
      { ...Object(before), list: ['x', 'z'] },
    ],
    [
      { op: 'replace', path: '/items/0/k', value: 2 },
      { ...Object(before), items: [{ k: 2 }, [2]] },
    ],
    [
      { op: 'replace', path: '/items/1/0', value: 3 },
      { ...Object(before), items: [{ k: 1 }, [3]] },
    ],
    [{ op: 'replace', path: '', value: 5 }, 5],
    [{ op: 'add', path: '', value: [] }, []],
  ])('accepts %j', (operation, after) => verifyPatch(before, [operation], after));

  it('goes through a member whose name has what paths escape', () => {
    const document = (value: number) => ({ 'a/b~': { '~1/': value } });
    verifyPatch(document(1), [{ op: 'replace', path: '/a~1b~0/~01~1', value: 2 }], document(2));
  });

  it('copies what operations go through once, however many there are', () => {
    const document = JSON.parse('{"__proto__": 1, "more": 2}');
    const operations = Array.from(
      { length: 9 },
      (_, index): Operation => ({ op: 'add', path: `/k${index}`, value: 0 }),
    );
    // Members of this name alone are set by a call that can be counted.
    const define = vi.spyOn(Object, 'defineProperty');
    applyPatch(document, operations);
    const copied = define.mock.calls.filter(([, key]) => key === '__proto__');
    define.mockRestore();
    expect(copied).toHaveLength(1);
  });

  it('copies of an object what operations go to, which is looked for elsewhere from then on', () => {
    const document = { a: { x: 1, y: { z: 1, untouched: [1] }, other: 'o' }, b: {} };
    const operations: Operation[] = [
      { op: 'add', path: '/a/y/z', value: 2 },
      { op: 'move', from: '/a/y', path: '/b/y' },
      { op: 'add', path: '/b/y/n', value: 3 },
      { op: 'remove', path: '/a/x' },
      { op: 'move', from: '/b/y', path: '/a/x' },
      { op: 'remove', path: '/a/x/z' },
      { op: 'add', path: '/a/y', value: { v: { w: 1 } } },
      { op: 'replace', path: '/a/y/v/w', value: 2 },
    ];
    const want = { a: { x: { untouched: [1], n: 3 }, y: { v: { w: 2 } }, other: 'o' }, b: {} };
    verifyPatch(document, operations, want);
    expect(applyPatch(document, operations)).toEqual(want);
  });

  it('gives objects in the order that they had', () => {
    const document = JSON.parse('{"d":1,"__proto__":{"x":1,"y":2},"b":{"c":1},"a":[{"f":1,"e":2}]}');
    const operations: Operation[] = [
      { op: 'add', path: '/new', value: 0 },
      { op: 'replace', path: '/a/0/f', value: 0 },
      { op: 'remove', path: '/d' },
      { op: 'add', path: '/b/n', value: 0 },
    ];
    expect(JSON.stringify(applyPatch(document, operations))).toBe(
      '{"__proto__":{"x":1,"y":2},"b":{"c":1,"n":0},"a":[{"f":0,"e":2}],"new":0}',
    );
  });

  it('keeps big integers through a move over another', () => {
    const list = [{ n: 1n }, { n: 9007199254740993n }, { n: 2n }];
    verifyPatch(list, [{ op: 'move', from: '/2', path: '/0' }], [{ n: 2n }, { n: 1n }, { n: 9007199254740993n }]);
  });

  it('changes neither the document nor the operations', () => {
    const value = { x: [1] };
    const operations: Operation[] = [
      { op: 'add', path: '/new', value },
      { op: 'add', path: '/new/x/0', value: 0 },
    ];
    verifyPatch({ a: 1 }, operations, { a: 1, new: { x: [0, 1] } });
    expect(value).toEqual({ x: [1] });
  });

  const wrong: readonly (readonly [
    name: string,
    operations: readonly Operation[],
    after: JsonValue,
    message: string,
  ])[] = [
    ['another value', [], { ...Object(before), a: 2 }, "first at '/a'"],
    ['another digit', [], { ...Object(before), big: 9007199254740992n }, "first at '/big'"],
    ['a float for a big integer', [], { ...Object(before), big: 2 ** 53 }, "first at '/big'"],
    ['another order', [], { ...Object(before), list: ['y', 'x'] }, "first at '/list/0'"],
    ['a shorter list', [], { ...Object(before), list: ['x'] }, "first at '/list'"],
    ['a missing member', [], { ...Object(before), map: { k: null, l: null } }, "first at '/map/l'"],
    ['a member too many', [], { ...Object(before), map: {} }, "first at '/map'"],
    ['another member', [], { ...Object(before), map: { l: null } }, "first at '/map/l'"],
    ['null for an object', [], { ...Object(before), map: null }, "first at '/map'"],
    ['an object for null', [], { ...Object(before), map: { k: {} } }, "first at '/map/k'"],
    ['a list for a string', [], { ...Object(before), list: 'xy' }, "first at '/list'"],
    ['a string for a list', [], { ...Object(before), a: [1] }, "first at '/a'"],
    ['a list for a string of as many characters', [], { ...Object(before), text: ['x', 'y'] }, "first at '/text'"],
    ['a number for an empty object', [], { ...Object(before), none: 5 }, "first at '/none'"],
    ['an empty object for a number', [], { ...Object(before), a: {} }, "first at '/a'"],
    ['another item of the last place', [], { ...Object(before), list: ['x', 'z'] }, "first at '/list/1'"],
    ['an object for a list', [], { ...Object(before), list: { 0: 'x', 1: 'y' } }, "first at '/list'"],
  ];
  it.each<[name: string, operations: readonly Operation[], after: JsonValue, message: string]>([
    ['is another', [{ op: 'remove', path: '/map/k' }], { map: { l: 2 } }, "first at '/map/l'"],
    ['is gone', [{ op: 'remove', path: '/map/k' }], { map: {} }, "first at '/map'"],
    ['was not taken away', [{ op: 'remove', path: '/map/k' }], { map: { k: 1, l: 1 } }, "first at '/map/k'"],
    ['is another after it was set', [{ op: 'add', path: '/map/k', value: 2 }], { map: { k: 1, l: 1 } }, "at '/map/k'"],
    ['came besides', [{ op: 'add', path: '/map/m', value: 1 }], { map: { k: 1, l: 1 } }, "first at '/map'"],
    ['did not come', [{ op: 'add', path: '/map/m', value: 1 }], { map: { k: 1, l: 1, n: 1 } }, "first at '/map/n'"],
  ])('refuses an object of which a part was changed, and a member %s', (_name, operations, after, message) => {
    expect(() => verifyPatch({ map: { k: 1, l: 1 } }, operations, after)).toThrow(message);
  });

  it.each(wrong)('refuses %s', (_name, operations, after, message) => {
    expect(refusal(operations, after)).toContain(message);
  });

  it.each<Operation>([
    { op: 'remove', path: '/missing' },
    { op: 'remove', path: '/list/2' },
    { op: 'remove', path: '/constructor' },
    { op: 'replace', path: '/missing', value: 1 },
    { op: 'replace', path: '/list/-', value: 1 },
    { op: 'replace', path: '/list/length', value: 1 },
    { op: 'add', path: '/items/2/k', value: 1 },
    { op: 'add', path: '/items/00/k', value: 1 },
    { op: 'add', path: '/items/-/k', value: 1 },
    { op: 'add', path: '/missing/x', value: 1 },
    { op: 'add', path: '/map/k/x', value: 1 },
    { op: 'add', path: '/a/x', value: 1 },
    { op: 'add', path: '/list/3', value: 1 },
    { op: 'add', path: '/list/01', value: 1 },
    { op: 'add', path: '/list/x', value: 1 },
    { op: 'add', path: '/__proto__', value: {} },
    { op: 'add', path: '/__proto__/x', value: 1 },
    { op: 'add', path: '/list/__proto__/0', value: 1 },
    { op: 'add', path: '/constructor/x', value: 1 },
    { op: 'move', from: '/missing', path: '/a' },
    { op: 'move', from: '/list/0', path: '/list/2' },
    { op: 'move', from: '/a', path: '/a/b' },
  ])('refuses an operation that RFC 6902 does not allow here: %j', (operation) => {
    expect(refusal([{ op: 'add', path: '/z', value: 1 }, operation], null)).toMatch(
      /^operation 1 \(\w+ .*does not apply/,
    );
  });
});
