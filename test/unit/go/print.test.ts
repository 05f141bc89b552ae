import { describe, expect, it } from 'vitest';
import { GoDepthError, GoError } from '../../../lib/go/errors.ts';
import { int64, makeInteger } from '../../../lib/go/numbers.ts';
import { formatValue, sprint, sprintln } from '../../../lib/go/print.ts';
import { makeBytes, makeSlice } from '../../../lib/go/slice.ts';
import { sprintf } from '../../../lib/go/sprintf.ts';
import type { GoFunc, GoStruct, GoValue } from '../../../lib/go/value.ts';
import { nilMap, nilPointer, nilSlice } from '../../../lib/go/zero-value.ts';

const float32: GoValue = { kind: 'number', type: 'float32', numeric: 'float32', value: Math.fround(0.1) };
const complex: GoValue = { kind: 'complex', type: 'complex128', real: 1, imaginary: -2.5 };
const narrow: GoValue = { kind: 'complex', type: 'complex64', real: 1, imaginary: 2 };
const protocol: GoValue = { kind: 'named', type: 'v1.Protocol', value: 'TCP' };
const flag: GoValue = { kind: 'named', type: 'x.Flag', value: true };
const func = (call: () => GoValue): GoFunc => ({
  kind: 'func',
  type: 'func() string',
  params: [],
  variadic: false,
  call,
});
const struct = (more: Partial<GoStruct> = {}): GoStruct => ({
  kind: 'struct',
  type: 'v1.T',
  fields: ['A', 'B'],
  field: (name) => (name === 'A' ? 'x' : name === 'B' ? 1n : undefined),
  fieldType: () => 'string',
  ...more,
});
const withMethod = (name: string, call: () => GoValue): GoStruct =>
  struct({ method: (asked) => (asked === name ? func(call) : undefined) });
const map = new Map<string, GoValue>([
  ['b', 1],
  ['a', [null, 'x']],
]);

describe('sprintf', () => {
  it.each<[string, GoValue[], string]>([
    ['%d|%5d|%-5d|%05d|%+d|% d', [1n, 2n, 3n, 4n, 5n, 6n], '1|    2|3    |00004|+5| 6'],
    [
      '%b %o %O %x %X %#x %#o %#b %#X',
      [5n, 8n, 8n, 255n, 255n, 255n, 8n, 5n, 255n],
      '101 10 0o10 ff FF 0xff 010 0b101 0XFF',
    ],
    ['%c %q %U %#U %+q', [0x65e5n, 97n, 0x1f600n, 0x1f600n, 0x65e5n], "日 'a' U+1F600 U+1F600 '😀' '\\u65e5'"],
    ['%c %q %U', [-1n, 0x110000n, -1n], "\ufffd '\ufffd' U+FFFFFFFFFFFFFFFF"],
    ['%.0d|%5.0d|%.3d|%08.3d', [0n, 0n, 7n, 7n], '|     |007|     007'],
    [
      '%f %.2f %e %E %g %G %.3g',
      [1.5, 2.345, 1234.5, 1234.5, 1e-7, 1e21, 1234567],
      '1.500000 2.35 1.234500e+03 1.234500E+03 1e-07 1E+21 1.23e+06',
    ],
    ['%.0f %.0f %.0f %.1f', [0.5, 1.5, 2.5, 0.25], '0 2 2 0.2'],
    ['%g %g %v %v', [100000, 1e6, -0, 1e20], '100000 1e+06 -0 1e+20'],
    ['%08.2f|%+.1f|% .1f|%-8.1f|', [-1.5, 1.5, 1.5, 1.5], '-0001.50|+1.5| 1.5|1.5     |'],
    [
      '%v %5v %+v %f % f %+f',
      [Infinity, Number.NaN, Infinity, -Infinity, Number.NaN, Number.NaN],
      '+Inf   NaN +Inf -Inf  NaN +NaN',
    ],
    [
      '%#g %#.3g %#f %#.0f %#e %#x %#v',
      [1, 2, 3, 4, 1, 1, 1e6],
      '1.00000 2.00 3.000000 4. 1.000000e+00 0x1.0000p+00 1e+06',
    ],
    [
      '%b %x %X %.2x %.0x %x %.3x',
      [1, 1, 3.5, 1.999, 1.9, 0, 0],
      '4503599627370496p-52 0x1p+00 0X1.CP+01 0x1.00p+01 0x1p+01 0x0p+00 0x0.000p+00',
    ],
    ['%v %b', [float32, float32], '0.1 13421773p-27'],
    ['%v %.1f %d %v', [complex, complex, complex, narrow], '(1-2.5i) (1.0-2.5i) %!d(complex128=(1-2.5i)) (1+2i)'],
    ['%s|%8s|%-8s|%.2s|%08s', ['é日', 'é', 'é', 'é日本', 'x'], 'é日|       é|é       |é日|0000000x'],
    ['%q %#q %+q %#q', ['a\n"', 'b', 'é', 'a`'], '"a\\n\\"" `b` "\\u00e9" "a`"'],
    [
      '%x %X % x %#x %# x %.1x|%5x|',
      ['hi', 'hi', 'hi', 'hi', 'hi', 'hi', ''],
      '6869 6869 68 69 0x6869 0x68 0x69 68|     |',
    ],
    ['%t %5t %v', [true, false, flag], 'true false true'],
    ['%v %s %d %t', [protocol, protocol, protocol, protocol], 'TCP TCP %!d(v1.Protocol=TCP) %!t(v1.Protocol=TCP)'],
    ['%T %T %T %T %T', [null, 'x', int64(1n), [], map], '<nil> string int64 []interface {} map[string]interface {}'],
    [
      '%v %+v %#v',
      [map, map, map],
      'map[a:[<nil> x] b:1] map[a:[<nil> x] b:1] map[string]interface {}{"a":[]interface {}{interface {}(nil), "x"}, "b":1}',
    ],
    ['%v %+v %#v', [struct(), struct(), struct()], '{x 1} {A:x B:1} v1.T{A:"x", B:1}'],
    [
      '%v %#v %v %#v',
      [nilSlice('[]string'), nilSlice('[]string'), nilMap('map[string]int'), nilMap('map[string]int')],
      '[] []string(nil) map[] map[string]int(nil)',
    ],
    [
      '%v %#v %s %d',
      [nilPointer('*int'), nilPointer('*int'), nilPointer('*int'), nilPointer('*int')],
      '<nil> (*int)(nil) %!s(*int=<nil>) 0',
    ],
    [
      '%v %v %p',
      [
        { ...nilPointer('*v1.T'), target: struct(), isNil: false },
        { ...nilPointer('*int'), target: 1n, isNil: false },
        [],
      ],
      '&{x 1} 0xc000000000 0xc000000000',
    ],
    ['%p %v', [func(() => ''), func(() => '')], '0xc000000000 0xc000000000'],
    [
      '%s %x %v %q %#v %d',
      Array<GoValue>(6).fill(makeBytes(Buffer.from('hi'))),
      'hi 6869 [104 105] "hi" []byte{0x68, 0x69} [104 105]',
    ],
    ['%v %v %#v', [makeSlice('string', ['a']), makeInteger(7n, 'uint8'), makeInteger(7n, 'uint8')], '[a] 7 0x7'],
    [
      '%s %d %v',
      [withMethod('String', () => 'me'), withMethod('String', () => 'me'), withMethod('Error', () => 'bad')],
      'me {%!d(string=x) 1} bad',
    ],
    ['%#v', [withMethod('GoString', () => 'T()')], 'T()'],
    [
      '%v',
      [
        withMethod('String', () => {
          throw new GoError('boom');
        }),
      ],
      '%!v(PANIC=String method: boom)',
    ],
    [
      '%v',
      [
        {
          ...nilPointer('*v1.T'),
          method: () =>
            func(() => {
              throw new GoError('nil');
            }),
        },
      ],
      '<nil>',
    ],
    ['%s %t %!', [1.5, 'x'], '%!s(float64=1.5) %!t(string=x) %!!(MISSING)'],
    ['%d %d', [1n], '1 %!d(MISSING)'],
    ['%d', [1n, null, 'x'], '1%!(EXTRA <nil>, string=x)'],
    ['%', [], '%!(NOVERB)'],
    ['%%|%5%', [], '%|%'],
    ['%[2]d %[1]d %[3]d %[x]d', [1n, 2n], '2 1 %!d(BADINDEX) %!d(BADINDEX)'],
    ['%[1', [1n], '%!(NOVERB)'],
    ['%[1]*d %[2]5d', [3n, 4n], '  4 %!d(BADINDEX)'],
    [
      '%*d|%-*d|%*d|%.*f|%.*f|%*d',
      [4n, 1n, 4n, 2n, -4n, 3n, 1n, 1.55, -1n, 1.5, 'x', 9n],
      '   1|2   |3   |1.6|%!(BADPREC)1.500000|%!(BADWIDTH)9',
    ],
    ['%99999999999d', [1n], '%!(NOVERB)%!(EXTRA int=1)'],
    ['%w %z', ['x', [1n]], '%!w(string=x) [%!z(int=1)]'],
    ['%w', [[1n]], '%!w([]interface {}=[1])'],
    ['%s%v', ['\udce6\udc97', '\udca5'], '日'],
  ])('%s', (format, values, want) => {
    expect(sprintf(format, values)).toBe(want);
  });

  it('announces text before it makes it', () => {
    const refuse = (amount: number): void => {
      if (amount > 1000) {
        throw new RangeError('too much');
      }
    };
    expect(() => sprintf('%999999d', [1n], refuse)).toThrow('too much');
    expect(sprintf('%999d', [1n], refuse)).toHaveLength(999);
  });

  it('lets other faults of a String method through', () => {
    const broken = withMethod('String', () => {
      throw new TypeError('fault');
    });
    expect(() => sprintf('%v', [broken])).toThrow(TypeError);
  });
});

describe('print', () => {
  it('puts spaces between operands that are no strings', () => {
    expect(sprint([1n, 2n, 'a', 'b', 3n, null, true])).toBe('1 2ab3 <nil> true');
    expect(sprintln(['a', 1n])).toBe('a 1\n');
  });

  it('prints scalars the short way', () => {
    expect([null, 'x', 1n, true, 1.5].map((value) => formatValue(value))).toEqual(['<nil>', 'x', '1', 'true', '1.5']);
  });

  it('gives up on values that contain themselves', () => {
    const list: GoValue[] = [];
    list.push(list);
    expect(() => formatValue(list)).toThrow(GoDepthError);
  });
});
