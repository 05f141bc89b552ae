import { describe, expect, it } from 'vitest';
import { GoError, GoPanic } from '../../../lib/go/errors.ts';
import type { TemplateFunction } from '../../../lib/template/function.ts';
import { data, failure, render } from './render.ts';

describe('functions of the caller', () => {
  const functions = new Map<string, TemplateFunction>([
    ['upper', { params: ['string'], result: 'string', call: ([text]) => String(text).toUpperCase() }],
    [
      'fails',
      {
        params: [],
        result: 'string',
        call: () => {
          throw new GoError('no luck');
        },
      },
    ],
    [
      'panics',
      {
        params: ['interface {}'],
        result: 'string',
        call: () => {
          throw new GoPanic('out of range');
        },
      },
    ],
    [
      'breaks',
      {
        params: [],
        result: 'string',
        call: () => {
          throw new TypeError('a fault');
        },
      },
    ],
    ['any', { params: ['interface {}'], variadic: true, result: 'interface {}', call: (args) => args.at(-1) ?? null }],
    [
      'typed',
      {
        params: ['bool', 'int', 'uint8', 'float64', 'float32', 'complex128'],
        result: 'string',
        call: (args) => String(args.length),
      },
    ],
    ['maps', { params: ['map[string]interface {}'], result: 'bool', call: ([map]) => map instanceof Map }],
    ['and', { params: ['interface {}', 'interface {}'], result: 'string', call: () => 'own' }],
  ]);

  it.each<[string, string]>([
    ['{{ upper "a" }}{{ .s | upper }}{{ upper .s }}', 'ASTRSTR'],
    ['{{ any }}|{{ any .missing }}|{{ any 1 .s }}', '<no value>|<no value>|str'],
    ['{{ typed true 1 2 3 4 1i }}', '6'],
    ['{{ maps nil }}{{ maps .m }}{{ maps .missing }}', 'falsetruefalse'],
    ['{{ and 0 1 }}', 'own'],
  ])('%s gives %s', (text, want) => {
    expect(render(text, data, { functions })).toBe(want);
  });

  it.each<[string, string]>([
    ['{{ fails }}', 'error calling fails: no luck'],
    ['{{ panics 1 }}', 'error calling panics: out of range'],
    ['{{ upper 1 }}', 'expected string; found 1'],
    ['{{ upper .n }}', 'wrong type for value; expected string; got float64'],
    ['{{ upper nil }}', 'cannot assign nil to string'],
    ['{{ upper .missing }}', 'invalid value; expected string'],
    ['{{ upper .nil }}', 'wrong type for value; expected string; got interface {}'],
    ['{{ maps "x" }}', 'can\'t handle "x" for arg of type map[string]interface {}'],
    ['{{ typed 1 1 2 3 4 1i }}', 'expected bool; found 1'],
    ['{{ typed true 1.5 2 3 4 1i }}', 'expected integer; found 1.5'],
    ['{{ typed true 1 -2 3 4 1i }}', 'expected unsigned integer; found -2'],
    ['{{ typed true 1 2 "x" 4 1i }}', 'expected float; found "x"'],
    ['{{ typed true 1 2 3 4 5 }}', 'expected complex; found 5'],
  ])('%s fails: %s', (text, message) => {
    expect(failure(text, data, { functions }).message).toContain(`: ${message}`);
  });

  it('lets faults of a function through as they are', () => {
    expect(() => render('{{ breaks }}', null, { functions })).toThrow(TypeError);
  });
});
