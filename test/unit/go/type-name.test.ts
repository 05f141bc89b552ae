import { describe, expect, it } from 'vitest';
import { boolOf, complexOf, floatOf, int64, integerOf, makeInteger, stringOf } from '../../../lib/go/numbers.ts';
import { makeSlice } from '../../../lib/go/slice.ts';
import { isTrue } from '../../../lib/go/truth.ts';
import { elementType, keyType, kindOf, kindOfType, typeName } from '../../../lib/go/type-name.ts';
import type { GoValue } from '../../../lib/go/value.ts';
import { canBeNil, nilMap, nilPointer, nilSlice, zeroValue } from '../../../lib/go/zero-value.ts';
import { complex, flag, func, named, struct } from './sample-values.ts';

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
