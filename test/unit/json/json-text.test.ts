import { describe, expect, it } from 'vitest';
import { JsonError, type JsonErrorCode } from '../../../lib/json/errors.ts';
import { maxJsonDepth, parseJson, stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { thrownBy } from '../../support/fakes/thrown-by.ts';

function failure(text: string, maxDepth?: number): JsonError {
  return thrownBy(JsonError, () => parseJson(text, maxDepth === undefined ? {} : { maxDepth }));
}

describe('parseJson', () => {
  const values: readonly (readonly [name: string, text: string, want: JsonValue])[] = [
    ['reads plain documents', ' {"a": [1, -2.5, true, null, "x"]} ', { a: [1, -2.5, true, null, 'x'] }],
    ['keeps the largest safe integer a number', '9007199254740991', 9007199254740991],
    ['makes the next one a bigint', '9007199254740992', 9007199254740992n],
    ['keeps digits beyond 2^53', '{"a":9007199254740993}', { a: 9007199254740993n }],
    ['keeps digits of negative integers', '[-9223372036854775808]', [-9223372036854775808n]],
    ['keeps digits beyond 64 bits', '[18446744073709551617]', [18446744073709551617n]],
    ['reads a whole number with a fraction as a float', '9007199254740993.0', 9007199254740992],
    ['reads exponents as floats', '[1e3, 1E+2, 25e-1, 1.5e300]', [1000, 100, 2.5, 1.5e300]],
    ['lets numbers vanish to zero', '[1e-400]', [0]],
    ['leaves digits inside strings alone', '"id 9007199254740993"', 'id 9007199254740993'],
    ['lets the last duplicate key win', '{"a":1,"b":2,"a":3}', { a: 3, b: 2 }],
    ['lets the last duplicate key win on the slow path', '{"a":{"x":1e2},"a":[1]}', { a: [1] }],
    ['makes lone surrogate escapes U+FFFD', '["\\ud800", "\\uDC80x", "\\ud800\\ud800"]', ['�', '�x', '��']],
    ['makes raw lone surrogates U+FFFD', '"\ud800"', '�'],
    ['keeps surrogate pairs', '"\\ud83d\\ude00\u{1f600}"', '\u{1f600}\u{1f600}'],
    ['does not take an escaped backslash for an escape', '"\\\\ud800"', '\\ud800'],
    ['makes lone surrogates in keys U+FFFD', '{"\\udc80": 1}', { '�': 1 }],
  ];
  it.each(values)('%s', (_name, text, want) => {
    expect(parseJson(text)).toStrictEqual(want);
  });

  it.each(['{"__proto__":{"a":1},"constructor":1}', '{"__proto__":{"a":1},"constructor":1e0}'])(
    'keeps special keys as own properties: %s',
    (text) => {
      const value = parseJson(text);
      expect(Object.keys(Object(value))).toEqual(['__proto__', 'constructor']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(Object(value).a).toBeUndefined();
      expect(stringifyJson(value)).toBe('{"__proto__":{"a":1},"constructor":1}');
    },
  );

  it('agrees with JSON.parse on the slow path', () => {
    const text = '{"a":"\\u00e9\\n\\"\\\\/","b":[[],{},[{}]],"c":-0.5,"":" \\t","n":null,"t":[true,false]}';
    expect(parseJson(`[1e0,${text}]`)).toStrictEqual([1, JSON.parse(text)]);
  });

  const failures: readonly (readonly [text: string, code: JsonErrorCode, line: number, column: number])[] = [
    ['', 'syntax', 1, 1],
    ['{\n  "a": x}', 'syntax', 2, 8],
    ['{"a":1,}', 'syntax', 1, 8],
    ['[1e2, 01]', 'syntax', 1, 8],
    ['{} x', 'syntax', 1, 4],
    ['[1,\n 1e999]', 'number-range', 2, 2],
    [`[${'9'.repeat(400)}]`, 'number-range', 1, 2],
    ['[NaN]', 'syntax', 1, 2],
    ["{'a':1}", 'syntax', 1, 2],
    ['"\u0001"', 'syntax', 1, 2],
  ];
  it.each(failures)('refuses %j as %s at %i:%i', (text, code, line, column) => {
    expect(failure(text)).toMatchObject({ code, line, column });
  });

  it('says what overflowed without repeating all of it', () => {
    expect(failure(`[${'9'.repeat(400)}]`).message).toBe(
      'line 1, column 2: the number 99999999999999999999… (400 characters) is too large for a float64; write a smaller one',
    );
    expect(failure('1e999').message).toContain('the number 1e999 is');
  });

  it('limits depth, not the number of brackets', () => {
    expect(parseJson('[[[]],[[]],{"a":"[[[[\\"[["}]', { maxDepth: 3 })).toStrictEqual([[[]], [[]], { a: '[[[["[[' }]);
    expect(failure('[[],\n [[[]]]]', 3)).toMatchObject({ code: 'depth', line: 2, column: 4 });
    expect(failure('{"a":{"b":{}}}', 2)).toMatchObject({ code: 'depth', column: 11 });
  });

  it('survives nesting that would exhaust the stack', () => {
    expect(failure('['.repeat(5_000_000))).toMatchObject({ code: 'depth', column: maxJsonDepth + 1 });
    const deepest = '['.repeat(maxJsonDepth) + ']'.repeat(maxJsonDepth);
    expect(stringifyJson(parseJson(deepest))).toBe(deepest);
    expect(failure('['.repeat(maxJsonDepth)).code).toBe('syntax');
    expect(failure('"['.repeat(2000)).code).toBe('syntax');
  });
});

describe('stringifyJson', () => {
  it.each<readonly [JsonValue, string]>([
    [{ a: [1, 'x', null, true] }, '{"a":[1,"x",null,true]}'],
    [{ a: 9007199254740993n, b: [{ c: -1n }] }, '{"a":9007199254740993,"b":[{"c":-1}]}'],
    [{ a: 1n, b: '\ud800"\n' }, '{"a":1,"b":"\\ud800\\"\\n"}'],
    [{ isLosslessNumber: true, a: 1n }, '{"isLosslessNumber":true,"a":1}'],
    [-0, '0'],
    [1e21, '1e+21'],
  ])('writes %o', (value, want) => {
    expect(stringifyJson(value)).toBe(want);
  });

  it('refuses a cycle', () => {
    const cycle: JsonValue[] = [];
    cycle.push(cycle);
    expect(() => stringifyJson(cycle)).toThrow();
  });
});
