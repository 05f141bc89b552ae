import { describe, expect, it } from 'vitest';
import { exactDecimal, roundDecimal, shortestDecimal } from '../../../lib/go/decimal.ts';
import { type FloatFormat, formatFloat } from '../../../lib/go/format-float.ts';

describe('decimals of floats', () => {
  it.each<[number, string, number]>([
    [0, '', 0],
    [-0.5, '5', 0],
    [1e23, '99999999999999991611392', 23],
    [2 ** -4, '625', -1],
    [2 ** 60, '1152921504606846976', 19],
  ])('%d exactly', (value, digits, point) => {
    expect(exactDecimal(value)).toEqual({ digits, point });
  });

  it.each<[number, 32 | 64, string, number]>([
    [0, 64, '', 0],
    [0.1, 64, '1', 0],
    [Math.fround(0.1), 32, '1', 0],
    [Math.fround(16_777_216), 32, '16777216', 8],
    [-1e21, 64, '1', 22],
  ])('%d as a float%d in the fewest digits', (value, size, digits, point) => {
    expect(shortestDecimal(value, size)).toEqual({ digits, point });
  });

  it.each<[string, number, number, string, number]>([
    ['125', 1, 5, '125', 1],
    ['125', 1, 2, '12', 1],
    ['135', 1, 2, '14', 1],
    ['1251', 1, 2, '13', 1],
    ['999', 1, 2, '1', 2],
    ['5', 0, 0, '', 0],
    ['51', 0, 0, '1', 1],
    ['9', 0, -1, '', 0],
    ['104', 3, 2, '1', 3],
  ])('0.%s times ten to %d in %d digits', (digits, point, count, want, wantPoint) => {
    expect(roundDecimal({ digits, point }, count)).toEqual({ digits: want, point: wantPoint });
  });
});

describe('formatting floats', () => {
  it.each<[number, FloatFormat, number, 32 | 64, string]>([
    [0, 'e', -1, 64, '0e+00'],
    [0, 'e', 2, 64, '0.00e+00'],
    [0, 'x', 2, 64, '0x0.00p+00'],
    [0, 'x', -1, 64, '0x0p+00'],
    [1.5, 'g', 0, 64, '2'],
    [123456, 'g', 3, 64, '1.23e+05'],
    [100, 'g', 2, 64, '1e+02'],
    [1e21, 'g', -1, 64, '1e+21'],
    [0.0001, 'g', -1, 64, '0.0001'],
    [0.00001, 'g', -1, 64, '1e-05'],
    [1, 'b', -1, 64, '4503599627370496p-52'],
    [2 ** 60, 'b', -1, 64, '4503599627370496p+8'],
    [1, 'b', -1, 32, '8388608p-23'],
    [2 ** 60, 'b', -1, 32, '8388608p+37'],
    [1, 'x', -1, 64, '0x1p+00'],
    [1.9999, 'x', 0, 64, '0x1p+01'],
    [1.5, 'x', 0, 64, '0x1p+01'],
    [1.25, 'x', 0, 64, '0x1p+00'],
    [1.03125, 'x', 1, 64, '0x1.0p+00'],
    [1.09375, 'x', 1, 64, '0x1.2p+00'],
    [2.75, 'X', -1, 64, '0X1.6P+01'],
    [-0, 'f', 1, 64, '-0.0'],
  ])('%d under %s with precision %d as a float%d is %s', (value, format, precision, size, want) => {
    expect(formatFloat(value, format, { precision, size })).toBe(want);
  });
});
