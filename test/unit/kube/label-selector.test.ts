import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { KubeError } from '../../../lib/kube/errors.ts';
import {
  decodeSelector,
  type LabelSelector,
  matchesSelector,
  validateSelector,
} from '../../../lib/kube/label-selector.ts';

const labels = { app: 'shop', tier: '', 'example.com/x': '1', number: 7 };

function one(operator: string, key: string, ...values: string[]): LabelSelector {
  return { matchExpressions: [{ key, operator, values }] };
}

describe('matchesSelector', () => {
  it.each<[name: string, selector: LabelSelector | null | undefined, want: boolean]>([
    ['none', undefined, false],
    ['null', null, false],
    ['an empty one', {}, true],
    ['empty fields', { matchLabels: {}, matchExpressions: [] }, true],
    ['a label', { matchLabels: { app: 'shop' } }, true],
    ['a label of another value', { matchLabels: { app: 'x' } }, false],
    ['an empty value', { matchLabels: { tier: '' } }, true],
    ['an absent label', { matchLabels: { nope: '' } }, false],
    ['an existing label that is no text', one('Exists', 'number'), false],
    ['a name of the prototype', { matchLabels: { constructor: '' } }, false],
    ['In', one('In', 'app', 'x', 'shop'), true],
    ['In, absent', one('In', 'nope', 'x'), false],
    ['NotIn', one('NotIn', 'app', 'shop'), false],
    ['NotIn, absent', one('NotIn', 'nope', 'x'), true],
    ['Exists', one('Exists', 'tier'), true],
    ['Exists, absent', one('Exists', 'nope'), false],
    ['DoesNotExist', one('DoesNotExist', 'tier'), false],
    ['DoesNotExist, absent', { matchExpressions: [{ key: 'nope', operator: 'DoesNotExist' }] }, true],
    ['all of several', { matchLabels: { app: 'shop' }, ...one('Exists', 'example.com/x') }, true],
    ['not all of several', { matchLabels: { app: 'shop' }, ...one('Exists', 'nope') }, false],
  ])('%s', (_, selector, want) => {
    expect(matchesSelector(selector, labels)).toBe(want);
  });

  it('takes absent labels for none', () => {
    expect([matchesSelector({}, undefined), matchesSelector(one('Exists', 'a'), undefined)]).toEqual([true, false]);
  });
});

describe('validateSelector', () => {
  const long = 'a'.repeat(64);
  it.each<[name: string, selector: LabelSelector, path: string]>([
    ['an unknown operator', one('Gt', 'a', '1'), 'matchExpressions[0].operator'],
    ['an operator in lower case', one('in', 'a', '1'), 'matchExpressions[0].operator'],
    ['In without values', one('In', 'a'), 'matchExpressions[0].values'],
    ['Exists with values', one('Exists', 'a', 'b'), 'matchExpressions[0].values'],
    ['an empty key', one('Exists', ''), 'matchExpressions[0].key'],
    ['two slashes', one('Exists', 'a/b/c'), 'matchExpressions[0].key'],
    ['an empty prefix', one('Exists', '/a'), 'matchExpressions[0].key'],
    ['a prefix in upper case', one('Exists', 'A.com/a'), 'matchExpressions[0].key'],
    ['a long prefix', one('Exists', `${'a.'.repeat(127)}/a`), 'matchExpressions[0].key'],
    ['a long name', one('Exists', long), 'matchExpressions[0].key'],
    ['a value that is none', one('In', 'a', 'b', 'b c'), 'matchExpressions[0].values[1]'],
    ['a long value', { matchLabels: { a: long } }, 'matchLabels["a"]'],
    ['a bad key among labels', { matchLabels: { '-a': 'b' } }, 'matchLabels'],
  ])('refuses %s', (_, selector, path) => {
    expect(() => validateSelector(selector)).toThrow(
      expect.objectContaining({ name: 'KubeError', code: 'bad-selector', path }),
    );
    expect(() => validateSelector(selector, 'settings')).toThrow(`settings.${path}: `);
  });
});

describe('decodeSelector', () => {
  it.each<[json: JsonValue | undefined, want: LabelSelector | undefined]>([
    [undefined, undefined],
    [null, undefined],
    [{}, {}],
    [{ matchLabels: { a: null }, other: 1 }, { matchLabels: { a: '' } }],
    [{ MatchLabels: { a: 'b' } }, { matchLabels: { a: 'b' } }],
  ])('%j', (json, want) => {
    expect(decodeSelector(json)).toEqual(want);
  });

  it.each<[json: JsonValue, path: string]>([
    ['a=b', 's'],
    [[], 's'],
    [{ matchLabels: { a: 1 } }, 's.matchLabels["a"]'],
    [{ matchExpressions: [{ key: 'a', operator: 3 }] }, 's.matchExpressions[0].operator'],
    [{ matchExpressions: [{}] }, 's.matchExpressions[0].operator'],
  ])('refuses %j', (json, path) => {
    expect(() => decodeSelector(json, 's')).toThrow(KubeError);
    expect(() => decodeSelector(json, 's')).toThrow(expect.objectContaining({ path }));
  });
});
