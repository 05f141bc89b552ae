import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equal } from '../../../lib/json/equal.ts';
import { stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { countMembers, member } from '../../../lib/json/member.ts';
import { fingerprint } from '../../../lib/patch/fingerprint.ts';
import { jsonSize } from '../../../lib/patch/json-size.ts';
import { arbitraryJson } from '../../support/generators/json.ts';

const bytes = (value: JsonValue): number => Buffer.byteLength(stringifyJson(value));

describe('jsonSize', () => {
  const texts = ['', ' ', '~', '!', '\u007f', '\u001f', '\n', '"', '\\', '#', '[', ']', 'ü', '\u2028', '😀'];
  const others: readonly JsonValue[] = [0, -1, 1.5, 1e21, 9223372036854775807n, true, false, null, [], {}, [[]], [{}]];
  const values = [...texts, ...others, { '': '' }, { a: {}, 'ü"': [] }, texts, others];
  it.each(values.map((value) => [stringifyJson(value), value]))('counts the bytes of %s', (text, value) => {
    expect(jsonSize(value)).toBe(Buffer.byteLength(text));
  });

  it.each(values.map((value) => [stringifyJson(value), value]))('stops above any limit within %s', (_, value) => {
    const size = bytes(value);
    for (let limit = -1; limit < size; limit++) {
      const counted = jsonSize(value, limit);
      expect(counted > limit && counted <= size, `${limit}`).toBe(true);
    }
  });

  it('counts the bytes of any JSON; a limit that is kept changes nothing, one that is not gives no less', () => {
    fc.assert(
      fc.property(arbitraryJson, fc.nat(200), (value, limit) => {
        const size = bytes(value);
        expect(jsonSize(value)).toBe(size);
        expect(jsonSize(value, size)).toBe(size);
        const counted = jsonSize(value, limit);
        expect(size <= limit ? counted === size : counted > limit && counted <= size).toBe(true);
      }),
    );
  });
});

describe('equal and fingerprint', () => {
  it.each<readonly [JsonValue, JsonValue]>([
    [null, false],
    [null, {}],
    [{}, null],
    [[], {}],
    [{}, []],
    [1, 1n],
    [1, '1'],
    ['1n', 1n],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: null }, { b: null }],
    [{ constructor: 1 }, { toString: 1 }],
    [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
    [{ a: 'b' }, '{"a":"b"}'],
    [['a', 'b'], ['a,b']],
    [JSON.parse('{"__proto__":1}'), {}],
    [{ x: 1 }, JSON.parse('{"__proto__":1}')],
  ])('tell values apart (%#)', (left, right) => {
    expect(equal(left, right)).toBe(false);
    expect(equal(right, left)).toBe(false);
    expect(fingerprint(left)).not.toBe(fingerprint(right));
  });

  it('do not look at the order of keys', () => {
    const [left, right]: JsonValue[] = [
      { a: 1, b: [{ c: 2n, d: null }] },
      { b: [{ d: null, c: 2n }], a: 1 },
    ];
    expect(equal(left ?? null, right ?? null)).toBe(true);
    expect(fingerprint(left ?? null)).toBe(fingerprint(right ?? null));
  });

  it('agree on any two values', () => {
    fc.assert(
      fc.property(arbitraryJson, arbitraryJson, (left, right) => {
        expect(equal(left, right)).toBe(fingerprint(left) === fingerprint(right));
      }),
    );
  });
});

describe('member', () => {
  it.each(['__proto__', 'constructor', 'toString', 'missing'])('finds no inherited %s', (key) => {
    expect(member({}, key)).toBeUndefined();
    const own = JSON.parse(`{"${key}":{"x":1},"y":2}`);
    expect(member(own, key)).toEqual({ x: 1 });
    expect(countMembers(own)).toBe(2);
  });
});
