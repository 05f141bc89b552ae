import { describe, expect, it } from 'vitest';
import { makeInteger } from '../../../lib/go/numbers.ts';
import type { GoFunc, GoValue } from '../../../lib/go/value.ts';
import { callValue } from '../../../lib/template/builtins.ts';
import { escapeHtml, escapeJs, escapeQuery } from '../../../lib/template/escaping.ts';
import { indexValue, lengthOf, sliceValue } from '../../../lib/template/indexing.ts';

function func(...params: string[]): GoFunc {
  return { kind: 'func', type: 'func', params, variadic: false, call: (args) => [...args] };
}

describe('call', () => {
  const list: GoValue[] = [];
  it.each<[string, GoFunc, GoValue[], GoValue]>([
    ['passes what fits', func('string'), ['a'], ['a']],
    ['passes anything where anything goes', func('interface {}'), [list], [list]],
    ['converts between types of whole numbers', func('int64'), [1n], [makeInteger(1n, 'int64')]],
    ['gives nil to what can be nil', func('interface {}'), [null], [null]],
    [
      'takes values out of interfaces',
      func('string'),
      [{ kind: 'pointer', type: 'interface {}', target: 'a', isNil: false }],
      ['a'],
    ],
  ])('%s', (_, callee, args, want) => {
    expect(callValue('f', [callee, ...args])).toEqual(want);
  });

  it.each<[string, GoValue[], string]>([
    ['nothing', [], 'call of nil'],
    ['what is no function', ['a'], 'non-function f of type string'],
    ['nil for a string', [func('string'), null], 'arg 0: value is nil; should be of type string'],
    ['an int for a string', [func('string'), 1n], 'arg 0: value has type int; should be string'],
    ['a string for an int', [func('int'), 'a'], 'arg 0: value has type string; should be int'],
    ['too many arguments', [func('int'), 1n, 2n], 'wrong number of args for f: got 2 want 1'],
  ])('refuses %s', (_, args, message) => {
    expect(() => callValue('f', args)).toThrow(message);
  });
});

describe('escaping', () => {
  it.each<[string, string, string, string]>([
    [
      '<a href="x">&\'\0',
      '&lt;a href=&#34;x&#34;&gt;&amp;&#39;\ufffd',
      '\\u003Ca href\\u003D\\"x\\"\\u003E\\u0026\\\'\\u0000',
      '%3Ca+href%3D%22x%22%3E%26%27%00',
    ],
    ['é\u0085\u{e000}\n', 'é\u0085\u{e000}\n', 'é\\u0085\\uE000\\u000A', '%C3%A9%C2%85%EE%80%80%0A'],
    ['a-b_c.d~e 1', 'a-b_c.d~e 1', 'a-b_c.d~e 1', 'a-b_c.d~e+1'],
  ])('escapes %j', (text, html, js, query) => {
    expect([escapeHtml(text), escapeJs(text), escapeQuery(text)]).toEqual([html, js, query]);
  });
});

describe('indexing', () => {
  const zeros: GoValue = {
    kind: 'map',
    type: 'map[string]int',
    key: 'string',
    elem: 'int',
    isNil: false,
    size: 0,
    get: () => undefined,
    keys: () => [],
  };
  const structs: GoValue = { ...zeros, type: 'map[string]v1.T', elem: 'v1.T' };
  const nilList: GoValue = { kind: 'slice', type: '[]string', elem: 'string', isNil: true, length: 0, at: () => null };
  const name: GoValue = { kind: 'named', type: 'v1.Name', value: 'abc' };
  it('gives what a typed map has for keys that it lacks', () => {
    expect([indexValue([zeros, 'a']), indexValue([structs, 'a'])]).toEqual([0n, null]);
  });

  it('keeps types and nil where it slices', () => {
    expect(sliceValue(nilList, [])).toBe(nilList);
    expect(sliceValue(name, [1n])).toEqual({ ...name, value: 'bc' });
  });

  it('measures maps, named strings and lists', () => {
    expect([zeros, name, nilList].map(lengthOf)).toEqual([0n, 3n, 0n]);
  });
});
