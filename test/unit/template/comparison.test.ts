import { describe, expect, it } from 'vitest';
import { makeInteger } from '../../../lib/go/numbers.ts';
import { makeSlice } from '../../../lib/go/slice.ts';
import type { GoValue } from '../../../lib/go/value.ts';
import { equals, equalsAny, isLess, isLessOrEqual } from '../../../lib/template/comparison.ts';

const named = (value: string | boolean): GoValue => ({ kind: 'named', type: 'v1.Name', value });
const complex = (real: number, imaginary: number): GoValue => ({
  kind: 'complex',
  type: 'complex128',
  real,
  imaginary,
});
const float32: GoValue = { kind: 'number', type: 'float32', numeric: 'float32', value: 1.5 };
const nilPointer: GoValue = { kind: 'pointer', type: '*v1.T', target: null, isNil: true };
const pointer: GoValue = { kind: 'pointer', type: '*v1.T', target: 1, isNil: false };
const otherPointer: GoValue = { kind: 'pointer', type: '*v1.T', target: 1, isNil: false };
const func: GoValue = { kind: 'func', type: 'func()', params: [], variadic: false, call: () => null };
const list: GoValue = ['x'];
const map: GoValue = new Map([['a', 'x']]);

describe('equals', () => {
  it.each<[string, GoValue, GoValue, boolean]>([
    ['equal strings', 'a', 'a', true],
    ['a string and a named one', 'a', named('a'), true],
    ['a bool and a named one', true, named(true), true],
    ['bools that differ', true, named(false), false],
    ['int and a smaller int', 1n, makeInteger(1n, 'int8'), true],
    ['int and unsigned', 1n, makeInteger(1n, 'uint16'), true],
    ['unsigned and a negative int', makeInteger(1n, 'uint16'), -1n, false],
    ['float64 and float32', 1.5, float32, true],
    ['NaN and itself', Number.NaN, Number.NaN, false],
    ['complex numbers', complex(1, 2), complex(1, 2), true],
    ['complex numbers of other imaginary parts', complex(1, 2), complex(1, 3), false],
    ['complex numbers of other real parts', complex(1, 2), complex(2, 2), false],
    ['nil and nil', null, null, true],
    ['nil and a string', null, 'a', false],
    ['a number and nil', 1n, null, false],
    ['nil and a list', null, list, false],
    ['nil and a nil pointer', null, nilPointer, true],
    ['a pointer and nil', pointer, null, false],
    ['a pointer and itself', pointer, pointer, true],
    ['pointers to the same', pointer, otherPointer, false],
    ['a pointer and a nil one', pointer, nilPointer, false],
  ])('compares %s', (_, left, right, want) => {
    expect(equals(left, right)).toBe(want);
  });

  it.each<[string, GoValue, GoValue, string]>([
    ['string and int', 'a', 1n, 'incompatible types for comparison: string and int'],
    ['float and int', 1.5, 1n, 'incompatible types for comparison: float64 and int'],
    ['two lists', list, list, 'non-comparable type [x]: []interface {}'],
    ['two typed lists', makeSlice('string', ['x']), makeSlice('string', ['x']), 'non-comparable type [x]: []string'],
    ['two maps', map, map, 'non-comparable type map[a:x]: map[string]interface {}'],
  ])('refuses %s', (_, left, right, message) => {
    expect(() => equals(left, right)).toThrow(message);
  });

  it('refuses kinds that differ', () => {
    expect(() => equals(list, map)).toThrow('non-comparable types');
    expect(() => equals(func, pointer)).toThrow('non-comparable types');
  });

  it('needs something to compare with', () => {
    expect(equalsAny([1n, 2n, 1n])).toBe(true);
    expect(equalsAny([1n, 2n])).toBe(false);
    expect(() => equalsAny([1n])).toThrow('missing argument for comparison');
  });
});

describe('order', () => {
  it.each<[string, GoValue, GoValue, boolean, boolean]>([
    ['strings by their bytes', '\uffee', '😀', true, true],
    ['named strings', named('b'), named('a'), false, false],
    ['equal strings', 'a', 'a', false, true],
    ['ints', 1n, makeInteger(2n, 'int64'), true, true],
    ['int and unsigned', -1n, makeInteger(0n, 'uint8'), true, true],
    ['unsigned and int', makeInteger(2n, 'uint8'), 2n, false, true],
    ['unsigned numbers', makeInteger(1n, 'uint8'), makeInteger(3n, 'uint64'), true, true],
    ['floats', 1.5, 2, true, true],
    ['float32 and float64', float32, 1.5, false, true],
  ])('puts %s in order', (_, left, right, less, lessOrEqual) => {
    expect([isLess(left, right), isLessOrEqual(left, right)]).toEqual([less, lessOrEqual]);
  });

  it.each<[string, GoValue, GoValue, string]>([
    ['bools', true, false, 'invalid type for comparison'],
    ['complex numbers', complex(1, 0), complex(2, 0), 'invalid type for comparison'],
    ['nil', null, 1n, 'invalid type for comparison'],
    ['lists', 1n, list, 'invalid type for comparison'],
    ['string and int', 'a', 1n, 'incompatible types for comparison: string and int'],
  ])('refuses %s', (_, left, right, message) => {
    expect(() => isLess(left, right)).toThrow(message);
  });
});
