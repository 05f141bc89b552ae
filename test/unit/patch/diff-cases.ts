import type { JsonValue } from '../../../lib/json/json-value.ts';
import type { Operation } from '../../../lib/patch/operation.ts';

const container = (name: string, image = 'registry.example/some/long/image:1') => ({ name, image });
/** A pod of containers of these names. */
export const pod = (...names: string[]): JsonValue => ({
  metadata: { name: 'a' },
  spec: { containers: names.map((n) => container(n)) },
});
/** Makes a value longer than a change beside it. */
export const long = 'a value that is long enough to make setting the whole object longer than one change';

/** What becomes of what, and the patch for it. */
export const cases: readonly (readonly [
  name: string,
  before: JsonValue,
  after: JsonValue,
  want: readonly Operation[],
])[] = [
  ['nothing changed', { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
  ['key order does not count', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ['a member changes', { a: 1, b: long }, { a: 2, b: long }, [{ op: 'add', path: '/a', value: 2 }]],
  ['a member goes', { a: 1, b: 2 }, { b: 2 }, [{ op: 'remove', path: '/a' }]],
  ['a member comes', {}, { a: null }, [{ op: 'add', path: '/a', value: null }]],
  ['a member is renamed', { a: { x: 1 } }, { b: { x: 1 } }, [{ op: 'move', from: '/a', path: '/b' }]],
  ['keys are escaped', {}, { 'a/b~c': 1 }, [{ op: 'add', path: '/a~1b~0c', value: 1 }]],
  ['a slash alone is escaped', {}, { 'a/b': 1 }, [{ op: 'add', path: '/a~1b', value: 1 }]],
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
    'an item comes that equals one that stays at the end',
    ['a', 'b', 'z'],
    ['z', 'c', 'z'],
    [
      { op: 'replace', path: '/0', value: 'z' },
      { op: 'replace', path: '/1', value: 'c' },
    ],
  ],
  [
    'an item goes that equals one that stays at the end',
    ['z', 'b', 'z'],
    ['c', 'z'],
    [
      { op: 'remove', path: '/1' },
      { op: 'replace', path: '/0', value: 'c' },
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
