import { expect, it } from 'vitest';
import { ownText, textAt } from '../../../lib/json/member.ts';

const own: unknown = JSON.parse('{"__proto__": "own"}');

it.each<[what: string, object: unknown, key: string, text: string | undefined]>([
  ['a text', { a: 'x' }, 'a', 'x'],
  ['an empty text', { a: '' }, 'a', ''],
  ['what is absent', {}, 'a', undefined],
  ['what is no text', { a: 1 }, 'a', undefined],
  ['null', { a: null }, 'a', undefined],
  ['what every object has', {}, 'toString', undefined],
  ['the prototype', {}, '__proto__', undefined],
  ['a member called as the prototype', own, '__proto__', 'own'],
])('the own text of %s', (_what, object, key, text) => {
  const record = Object(object);
  expect(ownText(record, key)).toBe(text);
  expect(textAt(record, key)).toBe(text ?? '');
});
