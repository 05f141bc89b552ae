import { describe, expect, it } from 'vitest';
import type { JsonArray } from '../../../lib/json/json-value.ts';
import { chooseKey, fieldPosition, itemPosition, type ListKeys, rootPosition } from '../../../lib/patch/list-keys.ts';

const types: ListKeys['types'] = {
  T: {
    fields: [
      { go: 'Items', json: 'items', type: '[]T', mergeKey: 'path' },
      { go: 'Inner', json: '', type: 'Inner', inline: true },
      { go: 'Map', json: 'map', type: 'map[string]T' },
    ],
  },
  Inner: { fields: [{ go: 'Deep', json: 'deep', type: '*T' }] },
};
const root = rootPosition({ types, root: 'T' });

describe('positions in the types', () => {
  it('tell type and merge key of a field, through pointers and inlined structs', () => {
    expect(fieldPosition(root, 'items')).toEqual({ types, type: '[]T', mergeKey: 'path' });
    expect(fieldPosition(fieldPosition(root, 'deep'), 'items')).toMatchObject({ mergeKey: 'path' });
  });

  it('tell the type of items, which have no merge key themselves', () => {
    expect(itemPosition(fieldPosition(root, 'items'))).toEqual({ types, type: 'T', mergeKey: undefined });
  });

  it.each([
    ['a field that is not there', fieldPosition(root, 'none')],
    ['an inlined struct', fieldPosition(root, '')],
    ['a field of what has none', fieldPosition(fieldPosition(root, 'map'), 'items')],
    ['a field of nothing known', fieldPosition(undefined, 'items')],
    ['items of what is no list', itemPosition(fieldPosition(root, 'map'))],
    ['items of nothing known', itemPosition(undefined)],
    ['documents without types', rootPosition(undefined)],
  ])('do not know %s', (_name, position) => {
    expect(position).toBeUndefined();
  });

  it('read a type once, however often its fields are asked for', () => {
    let reads = 0;
    const get = () => {
      reads += 1;
      return [{ go: 'A', json: 'a', type: 'string' }];
    };
    const counted: ListKeys['types'] = { T: Object.defineProperty({}, 'fields', { get }) };
    for (const field of ['a', 'b', 'a']) {
      fieldPosition(rootPosition({ types: counted, root: 'T' }), field);
    }
    expect(reads).toBe(1);
  });
});

describe('chooseKey', () => {
  const [position, unknown] = [fieldPosition(root, 'items'), undefined];
  it.each<readonly [string, JsonArray, JsonArray, typeof position, string | undefined]>([
    ['the known one', [{ path: 1, name: 'a' }], [{ path: 2, name: 'a' }], position, 'path'],
    ['a likely one where an old item lacks the known one', [{ name: 'a' }], [{ path: 2, name: 'a' }], position, 'name'],
    ['a likely one where a new item lacks the known one', [{ path: 1, id: 1 }], [{ id: 1 }], position, 'id'],
    ['the likeliest', [{ id: 1, name: 'a' }], [{ id: 1, name: 'b' }], unknown, 'name'],
    ['one that all have', [{ id: 1, name: 'a' }], [{ id: 1, name: 'b' }, { id: 2 }], unknown, 'id'],
    ['none that is no plain value', [{ name: {} }], [{ name: 'a' }], unknown, undefined],
    ['none that is null', [{ name: 'a' }], [{ name: null }], unknown, undefined],
    ['none for plain values', ['a'], ['b'], unknown, undefined],
    ['none where one item is plain', [{ name: 'a' }, 'b'], [{ name: 'a' }], unknown, undefined],
  ])('takes %s', (_name, before, after, at, want) => {
    expect(chooseKey(before, after, { position: at })).toBe(want);
  });
});
