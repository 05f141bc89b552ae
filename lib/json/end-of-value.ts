import { JsonError } from './errors.ts';

/** Characters that JSON is made of, as UTF-16 units. */
export const signs = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/** Before this, only white space may stand in JSON, and none of it in strings. */
const firstVisible = 0x20;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y;
const escaped = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/**
 * The offset after the JSON value that stands at `at`: of what nobody reads, nothing is made. `left` is how much deeper
 * it may nest. @throws JsonError (`syntax`, `depth`) where it is no such value
 */
export function endOfValue(text: string, at: number, left: number): number {
  switch (text.charCodeAt(at)) {
    case signs.quote:
      return endOfString(text, at);
    case signs.openBrace:
      return endOfObject(text, at, deeper(text, at, left));
    case signs.openBracket:
      return endOfList(text, at, deeper(text, at, left));
    default:
      return endOfMatch(scalar, text, at);
  }
}

/** The levels that are left inside an object or list. @throws JsonError (`depth`) where there are none for it */
export function deeper(text: string, at: number, left: number): number {
  if (left === 0) {
    throw new JsonError('depth', 'nested deeper than allowed; flatten the document', { text, offset: at });
  }
  return left - 1;
}

function endOfObject(text: string, start: number, left: number): number {
  let at = afterSpace(text, start + 1);
  if (text.charCodeAt(at) === signs.closeBrace) {
    return at + 1;
  }
  for (;;) {
    at = endOfValue(text, afterColon(text, endOfString(text, at)), left);
    at = afterSpace(text, at);
    if (text.charCodeAt(at) === signs.closeBrace) {
      return at + 1;
    }
    at = afterSpace(text, afterSign(text, at, signs.comma));
  }
}

function endOfList(text: string, start: number, left: number): number {
  let at = afterSpace(text, start + 1);
  if (text.charCodeAt(at) === signs.closeBracket) {
    return at + 1;
  }
  for (;;) {
    at = afterSpace(text, endOfValue(text, at, left));
    if (text.charCodeAt(at) === signs.closeBracket) {
      return at + 1;
    }
    at = afterSpace(text, afterSign(text, at, signs.comma));
  }
}

/** The offset after the string that begins at `start`. @throws JsonError (`syntax`) where there is none */
export function endOfString(text: string, start: number): number {
  let at = afterSign(text, start, signs.quote);
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === signs.quote) {
      return at + 1;
    }
    if (code === signs.backslash) {
      at = endOfMatch(escaped, text, at);
    } else if (code >= firstVisible) {
      at += 1;
    } else {
      // Also where the text ends, which compares with nothing.
      throw unexpected(text, at);
    }
  }
}

/** The offset of the value of a member whose name ends before `at`. @throws JsonError (`syntax`) where there is none */
export function afterColon(text: string, at: number): number {
  return afterSpace(text, afterSign(text, afterSpace(text, at), signs.colon));
}

/** The offset after a sign. @throws JsonError (`syntax`) where another one stands */
export function afterSign(text: string, at: number, sign: number): number {
  if (text.charCodeAt(at) !== sign) {
    throw unexpected(text, at);
  }
  return at + 1;
}

/** The offset of what is no white space. */
export function afterSpace(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) {
      return at;
    }
    at += 1;
  }
}

function endOfMatch(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  if (!pattern.test(text)) {
    throw unexpected(text, at);
  }
  return pattern.lastIndex;
}

/** What is wrong with a text that goes on otherwise than JSON does. */
export function unexpected(text: string, offset: number): JsonError {
  const what = offset < text.length ? 'a character that cannot stand here' : 'the text ends too early';
  return new JsonError('syntax', `not valid JSON: ${what}`, { text, offset });
}
