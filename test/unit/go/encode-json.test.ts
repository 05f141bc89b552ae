import { describe, expect, it } from 'vitest';
import { copyGoValue } from '../../../lib/go/copy.ts';
import { encodeGoJson } from '../../../lib/go/encode-json.ts';
import { GoDepthError, GoError } from '../../../lib/go/errors.ts';
import { goValueFromJson } from '../../../lib/go/from-json.ts';
import { int64 } from '../../../lib/go/numbers.ts';
import { itemsOf, makeBytes, makeSlice } from '../../../lib/go/slice.ts';
import type { GoValue } from '../../../lib/go/value.ts';
import { nilMap, nilPointer, nilSlice } from '../../../lib/go/zero-value.ts';
import { complex, flag, func, named, struct } from './sample-values.ts';

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
