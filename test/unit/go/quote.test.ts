import { describe, expect, it } from 'vitest';
import { canBackquote, quote, quoteRune, unquote, unquoteChar } from '../../../lib/go/quote.ts';

describe('quoting', () => {
  it.each<[string, string]>([
    ['a', '"a"'],
    ['\u0007\b\f\n\r\t\v\\"', '"\\a\\b\\f\\n\\r\\t\\v\\\\\\""'],
    ['\u0001\u007f\u00a0\u{10ffff}\udcff', '"\\x01\\x7f\\u00a0\\U0010ffff\\xff"'],
  ])('%s is quoted %s', (text, want) => {
    expect(quote(text)).toBe(want);
    expect(unquote(want)).toBe(text);
  });

  it.each(['"', "'a'", '"\\q"', '"\\x4"', '"\\u12"', '"\\ud800"', '"\\400"', '"\\9"', '"a"b"', '`a`b`', '"a\nb"'])(
    '%s is no literal',
    (literal) => {
      expect(unquote(literal)).toBeUndefined();
    },
  );

  it('reads raw strings, bytes and characters', () => {
    expect([unquote('`a\r\nb`'), unquote('"\\xc3\\xa9\\101"'), quoteRune(0x27), quoteRune(0x110000, true)]).toEqual([
      'a\nb',
      'éA',
      "'\\''",
      "'\\ufffd'",
    ]);
    expect([
      unquoteChar("\\'x", "'"),
      unquoteChar('', "'"),
      unquoteChar('\udcff', '"'),
      unquoteChar('\n', "'"),
    ]).toMatchObject(
      [{ rune: 39, rest: 'x' }, {}, { rune: 0xfffd }, { rune: 10 }].map((want, at) =>
        at === 1 ? undefined : want,
      ) as object[],
    );
    expect([canBackquote('a\tb'), canBackquote('a`'), canBackquote('\ufeff'), canBackquote('\udcff')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
