import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../lib/json/json-text.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { podSchema } from '../../../lib/kube/pod-schema.ts';
import { MergeError } from '../../../lib/merge/errors.ts';
import type { MergeSchema } from '../../../lib/merge/schema.ts';
import { strategicMerge } from '../../../lib/merge/strategic-merge.ts';
import { arbitraryMerge } from '../../support/generators/merge-patch.ts';
import { arbitraryPod } from '../../support/generators/pod.ts';
import { merges, refusedMerges } from './cases.ts';

const schema = { types: podSchema, root: 'v1.Pod' };
const merge = (original: string, patch: string): unknown =>
  strategicMerge(parseJson(original) as JsonObject, parseJson(patch) as JsonObject, schema);

const huge = 40_000;
const numbers = Array.from({ length: huge }, (_, at) => `n${at}`);
const items = numbers.map((name) => ({ name }));
const nameless = numbers.map(() => ({ name: null }));
const halves = [...numbers, ...numbers];

const hugeSchema: MergeSchema = {
  root: 'T',
  types: {
    T: {
      kind: 'struct',
      fields: [
        { go: 'Items', json: 'items', type: '[]I', strategies: ['merge'], mergeKey: 'name' },
        { go: 'Plain', json: 'plain', type: '[]string', strategies: ['merge'] },
      ],
    },
    I: { kind: 'struct', fields: [{ go: 'Name', json: 'name', type: 'string' }] },
  },
};

/** Each of these takes minutes where every item is compared with every other one. */
const hugeMerges: readonly (readonly [string, JsonObject, JsonObject, readonly [items: number, plain: number]])[] = [
  ['merges items by their key', { items }, { items: [{ name: 'x' }, { name: 'n7' }] }, [huge + 1, 0]],
  ['merges every item', { items }, { items: items.toReversed() }, [huge, 0]],
  ['puts items into an order', { items }, { items, '$setElementOrder/items': items }, [huge, 0]],
  ['puts plain items into an order', { plain: numbers }, { '$setElementOrder/plain': numbers.toReversed() }, [0, huge]],
  ['deletes items', { items }, { items: numbers.map((name) => ({ name, $patch: 'delete' })) }, [0, 0]],
  ['deletes plain items', { plain: numbers }, { '$deleteFromPrimitiveList/plain': numbers }, [0, 0]],
  ['adds plain items that are there', { plain: numbers }, { plain: halves }, [0, huge]],
  ['adds plain items that repeat', { plain: [...halves.map(() => 'a'), ...numbers] }, { plain: halves }, [0, huge + 1]],
  [
    'merges items of one key, each with a member of its own',
    { items: [{ name: 'a' }] },
    { items: numbers.map((own) => ({ name: 'a', [own]: { in: own } })) },
    [1, 0],
  ],
  ['adds one plain item often', { plain: numbers.map(() => 'a') }, { plain: numbers.map(() => 'a') }, [0, 1]],
];

describe('strategicMerge', () => {
  it.each(merges)('%s', (_name, original, patch, want) => {
    expect(merge(original, patch)).toStrictEqual(parseJson(want));
  });

  it.each(refusedMerges)('refuses %s with %s as %s', (original, patch, code, path) => {
    const run = () => merge(original, patch);
    expect(run).toThrow(MergeError);
    expect(run).toThrow(expect.objectContaining({ code, path }));
  });

  it('says where, what and what to do', () => {
    expect(() => merge('{"spec":{"containers":[{"name":"a"}]}}', '{"spec":{"containers":[{"image":"x"}]}}')).toThrow(
      'spec.containers[0]: an item lacks name, by which this list is merged; add it',
    );
  });

  it('says what alone where it is the whole patch', () => {
    expect(() => merge('{}', '{"$patch":"merge"}')).toThrow(/^\$patch is "merge"; a map takes replace or delete$/);
  });

  it('compares a key that is a map with no plain one', () => {
    const original = '{"spec":{"containers":[{"name":"a"}]}}';
    const deletion = '{"spec":{"containers":[{"name":{"x":1},"$patch":"delete"}]}}';
    expect(merge(original, deletion)).toStrictEqual(parseJson(original));
  });

  it('replaces an object whole where its strategy says so', () => {
    const fields = [
      { go: 'A', json: 'a', type: 'T', strategies: ['replace'] },
      { go: 'B', json: 'b', type: 'T', strategies: [] },
    ];
    const types = { T: { kind: 'struct', fields } };
    const original = { a: { a: { x: 1 } }, b: { a: { x: 1 }, b: { x: 1 } } };
    expect(strategicMerge(original, { a: { b: {} }, b: { a: { y: 2 } } }, { types, root: 'T' })).toEqual({
      a: { b: {} },
      b: { a: { y: 2 }, b: { x: 1 } },
    });
  });

  it('returns the original itself for an empty patch', () => {
    fc.assert(fc.property(arbitraryPod, (pod) => strategicMerge(pod, {}, schema) === pod));
  });

  it('shares what the patch does not touch', () => {
    const original = {
      metadata: { labels: { a: 'b' } },
      spec: { containers: [{ name: 'a', env: [] }, { name: 'b' }] },
    };
    const merged = strategicMerge(original, { spec: { containers: [{ name: 'b', image: 'x' }] } }, schema);
    expect(merged.metadata).toBe(original.metadata);
    expect(Object(merged).spec.containers[0]).toBe(original.spec.containers[0]);
    expect(strategicMerge(original, { spec: { containers: [{ name: 'a' }] } }, schema)).toBe(original);
    const added = { volumes: [{ name: 'v', list: [1, [2]] }] };
    expect(Object(strategicMerge({ spec: {} }, { spec: added }, schema)).spec.volumes).toBe(added.volumes);
  });

  it('merges items of one key like one after the other, and changes none of them', () => {
    const members = fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.nat(3), { noNullPrototype: true });
    const item = fc
      .record(
        { env: members, kept: members, plain: fc.uniqueArray(fc.nat(3).map(String)), only: fc.option(fc.nat(3)) },
        { requiredKeys: [], noNullPrototype: true },
      )
      .map((rest): JsonObject => ({ name: 'a', ...rest }));
    const schema: MergeSchema = {
      root: 'T',
      types: {
        T: hugeSchema.types.T ?? { kind: 'struct', fields: [] },
        I: {
          kind: 'struct',
          fields: [
            { go: 'Name', json: 'name', type: 'string' },
            { go: 'Plain', json: 'plain', type: '[]string', strategies: ['merge'] },
            { go: 'Env', json: 'env', type: 'map[string]int' },
            { go: 'Kept', json: 'kept', type: 'map[string]int', strategies: ['replace'] },
          ],
        },
      },
    };
    fc.assert(
      fc.property(item, fc.array(item, { minLength: 1, maxLength: 6 }), (first, patches) => {
        const before = structuredClone([first, patches]);
        const original = { items: [first] };
        const together = strategicMerge(original, { items: patches }, schema);
        const apart = patches.reduce<JsonObject>((all, one) => strategicMerge(all, { items: [one] }, schema), original);
        expect(together).toStrictEqual(apart);
        expect([first, patches]).toStrictEqual(before);
      }),
    );
  });

  it('changes neither of its inputs', () => {
    fc.assert(
      fc.property(arbitraryMerge, ([original, patch]) => {
        const before = structuredClone([original, patch]);
        try {
          strategicMerge(original, patch, schema);
        } catch (error) {
          expect(error).toBeInstanceOf(MergeError);
        }
        expect([original, patch]).toStrictEqual(before);
      }),
    );
  });

  it('gives the same twice as once where nothing is deleted', () => {
    fc.assert(
      fc.property(arbitraryPod, arbitraryPod, (pod, patch) => {
        const { patch: kept, original } = withoutNulls(pod, patch);
        const once = strategicMerge(original, kept, schema);
        expect(strategicMerge(once, kept, schema)).toStrictEqual(once);
      }),
    );
  });

  it.each(hugeMerges)('%s in less than quadratic time', (_name, original, patch, left) => {
    const { items = [], plain = [] } = strategicMerge(original, patch, hugeSchema);
    expect([items, plain].map((list) => Object(list).length)).toEqual(left);
  });

  it('refuses many items whose key is null in less than quadratic time', () => {
    const merged = () => strategicMerge({ items: nameless }, { items: nameless }, hugeSchema);
    expect(merged).toThrow(expect.objectContaining({ code: 'missing-merge-key' }));
  });
});

/** Nulls delete, and ports that repeat a number merge with the first of them. */
function withoutNulls(original: JsonObject, patch: JsonObject): { original: JsonObject; patch: JsonObject } {
  const clean = (value: JsonObject): JsonObject =>
    JSON.parse(
      JSON.stringify(value, (key, item) => {
        if (typeof item === 'bigint') {
          return 1;
        }
        return item === null || key === 'ports' || key === 'finalizers' ? undefined : item;
      }),
    );
  return { original: clean(original), patch: clean(patch) };
}
