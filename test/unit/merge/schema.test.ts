import { describe, expect, it } from 'vitest';
import { lookUpField, lookUpList, type MergeSchema } from '../../../lib/merge/schema.ts';

const types: MergeSchema['types'] = {
  T: {
    kind: 'struct',
    fields: [
      { go: 'Any', json: 'aB', type: 'first', mergeKey: 'k', strategies: ['retainKeys', 'merge'] },
      { go: 'Other', json: 'Ab', type: 'second' },
      { go: 'Hidden', json: '-', type: 'hidden' },
      { go: 'Untagged', json: '', type: 'untagged' },
      { go: 'Inner', json: '', type: 'Inner', inline: true },
      { go: 'Embedded', json: '', type: 'text', inline: true },
      { go: 'List', json: 'list', type: '*Items' },
      { go: 'Lists', json: 'lists', type: '[][]string' },
    ],
  },
  Inner: { kind: 'struct', fields: [{ go: 'Deep', json: 'deep', type: 'deep' }] },
  Items: { kind: 'slice', underlying: '[]item' },
};

const typeOf = (key: string): string => lookUpField(types, '*T', { parent: undefined, key }).type;

describe('lookUpField', () => {
  it.each([
    ['aB', 'first'],
    ['Ab', 'second'],
    ['AB', 'first'],
    ['ab', 'first'],
    ['Untagged', 'untagged'],
    ['deep', 'deep'],
    ['Embedded', 'text'],
  ])('takes %s for the field of type %s: an exact name first, else the first that differs in case', (key, type) => {
    expect(typeOf(key)).toBe(type);
  });

  it.each(['-', 'Hidden', 'Inner', 'inner', ''])('knows no field %j', (key) => {
    expect(() => typeOf(key)).toThrow(expect.objectContaining({ code: 'unknown-field' }));
  });

  it('reads a type once, however often its fields are asked for', () => {
    let reads = 0;
    const counted = Object.defineProperty({ kind: 'struct' }, 'fields', {
      get: () => {
        reads += 1;
        return [{ go: 'A', json: 'a', type: 'string' }];
      },
    });
    const again: MergeSchema['types'] = { Counted: counted };
    for (const key of ['a', 'A', 'a']) {
      lookUpField(again, 'Counted', { parent: undefined, key });
    }
    expect(reads).toBe(1);
  });

  it('tells the merge key, and the strategy beside retainKeys', () => {
    const meaning = { type: 'first', mergeKey: 'k', strategy: 'merge' };
    expect(lookUpField(types, 'T', { parent: undefined, key: 'aB' })).toEqual(meaning);
    expect(lookUpField(types, 'T', { parent: undefined, key: 'Ab' })).toMatchObject({ mergeKey: '', strategy: '' });
  });
});

describe('lookUpList', () => {
  it('tells the type of items, through a pointer and a named type', () => {
    expect(lookUpList(types, 'T', { parent: undefined, key: 'list' }).type).toBe('item');
  });

  it.each(['lists', 'deep'])('finds that %s is no list to merge', (key) => {
    expect(() => lookUpList(types, 'T', { parent: undefined, key })).toThrow(
      expect.objectContaining({ code: 'not-a-list' }),
    );
  });
});
