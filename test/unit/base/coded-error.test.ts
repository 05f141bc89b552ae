import { expect, it } from 'vitest';
import { CodedError, errorText } from '../../../lib/base/coded-error.ts';

class Broken extends CodedError<'broken'> {}

it.each<[what: string, thrown: unknown, reason: string]>([
  ['an error', new TypeError('no'), 'no'],
  ['an error without words', new Error(''), ''],
  ['an error of ours', new Broken('broken', 'it broke'), 'it broke'],
  ['a text', 'text', 'text'],
  ['nothing', undefined, 'undefined'],
])('the reason of %s is what it says', (_what, thrown, reason) => {
  expect(errorText(thrown)).toBe(reason);
});
