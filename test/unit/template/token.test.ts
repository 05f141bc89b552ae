import { expect, it } from 'vitest';
import { describeToken, type TokenKind } from '../../../lib/template/token.ts';

it.each<[TokenKind, string, string]>([
  ['eof', '', 'EOF'],
  ['error', 'unclosed action', 'unclosed action'],
  ['dot', '.', '<.>'],
  ['end', 'end', '<end>'],
  ['identifier', 'print', '"print"'],
  ['string', '"abcdefghijkl"', '"\\"abcdefghi"...'],
  ['text', 'abcdefghij', '"abcdefghij"'],
])('describes %s %j', (kind, value, want) => {
  expect(describeToken({ kind, value, start: 0, spaced: false })).toBe(want);
});
