import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { maxMergeDepth } from '../../../lib/merge/depth.ts';
import { strategicMerge } from '../../../lib/merge/strategic-merge.ts';

const fields = [
  { go: 'Map', json: 'map', type: 'T' },
  { go: 'List', json: 'list', type: '[]T', strategies: ['merge'], mergeKey: 'key' },
  { go: 'Key', json: 'key', type: 'string' },
];
const schema = { types: { T: { kind: 'struct', fields } }, root: 'T' };

/** Ways to put one document into another, and by how many levels that deepens it. */
const wraps: readonly (readonly [string, number, (inner: JsonObject) => JsonObject])[] = [
  ['maps', 1, (map) => ({ map })],
  ['lists of maps', 2, (inner) => ({ list: [{ ...inner, key: 'a' }] })],
  ['lists in an order', 2, (inner) => ({ list: [{ ...inner, key: 'a' }], '$setElementOrder/list': [{ key: 'a' }] })],
];

function nested(levels: number, [, each, wrap]: (typeof wraps)[number]): JsonObject {
  const rest = (levels - 1) % each;
  const inner = Array.from({ length: (levels - 1 - rest) / each }).reduce<JsonObject>(wrap, { key: 'a' });
  return rest === 0 ? inner : { map: inner };
}

function merge(levels: number, kind: (typeof wraps)[number]): unknown {
  const patch = nested(levels, kind);
  return strategicMerge(patch, patch, schema);
}

describe.each(wraps.map((kind) => [kind[0], kind] as const))('a patch of %s inside each other', (_name, kind) => {
  it.each([-1, 0])('is merged at the limit and one level above it (%i)', (more) => {
    expect(() => merge(maxMergeDepth + more, kind)).not.toThrow();
  });

  it.each([1, 2, 100_000])('is refused %i levels below the limit', (more) => {
    expect(() => merge(maxMergeDepth + more, kind)).toThrow(
      expect.objectContaining({ code: 'too-deep', path: expect.stringMatching(/^(map\.|list\[0\])/) }),
    );
  });
});

it('counts what the original does not have too', () => {
  const deep = (levels: number) => Array.from({ length: levels }).reduce<JsonValue>((inner) => [inner], 1);
  expect(strategicMerge({}, { key: deep(maxMergeDepth - 1) }, schema)).toHaveProperty('key');
  expect(() => strategicMerge({}, { key: deep(maxMergeDepth) }, schema)).toThrow(/^key.*nests deeper than 200 levels/);
});

it('shows the first steps of the way, past what does not go as deep', () => {
  const deep = nested(maxMergeDepth, wraps[0] ?? ['', 1, (inner) => inner]);
  const patch = {
    key: 'a',
    list: [
      { key: 'b', map: {} },
      { key: 'c', map: deep },
    ],
  };
  expect(() => strategicMerge({}, patch, schema)).toThrow(expect.objectContaining({ path: 'list[1].map.map' }));
});

it('never goes into the original where the patch does not', () => {
  const deep = nested(100_000, wraps[0] ?? ['', 1, (inner) => inner]);
  expect(strategicMerge({ map: deep }, { key: 'b' }, schema)).toEqual({ map: deep, key: 'b' });
});
