import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../lib/go/json.ts';
import { podSchema } from '../../lib/kube/pod-schema.ts';
import { maxAlignmentCells } from '../../lib/patch/align.ts';
import { diff } from '../../lib/patch/diff.ts';
import { maxMoves } from '../../lib/patch/diff-list.ts';
import type { Operation } from '../../lib/patch/operation.ts';
import { verifyPatch } from '../../lib/patch/verify.ts';

const keys = { types: podSchema, root: 'v1.Pod' };
const container = (name: string, image = 'registry.example/some/long/image:1') => ({ name, image });
const pod = (...names: string[]): JsonValue => ({
  metadata: { name: 'a' },
  spec: { containers: names.map((n) => container(n)) },
});
const proto = (text: string): JsonValue => JSON.parse(text);
const long = 'a value that is long enough to make setting the whole object longer than one change';

const cases: readonly (readonly [name: string, before: JsonValue, after: JsonValue, want: readonly Operation[]])[] = [
  ['nothing changed', { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
  ['key order does not count', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ['a member changes', { a: 1, b: long }, { a: 2, b: long }, [{ op: 'add', path: '/a', value: 2 }]],
  ['a member goes', { a: 1, b: 2 }, { b: 2 }, [{ op: 'remove', path: '/a' }]],
  ['a member comes', {}, { a: null }, [{ op: 'add', path: '/a', value: null }]],
  ['a member is renamed', { a: { x: 1 } }, { b: { x: 1 } }, [{ op: 'move', from: '/a', path: '/b' }]],
  ['keys are escaped', {}, { 'a/b~c': 1 }, [{ op: 'add', path: '/a~1b~0c', value: 1 }]],
  ['the empty key', { '': long, b: 1 }, { '': 'x', b: 1 }, [{ op: 'add', path: '/', value: 'x' }]],
  ['the root changes its kind', [1], { a: 1 }, [{ op: 'replace', path: '', value: { a: 1 } }]],
  ['the root is plain', 1, 2, [{ op: 'replace', path: '', value: 2 }]],
  [
    'the root is never set as a whole',
    { a: 1, b: 1 },
    { a: 2, b: 2 },
    [
      { op: 'add', path: '/a', value: 2 },
      { op: 'add', path: '/b', value: 2 },
    ],
  ],
  [
    'missing parents are created',
    { spec: {} },
    { spec: {}, metadata: { annotations: { a: 'b' } } },
    [{ op: 'add', path: '/metadata', value: { annotations: { a: 'b' } } }],
  ],
  [
    'null becomes an object',
    { metadata: { name: long, annotations: null } },
    { metadata: { name: long, annotations: { a: 'b' } } },
    [{ op: 'add', path: '/metadata/annotations', value: { a: 'b' } }],
  ],
  [
    'a small object is set as a whole',
    { l: { a: '1' } },
    { l: { a: '2', b: '3' } },
    [{ op: 'add', path: '/l', value: { a: '2', b: '3' } }],
  ],
  [
    'a large object is changed inside',
    { l: { a: '1', b: long } },
    { l: { a: '2', b: long, c: '3' } },
    [
      { op: 'add', path: '/l/a', value: '2' },
      { op: 'add', path: '/l/c', value: '3' },
    ],
  ],
  [
    'big integers differ by their last digit',
    { a: 9007199254740992n },
    { a: 9007199254740993n },
    [{ op: 'add', path: '/a', value: 9007199254740993n }],
  ],
  ['a list item changes', [1, 2, 3], [1, 5, 3], [{ op: 'replace', path: '/1', value: 5 }]],
  ['a list item moves', ['aaaa', 'bbbb', 'cccc'], ['bbbb', 'cccc', 'aaaa'], [{ op: 'move', from: '/0', path: '/2' }]],
  ['two items swap', [long, `${long}2`], [`${long}2`, long], [{ op: 'move', from: '/1', path: '/0' }]],
  [
    'items come and go',
    ['a', 'b', 'c', 'd'],
    ['b', 'x', 'd', 'e'],
    [
      { op: 'remove', path: '/0' },
      { op: 'add', path: '/3', value: 'e' },
      { op: 'replace', path: '/1', value: 'x' },
    ],
  ],
  [
    'the end of a long list is a dash',
    Array(10).fill(1),
    [...Array(10).fill(1), 2],
    [{ op: 'add', path: '/-', value: 2 }],
  ],
  [
    'plain values that all give way are set at once',
    { a: [1, 2, 3], b: long },
    { a: [4, 5], b: long },
    [{ op: 'add', path: '/a', value: [4, 5] }],
  ],
  [
    'plain values of which some stay are not set anew',
    { a: [1, `${long}2`, `${long}3`] },
    { a: [`${long}2`, `${long}3`] },
    [{ op: 'remove', path: '/a/0' }],
  ],
  [
    'objects without a key are changed inside',
    { a: [{ x: 1, text: long }] },
    { a: [{ x: 2, text: long }] },
    [{ op: 'add', path: '/a/0/x', value: 2 }],
  ],
  ['the one plain value of a list', { a: [1], b: long }, { a: [2], b: long }, [{ op: 'add', path: '/a', value: [2] }]],
  ['a list is emptied', { a: [1, 2], b: long }, { a: [], b: long }, [{ op: 'add', path: '/a', value: [] }]],
  ['a list loses its only item', { a: [1], b: long }, { a: [], b: long }, [{ op: 'remove', path: '/a/0' }]],
  [
    'the first item comes: of two patches of the same size, the one that changes less',
    { a: [], b: long },
    { a: [1], b: long },
    [{ op: 'add', path: '/a/0', value: 1 }],
  ],
  [
    'of two patches of the same size, the one of fewer operations',
    { l: { a: '1', b: 'x'.repeat(20) }, b: long },
    { l: { a: '2', b: 'x'.repeat(20), c: 1 }, b: long },
    [{ op: 'add', path: '/l', value: { a: '2', b: 'x'.repeat(20), c: 1 } }],
  ],
  [
    'the same, behind other changes',
    { k: 1, l: { a: '1', b: 'x'.repeat(20) }, b: long },
    { k: 2, l: { a: '2', b: 'x'.repeat(20), c: 1 }, b: long },
    [
      { op: 'add', path: '/k', value: 2 },
      { op: 'add', path: '/l', value: { a: '2', b: 'x'.repeat(20), c: 1 } },
    ],
  ],
  [
    'a byte more behind other changes',
    { k: 1, l: { a: '1', b: 'x'.repeat(21) }, b: long },
    { k: 2, l: { a: '2', b: 'x'.repeat(21), c: 1 }, b: long },
    [
      { op: 'add', path: '/k', value: 2 },
      { op: 'add', path: '/l/a', value: '2' },
      { op: 'add', path: '/l/c', value: 1 },
    ],
  ],
  [
    'a byte more, and the changes inside are shorter',
    { l: { a: '1', b: 'x'.repeat(21) }, b: long },
    { l: { a: '2', b: 'x'.repeat(21), c: 1 }, b: long },
    [
      { op: 'add', path: '/l/a', value: '2' },
      { op: 'add', path: '/l/c', value: 1 },
    ],
  ],
  [
    'a key whose escapes make the path longer than the key',
    { l: { '~~~~~~~~': 1 }, b: long },
    { l: { '~~~~~~~~': 2 }, b: long },
    [{ op: 'add', path: '/l', value: { '~~~~~~~~': 2 } }],
  ],
  ['the end of a short list is a number', [1], [1, 2], [{ op: 'add', path: '/1', value: 2 }]],
  [
    'a container is put first',
    pod('a', 'b', 'c'),
    pod('x', 'a', 'b', 'c'),
    [{ op: 'add', path: '/spec/containers/0', value: container('x') }],
  ],
  ['a container goes', pod('a', 'b', 'c'), pod('a', 'c'), [{ op: 'remove', path: '/spec/containers/1' }]],
  [
    'a container moves',
    pod('a', 'b', 'c'),
    pod('c', 'a', 'b'),
    [{ op: 'move', from: '/spec/containers/2', path: '/spec/containers/0' }],
  ],
  [
    'a container is renamed',
    pod('a', 'b', 'c'),
    pod('a', 'x', 'c'),
    [{ op: 'add', path: '/spec/containers/1/name', value: 'x' }],
  ],
];

describe('diff', () => {
  it.each(cases)('%s', (_name, before, after, want) => {
    expect(diff(before, after, keys)).toStrictEqual(want);
    verifyPatch(before, want, after);
  });

  it('needs at most 3 operations to prepend a sidecar to 10 containers', () => {
    const names = Array.from({ length: 10 }, (_, at) => `c${at}`);
    expect(diff(pod(...names), pod('sidecar', ...names), keys)).toHaveLength(1);
    expect(diff(pod(...names), pod('sidecar', ...names))).toHaveLength(1);
  });

  it('moves an item with a big integer and keeps its digits', () => {
    const item = (name: string): JsonValue => ({ name, value: 9007199254740993n, text: long });
    const [before, after] = [
      [item('a'), item('b'), item('c')],
      [item('c'), item('a'), item('b')],
    ];
    const operations = diff(before, after);
    expect(operations).toStrictEqual([{ op: 'move', from: '/2', path: '/0' }]);
    verifyPatch(before, operations, after);
  });

  it('changes an item that moves, where that is shorter', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name, text: long, x: 1 }));
    const operations = diff([a, b, c] as JsonValue, [{ ...c, x: 2 }, a, b] as JsonValue);
    expect(operations).toStrictEqual([
      { op: 'move', from: '/2', path: '/0' },
      { op: 'add', path: '/0/x', value: 2 },
    ]);
  });

  it('replaces an item that moves, where that is shorter', () => {
    const list = (...items: [string, string][]): JsonValue => items.map(([name, value]) => ({ name, value }));
    const before = {
      spec: { containers: [{ name: 'c', image: long, env: list(['A', long], ['B', long], ['C', '1']) }] },
    };
    const after = {
      spec: { containers: [{ name: 'c', image: long, env: list(['C', '2'], ['A', long], ['B', long]) }] },
    };
    expect(diff(before, after, keys)).toStrictEqual([
      { op: 'remove', path: '/spec/containers/0/env/2' },
      { op: 'add', path: '/spec/containers/0/env/0', value: { name: 'C', value: '2' } },
    ]);
  });

  it('moves and changes an item, or removes and adds it, whichever is shorter by a byte', () => {
    const path = `/${'k'.repeat(30)}`;
    const chosen = new Set<string>();
    for (let length = 1; length < 120; length++) {
      const item = (value: number): JsonValue => ({ name: 'c', value, text: 'x'.repeat(length) });
      const rest = ['a', 'b'].map((name) => ({ name, text: long }));
      const moved: Operation[] = [
        { op: 'move', from: `${path}/2`, path: `${path}/0` },
        { op: 'add', path: `${path}/0/value`, value: 2 },
      ];
      const added: Operation[] = [
        { op: 'remove', path: `${path}/2` },
        { op: 'add', path: `${path}/0`, value: item(2) },
      ];
      const size = (operations: readonly Operation[]): number => JSON.stringify(operations).length;
      const want = size(added) < size(moved) ? added : moved;
      expect(diff({ [path.slice(1)]: [...rest, item(1)] }, { [path.slice(1)]: [item(2), ...rest] })).toEqual(want);
      chosen.add(want[0]?.op ?? '');
    }
    expect([...chosen]).toEqual(['remove', 'move']);
  });

  it.each(['name', 'containerPort', 'mountPath', 'devicePath', 'uid', 'ip', 'type', 'key', 'id'])(
    'knows items by their %s where no key is known',
    (key) => {
      const item = (id: number, changed: number): JsonValue => ({ [key]: id, changed, text: long });
      expect(diff([item(1, 0), item(2, 0), item(3, 0)], [item(3, 1), item(1, 0), item(2, 0)])).toStrictEqual([
        { op: 'move', from: '/2', path: '/0' },
        { op: 'add', path: '/0/changed', value: 1 },
      ]);
    },
  );

  it('takes the key of a list from the schema, and another where that one repeats', () => {
    const mount = (mountPath: string, name: string): JsonValue => ({ mountPath, name, subPath: long });
    const mounts = (...list: JsonValue[]): JsonValue => ({ spec: { containers: [{ name: 'c', volumeMounts: list }] } });
    const [a, b] = [mount('/a', 'data'), mount('/b', 'data')];
    expect(diff(mounts(a, b), mounts(b, a), keys)).toHaveLength(1);
    expect(diff(mounts(a, a, b), mounts(b, a, a), keys)).toHaveLength(1);
  });

  it.each([
    ['added', '{"x":{"y":1}}', '{"x":{"y":1,"__proto__":{"z":1}}}'],
    ['changed', '{"x":{"__proto__":{"z":1}}}', '{"x":{"__proto__":{"z":2}}}'],
    ['removed', '{"x":{"__proto__":1,"a":2}}', '{"x":{"a":3}}'],
    ['at the root', '{"__proto__":1}', '{"__proto__":2}'],
    ['of a constructor', '{"constructor":{"prototype":1}}', '{"constructor":{"prototype":2}}'],
  ])('sets the object around a key that patch libraries refuse (%s)', (_name, before, after) => {
    const operations = diff(proto(before), proto(after));
    expect(operations).toHaveLength(1);
    expect(JSON.stringify(operations.map(({ path }) => path))).not.toMatch(/__proto__|prototype/);
    verifyPatch(proto(before), operations, proto(after));
  });

  it('treats members that every object inherits as any other', () => {
    const [before, after] = [{ a: long }, { a: long, constructor: 1, toString: { x: null } }];
    const operations = diff(before, after);
    expect(operations).toHaveLength(2);
    verifyPatch(before, operations, after);
    verifyPatch(after, diff(after, before), before);
  });

  it.each([
    [100, 'move'],
    [101, 'add'],
  ])('looks for renamed members where %i go and as many come (%s)', (count, want) => {
    const members = (prefix: string): JsonValue =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`${prefix}${at}`, `${long} ${at}`]));
    const operations = diff({ a: members('x'), b: long }, { a: members('y'), b: long });
    expect(operations[0]?.op).toBe(want);
    verifyPatch({ a: members('x'), b: long }, operations, { a: members('y'), b: long });
  });

  it.each([
    [maxMoves, 'move'],
    [maxMoves + 1, 'remove'],
  ])('moves up to so many items of a list (%i: %s)', (count, want) => {
    const kept = Array.from({ length: count + 1 }, (_, at) => ({ name: `kept ${at}` }));
    const moved = Array.from({ length: count }, (_, at) => ({ name: `moved ${at}` }));
    const [before, after] = [[...kept, ...moved] as JsonValue, [...moved, ...kept] as JsonValue];
    const operations = diff(before, after);
    expect(new Set(operations.map(({ op }) => op))).toContain(want);
    verifyPatch(before, operations, after);
  });

  it('stays fast and right on lists beyond the limit', () => {
    const size = Math.ceil(Math.sqrt(maxAlignmentCells)) * 2;
    const before = Array.from({ length: size }, (_, at) => `old ${at}`);
    const after = [...before.map((_, at) => `new ${at}`), 'one more'];
    verifyPatch({ before }, diff({ before }, { before: after }), { before: after });
  });

  it('stays fast and right where a long list is turned round', () => {
    const before = Array.from({ length: 20_000 }, (_, at) => ({ name: `n${at}`, at }));
    const after = [...before].reverse();
    verifyPatch({ before }, diff({ before }, { before: after }), { before: after });
  });

  it('shares values with its input and changes neither', () => {
    const before = { a: [{ name: 'x' }], b: { c: 1 } };
    const after = { a: [{ name: 'y', deep: { z: 1 } }, { name: 'x' }], b: { c: 2 } };
    const texts = [JSON.stringify(before), JSON.stringify(after)];
    verifyPatch(before, diff(before, after), after);
    expect([JSON.stringify(before), JSON.stringify(after)]).toEqual(texts);
  });
});
