import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonError } from '../../../lib/json/errors.ts';
import { parseJson } from '../../../lib/json/json-text.ts';
import { parsePart, type Shape } from '../../../lib/json/parse-part.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const all: Shape = { kind: 'all' };
const maxDepth = 10;

/** Objects of which members with these names are read, lists and objects in them in the same way. */
function named(...names: readonly string[]): Shape {
  const shape: Shape = {
    kind: 'object',
    member: (name) =>
      names.includes(name) ? (name === 'list' ? { kind: 'list', item: () => shape } : shape) : undefined,
  };
  return shape;
}

const some = named('a', 'b', 'list');
const part = (text: string) => parsePart(text, some, { maxDepth }).value;

describe('a part of a JSON text', () => {
  it.each<[given: string, want: unknown]>([
    ['{"a":1}', { a: 1 }],
    ['{"a":1,"x":2}', { a: 1 }],
    ['{"x":2,"a":1}', { a: 1 }],
    ['{"x":2,"a":1,"y":3,"b":2,"z":4}', { a: 1, b: 2 }],
    ['{"x":2,"y":3}', {}],
    ['{}', {}],
    [' { "x" : 2 ,\t"a" : 1 ,\r\n"y" : [ ] , "b" : { } } ', { a: 1, b: {} }],
    ['{"a":{"x":1,"b":{"x":{}}},"x":{"a":1}}', { a: { b: {} } }],
    ['{"list":[{"x":1},{"a":1,"x":[[]]},3,[{"x":1}],{}]}', { list: [{}, { a: 1 }, 3, [{ x: 1 }], {}] }],
    ['{"\\u0061":1,"\\u0078":2}', { a: 1 }],
    ['{"a":1,"a":2}', { a: 2 }],
    ['{"a":"{\\"x\\":1}","x":"\\\\\\""}', { a: '{"x":1}' }],
    ['{"a":12345678901234567890,"x":1}', { a: 12345678901234567890n }],
    ['{"a":"\\ud800","x":1}', { a: '\ufffd' }],
    ['[{"x":1}]', [{ x: 1 }]],
    ['"x"', 'x'],
    ['null', null],
  ])('of %s is what is named', (text, want) => {
    expect(part(text)).toEqual(want);
  });

  it('may hold a name that objects inherit', () => {
    expect(parsePart('{"__proto__":{"a":1},"x":1}', named('__proto__', 'a'), { maxDepth }).value).toEqual(
      JSON.parse('{"__proto__":{"a":1}}'),
    );
  });

  it('tells what was cut, and what that stands in', () => {
    const { value, cut } = parsePart('{"list":[{"a":{}},{"a":{"x":1}}],"b":{}}', some, { maxDepth });
    const { list } = value as { list: readonly { readonly a: object }[] };
    expect([...cut]).toEqual([value, list, list[1], list[1]?.a]);
  });

  it('tells of nothing that was cut and then replaced', () => {
    const { value, cut } = parsePart('{"list":[{"x":1}],"list":"b"}', some, { maxDepth });
    expect([...cut]).toEqual([value]);
  });

  it.each(['{"a":X}', '{"x":X}', '{"list":[X]}', '[X]', '{"x":[{"y":X}]}'])('nests as deep as it may: %s', (frame) => {
    const around = frame.split('X')[0]?.replace(/[^[{]/g, '').length ?? 0;
    const nested = (depth: number) => frame.replace('X', '['.repeat(depth - around) + ']'.repeat(depth - around));
    for (const depth of [maxDepth - 1, maxDepth]) {
      expect(() => part(nested(depth))).not.toThrow();
    }
    const error = expect.objectContaining({ code: 'depth', line: 1 });
    expect(() => part(nested(maxDepth + 1))).toThrow(error);
    expect(() => parseJson(nested(maxDepth + 1), { maxDepth })).toThrow(error);
  });

  it('does not hold that what is left out is JSON', () => {
    expect(() => part('{"a":1,\n"x":tru}')).toThrow(expect.objectContaining({ code: 'syntax', line: 2, column: 5 }));
    expect(() => part('{"a":1,"x":2')).toThrow(/too early/);
  });
});

const numRuns = propertyRuns(2000);
const piece = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '"a"',
    '"x"',
    '"\\n"',
    '\\u',
    '0',
    '1',
    '-',
    '.',
    'e',
    'true',
    'null',
    ' ',
    '\n',
    '\u0001',
    'é',
  ],
);
/** JSON texts in which perhaps something is put, or left out. */
const arbitraryText = fc
  .tuple(fc.json(), fc.nat(), fc.nat(3), fc.option(piece, { nil: '' }))
  .map(([text, at, gone, put]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + put + text.slice(place + gone);
  });

describe('whatever stands in a text', () => {
  it('is read, or refused, as JSON.parse does it, also where it is left out', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          arbitraryText,
          fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
        ),
        (text) => {
          const [whole, inside] = [`{"a":${text}}`, `{"a":1,"x":${text}}`];
          const want = readOrNot(() => JSON.parse(whole));
          expect(readOrNot(() => parsePart(whole, named('a'), { maxDepth: 100 }).value) !== undefined).toBe(
            want !== undefined,
          );
          expect(readOrNot(() => parsePart(whole, all, { maxDepth: 100 }).value) !== undefined).toBe(
            want !== undefined,
          );
          const left = readOrNot(() => parsePart(inside, named('a'), { maxDepth: 100 }).value);
          expect(left !== undefined).toBe(readOrNot(() => JSON.parse(inside)) !== undefined);
        },
      ),
      { numRuns },
    );
  });

  it('is what parseJson reads, where everything is read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(parsePart(text, all, { maxDepth: 100 })).toEqual({ value: parseJson(text), cut: new Set() });
      }),
    );
  });
});

/** Undefined for what is no JSON. Only a part of it may hold a number that is too large. */
function readOrNot(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof JsonError && error.code === 'number-range') {
      return error.code;
    }
    if (error instanceof SyntaxError || error instanceof JsonError) {
      return undefined;
    }
    throw error;
  }
}
