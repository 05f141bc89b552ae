import { describe, expect, it } from 'vitest';
import { annotationProblems, labelProblems } from '../../../../lib/inject/check/metadata-problems.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const texts = (metadata: JsonObject): readonly string[] => labelProblems({ metadata }).map(({ text }) => text);
const long = (length: number): string => 'x'.repeat(length);

describe('labels and annotations', () => {
  it.each(['', 'a', 'A.b-c_d', '1', long(63)])('take the value %j', (value) => {
    expect(texts({ labels: { a: value } })).toEqual([]);
  });

  it.each(['-a', 'a-', '.', 'a b', 'ä', long(64)])('do not take the value %j', (value) => {
    expect(texts({ labels: { a: value } })).toEqual([`the label "a" would have the value ${JSON.stringify(value)}`]);
  });

  it.each(['a', 'A', 'x.y/a', 'x-1.y/A_b', long(63), `${long(253)}/a`])('take the key %j', (key) => {
    expect(texts({ labels: { [key]: 'x' }, annotations: { [key]: 'any thing' } })).toEqual([]);
  });

  it.each(['a b', '/a', 'x/', 'x/y/z', '-x/a', 'x..y/a', long(64), `${long(254)}/a`])(
    'do not take the key %j',
    (key) => {
      const want = expect.stringMatching(/ is no key of metadata$/);
      expect(texts({ labels: { [key]: 'x' } })).toEqual([want]);
      expect(texts({ annotations: { [key]: 'x' } })).toEqual([want]);
    },
  );

  it('need no look where they stand as they came', () => {
    const problems = (before: JsonObject) =>
      labelProblems({ metadata: { labels: { a: '-' } } }, { labels: before, has: () => false });
    expect(problems({ a: '-' })).toEqual([]);
    expect(problems({ a: '+' })).toHaveLength(1);
    expect(problems({})).toHaveLength(1);
  });

  it('take capitals in the prefix of an annotation alone, as Kubernetes does', () => {
    expect(texts({ annotations: { 'Example.com/a': 'x' } })).toEqual([]);
    expect(texts({ labels: { 'Example.com/a': 'x' } })).toEqual(['"Example.com/a" is no key of metadata']);
  });
});

describe('annotations together', () => {
  it.each([
    ['at the limit', 'x', 262_144 - 1, []],
    ['a byte above', 'x', 262_144, [262_145]],
    ['at the limit, in characters of two bytes', 'é', 131_071, []],
    ['above it, in characters of two bytes', 'é', 131_072, [262_145]],
  ])('%s', (_name, character, count, bytes) => {
    const found = annotationProblems({ metadata: { annotations: { a: character.repeat(count) } } });
    const want = bytes.map((all) => expect.stringContaining(`the annotations have at least ${all} bytes`) as string);
    expect(found.map(({ text }) => text)).toEqual(want);
  });
});
