import { describe, expect, it } from 'vitest';
import * as bytes from '../../lib/go/bytes.ts';
import { copyGoValue } from '../../lib/go/copy.ts';
import { encodeGoJson } from '../../lib/go/encode-json.ts';
import { GoDepthError, GoError } from '../../lib/go/errors.ts';
import { goValueFromJson } from '../../lib/go/from-json.ts';
import { boolOf, complexOf, floatOf, int64, integerOf, makeInteger, stringOf } from '../../lib/go/numbers.ts';
import { parseFloat64, parseInteger, parseUnsigned } from '../../lib/go/parse-number.ts';
import { canBackquote, quote, quoteRune, unquote, unquoteChar } from '../../lib/go/quote.ts';
import { itemsOf, makeBytes, makeSlice } from '../../lib/go/slice.ts';
import { isTrue } from '../../lib/go/truth.ts';
import { elementType, keyType, kindOf, kindOfType, typeName } from '../../lib/go/type-name.ts';
import type { GoStruct, GoValue } from '../../lib/go/value.ts';
import { canBeNil, nilMap, nilPointer, nilSlice, zeroValue } from '../../lib/go/zero-value.ts';

const long = 'a'.repeat(100);
const named: GoValue = { kind: 'named', type: 'x.S', value: 's' };
const flag: GoValue = { kind: 'named', type: 'x.B', value: false };
const complex: GoValue = { kind: 'complex', type: 'complex128', real: 0, imaginary: 0 };
const struct: GoStruct = {
  kind: 'struct',
  type: 'v1.T',
  fields: [],
  field: () => undefined,
  fieldType: () => undefined,
};
const func: GoValue = { kind: 'func', type: 'func()', params: [], variadic: false, call: () => null };

describe('strings as bytes', () => {
  it.each<[string, number]>([
    ['', 0],
    ['abc', 3],
    ['é', 2],
    ['日', 3],
    ['😀', 4],
    ['\udcff', 1],
    ['\udc00', 3],
    ['\ud800', 3],
  ])('%s has %i bytes', (text, length) => {
    expect(bytes.utf8Length(text)).toBe(length);
  });

  it.each<[number[], string]>([
    [[0x61], 'a'],
    [[0xff, 0x61], '\udcffa'],
    [[0xe6, 0x97], '\udce6\udc97'],
    [[0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
    [[0xc0, 0x80], '\udcc0\udc80'],
    [[0xf0, 0x9f, 0x98, 0x80, 0xff], '😀\udcff'],
    [[0xf4, 0x90, 0x80, 0x80], '\udcf4\udc90\udc80\udc80'],
    [[0xef, 0xbb, 0xbf], '\ufeff'],
  ])('%s is %s and back', (raw, text) => {
    expect(bytes.bytesToGoString(Uint8Array.from(raw))).toBe(text);
    expect([...bytes.goStringToBytes(text)]).toEqual(raw);
  });

  it('cuts, counts, compares and reads runes', () => {
    expect(bytes.sliceBytes('héy', 1, 2)).toBe('\udcc3');
    expect(bytes.sliceBytes('hey', 1, 2)).toBe('e');
    expect([bytes.byteAt('abc', 1), bytes.byteAt('é', 1), bytes.byteAt('a', 1)]).toEqual([98, 0xa9, undefined]);
    expect([bytes.runeCount('é'), bytes.runeCount('😀\udcff')]).toEqual([1, 2]);
    expect(bytes.runesOf('a😀\udcff')).toEqual([97, 0x1f600, 0xfffd]);
    expect([bytes.runeToString(-1), bytes.runeToString(0xd800), bytes.runeToString(97)]).toEqual([
      '\ufffd',
      '\ufffd',
      'a',
    ]);
    expect(bytes.sortByBytes(['b', '😀', '\uffff', 'a', 'B'])).toEqual(['B', 'a', 'b', '\uffff', '😀']);
    expect([bytes.compareBytes('a', 'a'), bytes.compareBytes('b', 'a')]).toEqual([0, 1]);
    expect([bytes.isAscii(long), bytes.isAscii(`${long}é`), bytes.isAscii('é')]).toEqual([true, false, false]);
    expect(bytes.normalizeGoString('\udcc3\udca9')).toBe('é');
  });
});

describe('types', () => {
  it.each<[GoValue, string, string, boolean]>([
    [null, '<nil>', 'invalid', false],
    ['', 'string', 'string', false],
    [1, 'float64', 'float64', true],
    [0n, 'int', 'int', false],
    [true, 'bool', 'bool', true],
    [[], '[]interface {}', 'slice', false],
    [new Map(), 'map[string]interface {}', 'map', false],
    [int64(5n), 'int64', 'int64', true],
    [{ kind: 'number', type: 'float32', numeric: 'float32', value: 0 }, 'float32', 'float32', false],
    [named, 'x.S', 'string', true],
    [flag, 'x.B', 'bool', false],
    [complex, 'complex128', 'complex128', false],
    [struct, 'v1.T', 'struct', true],
    [nilPointer('*v1.T'), '*v1.T', 'ptr', false],
    [func, 'func()', 'func', true],
    [makeSlice('string', ['a']), '[]string', 'slice', true],
    [nilMap('map[string]int'), 'map[string]int', 'map', false],
  ])('%s', (value, type, kind, truth) => {
    expect([typeName(value), kindOf(value), isTrue(value)]).toEqual([type, kind, truth]);
  });

  it('reads spellings', () => {
    expect(['interface {}', '[]x', 'map[a]b', '*x', 'func()', 'int8', 'v1.Pod'].map(kindOfType)).toEqual([
      'interface',
      'slice',
      'map',
      'ptr',
      'func',
      'int8',
      'struct',
    ]);
    expect([elementType('[]a'), elementType('map[k]v'), elementType('*p'), keyType('map[k]v')]).toEqual([
      'a',
      'v',
      'p',
      'k',
    ]);
    expect([canBeNil('int'), canBeNil('*int')]).toEqual([false, true]);
  });

  it.each<[string, unknown]>([
    ['string', ''],
    ['bool', false],
    ['float64', 0],
    ['int', 0n],
    ['interface {}', null],
    ['v1.Pod', undefined],
  ])('zero of %s', (type, want) => {
    expect(zeroValue(type)).toEqual(want);
  });

  it('gives boxes as zero values', () => {
    expect(
      ['float32', 'int8', '[]a', 'map[string]a', '*a', 'complex128'].map((type) => typeName(zeroValue(type) ?? null)),
    ).toEqual(['float32', 'int8', '[]a', 'map[string]a', '*a', 'complex128']);
    expect([nilSlice('[]a').at(0), nilMap('map[a]b').get('x'), nilMap('map[a]b').keys()]).toEqual([
      null,
      undefined,
      [],
    ]);
    expect(isTrue(undefined)).toBe(false);
  });

  it('reads numbers out of boxes', () => {
    expect([
      integerOf(1n),
      integerOf(int64(2n)),
      integerOf(1),
      floatOf(1),
      floatOf(1n),
      stringOf(named),
      stringOf(1n),
      boolOf(flag),
      boolOf(true),
      boolOf(1n),
    ]).toEqual([1n, 2n, undefined, 1, undefined, 's', undefined, false, true, undefined]);
    expect([complexOf(complex), complexOf(1), makeInteger(300n, 'uint8'), int64(2n ** 63n)]).toMatchObject([
      complex,
      undefined,
      { value: 44n },
      { value: -(2n ** 63n) },
    ]);
  });
});

describe('quoting', () => {
  it.each<[string, string]>([
    ['a', '"a"'],
    ['\u0007\b\f\n\r\t\v\\"', '"\\a\\b\\f\\n\\r\\t\\v\\\\\\""'],
    ['\u0001\u007f\u00a0\u{10ffff}\udcff', '"\\x01\\x7f\\u00a0\\U0010ffff\\xff"'],
  ])('%s is quoted %s', (text, want) => {
    expect(quote(text)).toBe(want);
    expect(unquote(want)).toBe(text);
  });

  it.each(['"', "'a'", '"\\q"', '"\\x4"', '"\\u12"', '"\\ud800"', '"\\400"', '"\\9"', '"a"b"', '`a`b`', '"a\nb"'])(
    '%s is no literal',
    (literal) => {
      expect(unquote(literal)).toBeUndefined();
    },
  );

  it('reads raw strings, bytes and characters', () => {
    expect([unquote('`a\r\nb`'), unquote('"\\xc3\\xa9\\101"'), quoteRune(0x27), quoteRune(0x110000, true)]).toEqual([
      'a\nb',
      'éA',
      "'\\''",
      "'\\ufffd'",
    ]);
    expect([
      unquoteChar("\\'x", "'"),
      unquoteChar('', "'"),
      unquoteChar('\udcff', '"'),
      unquoteChar('\n', "'"),
    ]).toMatchObject(
      [{ rune: 39, rest: 'x' }, {}, { rune: 0xfffd }, { rune: 10 }].map((want, at) =>
        at === 1 ? undefined : want,
      ) as object[],
    );
    expect([canBackquote('a\tb'), canBackquote('a`'), canBackquote('\ufeff'), canBackquote('\udcff')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('parsing numbers', () => {
  it.each<[string, bigint | string]>([
    ['12', 12n],
    ['-0x1F', -31n],
    ['0b11', 3n],
    ['0o17', 15n],
    ['017', 15n],
    ['1_000', 1000n],
    ['+5', 5n],
    ['0', 0n],
    ['', 'syntax'],
    ['08', 'syntax'],
    ['1__0', 'syntax'],
    ['_1', 'syntax'],
    ['9223372036854775808', 'range'],
    ['-9223372036854775808', -(2n ** 63n)],
    ['99999999999999999999', 'range'],
  ])('%s in base 0', (text, want) => {
    const parsed = parseInteger(text, 0);
    expect(parsed.ok ? parsed.value : parsed.reason).toBe(want);
  });

  it('parses unsigned numbers and other sizes', () => {
    expect([
      parseUnsigned('255', 10, 8),
      parseUnsigned('256', 10, 8),
      parseUnsigned('-1', 10),
      parseInteger('ff', 16),
      parseInteger('200', 10, 8),
    ]).toMatchObject([
      { value: 255n },
      { reason: 'range', value: 255n },
      { reason: 'syntax' },
      { value: 255n },
      { value: 127n },
    ]);
  });

  it.each<[string, number | string]>([
    ['1.5', 1.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1_0.5', 10.5],
    ['0x1.8p1', 3],
    ['-0x1p-1074', -5e-324],
    ['inf', Infinity],
    ['-Inf', -Infinity],
    ['nan', Number.NaN],
    ['+nan', 'syntax'],
    ['1e400', 'range'],
    ['x', 'syntax'],
    ['0xp1', 'syntax'],
    ['1__0', 'syntax'],
    ['0x1', 'syntax'],
  ])('%s as a float', (text, want) => {
    const parsed = parseFloat64(text);
    expect(parsed.ok ? parsed.value : parsed.reason).toBe(want);
  });
});

describe('JSON', () => {
  it.each<[GoValue, string]>([
    [
      new Map<string, GoValue>([
        ['b', 1],
        ['a', [null, true, 'x', 2n]],
      ]),
      '{"a":[null,true,"x",2],"b":1}',
    ],
    ['<&>\u2028"\\\n\u0001\udcff\u007f', '"\\u003c\\u0026\\u003e\\u2028\\"\\\\\\n\\u0001\\ufffd\u007f"'],
    [[1e21, 1e-7, 1e20, 0.000001, -0], '[1e+21,1e-7,100000000000000000000,0.000001,-0]'],
    [
      [int64(5n), named, flag, nilSlice('[]a'), nilMap('map[a]b'), nilPointer('*a'), makeBytes(Buffer.from('hi'))],
      '[5,"s",false,null,null,null,"aGk="]',
    ],
    [{ ...struct, json: () => '{"a":"<"}' }, '{"a":"\\u003c"}'],
    [{ ...nilPointer('*a'), isNil: false, target: makeSlice('string', ['a']) }, '["a"]'],
    [{ ...nilMap('map[string]string'), isNil: false, size: 1, keys: () => ['k'], get: () => 'v' }, '{"k":"v"}'],
    [{ kind: 'number', type: 'float32', numeric: 'float32', value: Math.fround(0.1) }, '0.1'],
  ])('%s', (value, want) => {
    expect(encodeGoJson(value)).toBe(want);
  });

  it('indents and leaves HTML alone when asked', () => {
    const value = new Map<string, GoValue>([
      ['a', [1, '<{,}>']],
      ['b', []],
      ['c', new Map()],
    ]);
    expect(encodeGoJson(value, { escapeHtml: false, indent: '  ' })).toBe(
      '{\n  "a": [\n    1,\n    "<{,}>"\n  ],\n  "b": [],\n  "c": {}\n}',
    );
  });

  it.each<[GoValue, string]>([
    [Number.NaN, 'json: unsupported value: NaN'],
    [func, 'json: unsupported type: func()'],
    [complex, 'json: unsupported type: complex128'],
    [struct, 'json: unsupported type: v1.T'],
  ])('refuses %s', (value, message) => {
    expect(() => encodeGoJson(value)).toThrow(new GoError(message));
  });

  it('gives up on values that contain themselves', () => {
    const map = new Map<string, GoValue>();
    map.set('a', map);
    expect(() => encodeGoJson(map)).toThrow(GoDepthError);
  });

  it('comes in as float64 or int64', () => {
    const json = { a: [1, 1.5, 2n ** 60n, 2n ** 70n, null, true, '\ud800'] };
    expect(goValueFromJson(json, 'float64')).toEqual(
      new Map([['a', [1, 1.5, 2 ** 60, 2 ** 70, null, true, '\ufffd']]]),
    );
    expect(goValueFromJson(json, 'int64')).toEqual(
      new Map([['a', [int64(1n), 1.5, int64(2n ** 60n), 2 ** 70, null, true, '\ufffd']]]),
    );
  });

  it('copies what can change and keeps what is shared', () => {
    const shared = new Map<string, GoValue>([['x', [1]]]);
    const value: GoValue[] = [shared, shared, int64(1n)];
    value.push(value);
    const copy = copyGoValue(value);
    expect(copy).toEqual(value);
    expect(copy).not.toBe(value);
    expect(Array.isArray(copy) && copy[0] === copy[1] && copy[0] !== shared && copy[3] === copy).toBe(true);
  });

  it('lists items of any list', () => {
    expect([itemsOf([1]), itemsOf(makeSlice('string', ['a']))]).toEqual([[1], ['a']]);
  });
});
