import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedNames, Draft, draftedChanges, isEmptied, type OwnCopies } from '../../../lib/json/draft.ts';
import { parseJson } from '../../../lib/json/json-text.ts';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { propertyRuns } from '../../support/property-runs.ts';

/** So many members that drafts remember what they change. */
const many = 1000;

function objectOf(size: number, more = '"__proto__": "p", "9": "nine", "constructor": "c"'): JsonObject {
  const members = Array.from({ length: size }, (_, index) => `"k${index}": "v"`);
  return parseJson(`{${[...members, more].join()}}`) as JsonObject;
}

function changed(base: JsonObject, changes: readonly (readonly [string, JsonValue | undefined])[]): JsonObject {
  const draft = new Draft(base);
  for (const [key, value] of changes) {
    draft.setOrDelete(key, value);
  }
  return draft.value;
}

describe('Draft', () => {
  it.each([1, many])('leaves the base as it is, of %d members, and gives it back where nothing changes', (size) => {
    const base = objectOf(size);
    const before = JSON.stringify(base);
    expect(
      changed(base, [
        ['k0', 'v'],
        ['none', undefined],
      ]),
    ).toBe(base);
    const after = changed(base, [
      ['k0', 'w'],
      ['9', undefined],
      ['__proto__', 'q'],
      ['10', 'ten'],
    ]);
    expect(JSON.stringify(base)).toBe(before);
    expect(Object.entries(after)).toHaveLength(size + 3);
    expect([after.k0, after[10], Object.hasOwn(after, '9'), Object.hasOwn(after, '__proto__')]).toEqual([
      'w',
      'ten',
      false,
      true,
    ]);
    expect(Object.getPrototypeOf(after)).toBe(Object.prototype);
  });
});

describe('drafts that share their copies', () => {
  it.each([1, many])('change one of them in place, of %d members, and never what is no copy of theirs', (size) => {
    const base = objectOf(size);
    const before = JSON.stringify(base);
    const own: OwnCopies = new WeakMap();
    let last = base;
    const values = ['w', 'x', 'y'].map((value, index) => {
      const draft = new Draft(last, own);
      draft.set(`k${index}`, value);
      last = draft.value;
      return last;
    });
    expect(values[2]).toBe(values[0]);
    expect(values[0]).toMatchObject({ k0: 'w', k1: 'x', k2: 'y' });
    expect(JSON.stringify(base)).toBe(before);
    expect(draftedChanges(base, values[2] ?? {})?.names).toEqual(size < many ? undefined : new Set(['k0', 'k1', 'k2']));
    const other = new Draft(values[0] ?? {});
    other.set('k0', 'z');
    expect([other.value.k0, values[0]?.k0]).toEqual(['z', 'w']);
  });
});

/** One change of a member: a text, or undefined where it goes. */
const arbitraryChange = fc.tuple(fc.nat(45).map(String), fc.option(fc.constantFrom('w', 'x'), { nil: undefined }));

describe('changes of any kind', () => {
  it.each([0, 1, 30, 40, many])('make what assigning and deleting makes, in its order, of %d members', (size) => {
    fc.assert(
      fc.property(
        fc.array(fc.array(arbitraryChange, { maxLength: 60 }), { maxLength: 4 }),
        fc.boolean(),
        (turns, shares) => {
          const base = objectOf(size, '"last":"l"');
          const before = JSON.stringify(base);
          const want = { ...base };
          const own: OwnCopies | undefined = shares ? new WeakMap() : undefined;
          let last: JsonObject = base;
          for (const changes of turns) {
            const draft = new Draft(last, own);
            for (const [index, value] of changes) {
              draft.setOrDelete(`k${index}`, value);
              if (value === undefined) {
                delete want[`k${index}`];
              } else {
                Object.assign(want, { [`k${index}`]: value });
              }
            }
            last = draft.value;
          }
          expect(JSON.stringify(last)).toBe(JSON.stringify(want));
          expect(JSON.stringify(base)).toBe(before);
          expect([...(draftedChanges(base, last)?.names ?? changedNames(base, last))].sort()).toEqual(
            expect.arrayContaining([...changedNames(base, { ...last })].sort()),
          );
        },
      ),
      { numRuns: propertyRuns(size < many ? 200 : 30) },
    );
  });
});

describe('what drafts changed between two objects', () => {
  const base = objectOf(many);
  const first = changed(base, [
    ['b', 1],
    ['a', 1],
    ['k7', undefined],
  ]);
  const second = changed(first, [
    ['a', undefined],
    ['__proto__', 'q'],
    ['b', 2],
  ]);

  it('is told over several drafts, in their order, with how many members there are besides', () => {
    expect(draftedChanges(base, first)).toEqual({ names: new Set(['b', 'a', 'k7']), others: many });
    expect(draftedChanges(base, second)).toEqual({ names: new Set(['b', 'a', 'k7', '__proto__']), others: many });
    expect(draftedChanges(first, second)?.names).toEqual(new Set(['a', '__proto__', 'b']));
  });

  it('is told of what a draft changes after it gave its object away', () => {
    const draft = new Draft(base);
    draft.set('a', 1);
    const { value } = draft;
    draft.set('b', 1);
    expect(draftedChanges(base, value)?.names).toEqual(new Set(['a', 'b']));
  });

  it.each<[name: string, before: JsonObject, after: JsonObject]>([
    ['copies that others made', base, { ...first }],
    ['copies of copies that others made', base, changed({ ...first }, [['x', 1]])],
    ['the way back', second, base],
    ['objects of one base', first, changed(base, [['c', 1]])],
    ['few members', { a: 1 }, changed({ a: 1 }, [['a', 2]])],
    ['one object', base, base],
  ])('is not known of %s', (_, before, after) => {
    expect(draftedChanges(before, after)).toBeUndefined();
  });
});

it.each<[name: string, size: number, gone: number, want: boolean]>([
  ['all of few', 2, 2, true],
  ['some of few', 2, 1, false],
  ['all of very many', many, many, true],
  ['nearly all of very many', many, many - 1, false],
  ['some of very many', many, 1, false],
])('an object of which %s go is empty or not', (_, size, gone, want) => {
  const base = objectOf(size, '"last":"x"');
  const names = ['last', ...Object.keys(base).slice(0, gone)];
  expect(
    isEmptied(
      base,
      changed(
        base,
        names.map((key) => [key, undefined]),
      ),
    ),
  ).toBe(want);
});

describe('the names of members that differ', () => {
  it('are in the order of the objects where drafts tell nothing', () => {
    const before = { c: 1, a: 1, b: [1], same: 'x' };
    expect(changedNames(before, { z: 1, a: 2, b: [1], same: 'x' })).toEqual(['c', 'a', 'b', 'z']);
    expect(changedNames(before, before)).toEqual([]);
  });

  it('are the same ones, whether drafts tell or not', () => {
    const name = fc.constantFrom('k0', 'k1', 'k2', '__proto__', 'constructor', '9', '10', 'new', '');
    const change = fc.tuple(name, fc.constantFrom<JsonValue | undefined>('v', 'w', null, undefined));
    const base = objectOf(many);
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 4 }), (drafts) => {
        const after = drafts.reduce(changed, base);
        const told = changedNames(base, after);
        expect([...told].sort()).toEqual([...changedNames({ ...base }, after)].sort());
      }),
      { numRuns: propertyRuns(30) },
    );
  });
});
