import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { diff } from '../../../lib/patch/diff.ts';
import type { Operation } from '../../../lib/patch/operation.ts';

/** A list that stays, and how often something looked into it. */
function watched(): { readonly list: readonly JsonValue[]; readonly looks: () => number } {
  let looks = 0;
  const look = (): JsonValue => {
    looks += 1;
    return 7;
  };
  return { list: Object.defineProperty([0], 0, { get: look, enumerable: true }), looks: () => looks };
}

const changed = (value: number): JsonObject => ({ k: value, l: value, m: value, n: value, o: value, q: value });

const bytes = (value: unknown): number => JSON.stringify(value).length;
/** Of operations as they stand in a list, without its brackets. */
const size = (operations: readonly Operation[]): number => bytes(operations) - 2;

/** What may stand beside members that change. Its bytes that stay are known without counting them. */
const parts: readonly (readonly [string, (value: number) => JsonObject])[] = [
  ['nothing', () => ({})],
  ['a text', () => ({ text: 'stays' })],
  ['numbers', () => ({ one: 1, more: 12.5, none: null })],
  ['a list made anew', () => ({ items: [1, 2, 3, 4] })],
  ['an object made anew', () => ({ object: { a: 1, bcd: 'e' } })],
  ['an object that changes', (value) => ({ object: { a: value, b: 'stays'.repeat(9) } })],
  [
    'a list whose item changes',
    (value) => ({ items: [{ name: 'a', value, text: 'stays'.repeat(20) }, { name: 'b' }] }),
  ],
  [
    'a list that grows',
    (value) => ({ items: [{ name: 'a' }, { name: 'b', value: 'stays'.repeat(9) }].slice(0, value) }),
  ],
  ['a member that comes', (value) => (value === 1 ? {} : { come: 'x' })],
  ['a member that goes', (value) => (value === 1 ? { gone: 'x' } : {})],
];

describe('the account of what operations save', () => {
  it.each(parts)('tells to the byte whether setting a part as a whole pays, beside %s', (_name, part) => {
    const outcomes = new Set<string>();
    for (let length = 0; length < 200; length++) {
      const { list, looks } = watched();
      const make = (value: number, rest: string): JsonObject => ({
        p: { list, ...part(value), ...changed(value), rest },
      });
      const rest = 'x'.repeat(length);
      const inside = diff(make(1, rest.padEnd(1_000, 'y')), make(2, rest.padEnd(1_000, 'y')));
      const whole: Operation = { op: 'add', path: '/p', value: make(2, rest).p ?? null };
      const pays = size([whole]) <= size(inside);
      const before = looks();
      expect(diff(make(1, rest), make(2, rest)), `${length}`).toEqual(pays ? [whole] : inside);
      // Once for the account; again only where counting all of it may pay.
      expect(looks() - before, `${length}`).toBe(pays ? 2 : 1);
      outcomes.add(pays ? 'whole' : 'inside');
    }
    expect([...outcomes]).toEqual(['whole', 'inside']);
  });

  it.each<readonly [string, (value: number) => JsonObject]>([
    ['beside it', () => ({ text: 'ü'.repeat(9) })],
    ['in an object that changes', (value) => ({ object: { a: value, text: 'ü'.repeat(60) } })],
    ['in one that is weighed itself', (value) => ({ object: { a: value, b: value, text: 'ü'.repeat(18) } })],
    ['in a list that changes', (value) => ({ items: [{ name: 'a', value, text: 'ü'.repeat(60) }] })],
  ])('is no more than a hint where characters take several bytes, %s', (_name, part) => {
    const outcomes = new Set<string>();
    for (let length = 0; length < 300; length++) {
      const make = (value: number, rest: string): JsonObject => ({ p: { ...part(value), ...changed(value), rest } });
      const rest = 'x'.repeat(length);
      const inside = diff(make(1, rest.padEnd(1_000, 'y')), make(2, rest.padEnd(1_000, 'y')));
      const whole: Operation = { op: 'add', path: '/p', value: make(2, rest).p ?? null };
      const pays = Buffer.byteLength(JSON.stringify([whole])) <= Buffer.byteLength(JSON.stringify(inside));
      expect(diff(make(1, rest), make(2, rest)), `${length}`).toEqual(pays ? [whole] : inside);
      outcomes.add(pays ? 'whole' : 'inside');
    }
    expect([...outcomes]).toEqual(['whole', 'inside']);
  });
});
