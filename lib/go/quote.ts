import { bytesToGoString, escapedByteOf, normalizeGoString, runeError, runeToString } from './bytes.ts';
import { categoryTest } from './unicode.ts';

const simpleEscapes: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};
/** Texts that need no escape, in Go's quotes and in JSON: most do not. */
export const plainText = /^[ !#-[\]-~]*$/;
const unquotable = /[^\t -_a-~\u0080-\uffff]|\ufeff/;

/** unicode.IsPrint, which is also strconv.IsPrint: letters, marks, numbers, punctuation, symbols, the ASCII space. */
export function isPrint(rune: number): boolean {
  return rune < 0x7f ? rune >= 0x20 : rune > 0x7f && isPrintBeyondAscii(String.fromCodePoint(rune));
}

const isPrintBeyondAscii = categoryTest('L', 'M', 'N', 'P', 'S');

/** strconv.Quote, or strconv.QuoteToASCII. */
export function quote(text: string, asciiOnly = false): string {
  return plainText.test(text) ? `"${text}"` : quoteWith(text, '"', asciiOnly);
}

/** strconv.QuoteRune, or strconv.QuoteRuneToASCII; what is no valid rune is quoted as U+FFFD. */
export function quoteRune(rune: number, asciiOnly = false): string {
  return quoteWith(runeToString(rune), "'", asciiOnly);
}

function quoteWith(text: string, mark: string, asciiOnly: boolean): string {
  let quoted = mark;
  for (const char of text) {
    quoted += char === mark ? `\\${mark}` : (simpleEscapes[char] ?? escapeChar(char, asciiOnly));
  }
  return quoted + mark;
}

function escapeChar(char: string, asciiOnly: boolean): string {
  const byte = escapedByteOf(char);
  if (byte !== undefined) {
    return `\\x${hex(byte, 2)}`;
  }
  const rune = char.codePointAt(0) ?? runeError;
  if (rune < 0x80 ? isPrint(rune) : !asciiOnly && isPrint(rune)) {
    return char;
  }
  if (rune < 0x20 || rune === 0x7f) {
    return `\\x${hex(rune, 2)}`;
  }
  return rune < 0x10000 ? `\\u${hex(rune, 4)}` : `\\U${hex(rune, 8)}`;
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}

/** strconv.CanBackquote: one line without control characters other than tab, backquotes, BOMs or invalid UTF-8. */
export function canBackquote(text: string): boolean {
  return !unquotable.test(text) && text.isWellFormed();
}

/** strconv.Unquote for string literals in double or back quotes; `undefined` for invalid syntax. */
export function unquote(literal: string): string | undefined {
  const mark = literal.charAt(0);
  const body = literal.slice(1, -1);
  if (literal.length < 2 || literal.at(-1) !== mark) {
    return undefined;
  }
  if (mark === '`') {
    return body.includes('`') ? undefined : body.replaceAll('\r', '');
  }
  if (mark !== '"') {
    return undefined;
  }
  return body.includes('\\') || body.includes('"') || body.includes('\n') ? unquoteBody(body) : body;
}

function unquoteBody(body: string): string | undefined {
  let text = '';
  for (let rest = body; rest !== ''; ) {
    const next = unquoteChar(rest, '"');
    if (next === undefined) {
      return undefined;
    }
    text += next.text;
    rest = next.rest;
  }
  return normalizeGoString(text);
}

/** One character of a literal: its rune, its text (one byte for `\x80` and the like) and what follows. */
export interface UnquotedChar {
  readonly rune: number;
  readonly text: string;
  readonly rest: string;
}

const escapeForms: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 0x5c,
};
const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** strconv.UnquoteChar: reads one character or escape of a literal in the given quotes; `undefined` for invalid syntax. */
export function unquoteChar(source: string, mark: '"' | "'"): UnquotedChar | undefined {
  const first = String.fromCodePoint(source.codePointAt(0) ?? 0);
  if (source === '' || first === mark || first === '\n') {
    return first === '\n' && source !== '' && mark === "'" ? unit(10, source.slice(1)) : undefined;
  }
  if (first !== '\\') {
    const rune = escapedByteOf(first) === undefined ? (source.codePointAt(0) ?? runeError) : runeError;
    return { rune, text: first, rest: source.slice(first.length) };
  }
  return unquoteEscape(source.charAt(1), source.slice(2), mark);
}

function unquoteEscape(form: string, rest: string, mark: string): UnquotedChar | undefined {
  const simple = escapeForms[form];
  if (simple !== undefined) {
    return unit(simple, rest);
  }
  if (form === mark) {
    return unit(mark.charCodeAt(0), rest);
  }
  const width = hexDigits[form];
  return width === undefined ? unquoteOctal(form + rest) : unquoteHex(rest, width);
}

function unquoteHex(rest: string, width: number): UnquotedChar | undefined {
  const digits = rest.slice(0, width);
  if (digits.length < width || !/^[\da-fA-F]+$/.test(digits)) {
    return undefined;
  }
  const rune = Number.parseInt(digits, 16);
  if (width === 2) {
    return { rune, text: byteText(rune), rest: rest.slice(2) };
  }
  const valid = rune <= 0x10ffff && !(rune >= 0xd800 && rune <= 0xdfff);
  return valid ? unit(rune, rest.slice(width)) : undefined;
}

function unquoteOctal(rest: string): UnquotedChar | undefined {
  const digits = /^[0-7]{3}/.exec(rest)?.[0];
  const rune = Number.parseInt(digits ?? '777', 8);
  return rune > 255 ? undefined : { rune, text: byteText(rune), rest: rest.slice(3) };
}

function byteText(byte: number): string {
  return bytesToGoString(Uint8Array.of(byte));
}

function unit(rune: number, rest: string): UnquotedChar {
  return { rune, text: String.fromCodePoint(rune), rest };
}
