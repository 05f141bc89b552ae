import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { podSchema } from '../../../lib/kube/pod-schema.ts';
import { maxAlignmentCells } from '../../../lib/patch/align.ts';
import { diff } from '../../../lib/patch/diff.ts';
import { maxMoves } from '../../../lib/patch/diff-list.ts';
import type { Operation } from '../../../lib/patch/operation.ts';
import { verifyPatch } from '../../../lib/patch/verify.ts';
import { cases, long, pod } from './diff-cases.ts';

const keys = { types: podSchema, root: 'v1.Pod' };
const proto = (text: string): JsonValue => JSON.parse(text);

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

  it('changes what stands beside a key that patch libraries refuse, where that stays', () => {
    const document = (a: number): JsonValue => proto(`{"x":{"a":${a},"b":"${long}","__proto__":{"z":1}}}`);
    expect(diff(document(1), document(2))).toStrictEqual([{ op: 'add', path: '/x/a', value: 2 }]);
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

  const many = Array.from({ length: 600 }, (_, at) => `argument ${at}`);
  it.each<readonly [string, readonly JsonValue[], Operation]>([
    ['at the start', ['new', ...many], { op: 'add', path: '/args/0', value: 'new' }],
    ['at the end', [...many, 'new'], { op: 'add', path: '/args/-', value: 'new' }],
    ['between', [...many.slice(0, 300), 'new', ...many.slice(300)], { op: 'add', path: '/args/300', value: 'new' }],
    ['no more', many.slice(0, -1), { op: 'remove', path: '/args/599' }],
    ['no more at the start', many.slice(1), { op: 'remove', path: '/args/0' }],
  ])('needs one operation for a value %s of a list that is too long to compare all pairs', (_name, args, want) => {
    expect(diff({ args: many }, { args })).toStrictEqual([want]);
  });

  it.each([
    ['start', 'aabc', 'aacb', '/3', '/2'],
    ['end', 'bcaa', 'cbaa', '/1', '/0'],
  ])('knows items by their key between items at the %s whose keys repeat', (_name, before, after, from, path) => {
    const items = (names: string, x: number): JsonValue =>
      [...names].map((name) => ({ name, x, text: `${long} of ${name}` }));
    const changes = [...after].map((_, at): Operation => ({ op: 'add', path: `/${at}/x`, value: 2 }));
    expect(diff(items(before, 1), items(after, 2))).toStrictEqual([{ op: 'move', from, path }, ...changes]);
  });

  it('takes for each list the key of its own field, whatever was compared before', () => {
    const pod = (x: number, mounts: JsonValue): JsonValue => ({
      metadata: { labels: { x, text: long } },
      spec: { containers: [{ name: 'c', ports: [{ containerPort: 1, x, name: long }], volumeMounts: mounts }] },
    });
    const [a, b] = [`${long} a`, `${long} b`];
    const operations = diff(
      pod(1, [
        { mountPath: '/a', name: 'd', subPath: a },
        { mountPath: '/b', name: 'e', subPath: b },
      ]),
      pod(2, [
        { mountPath: '/a', name: 'e', subPath: a },
        { mountPath: '/b', name: 'd', subPath: b },
      ]),
      keys,
    );
    expect(operations.slice(2)).toStrictEqual([
      { op: 'add', path: '/spec/containers/0/volumeMounts/0/name', value: 'e' },
      { op: 'add', path: '/spec/containers/0/volumeMounts/1/name', value: 'd' },
    ]);
  });

  it('shares values with its input and changes neither', () => {
    const before = { a: [{ name: 'x' }], b: { c: 1 } };
    const after = { a: [{ name: 'y', deep: { z: 1 } }, { name: 'x' }], b: { c: 2 } };
    const texts = [JSON.stringify(before), JSON.stringify(after)];
    verifyPatch(before, diff(before, after), after);
    expect([JSON.stringify(before), JSON.stringify(after)]).toEqual(texts);
  });
});
