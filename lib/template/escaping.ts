import { escapedByteOf, goStringToBytes, runeError } from '../go/bytes.ts';
import { isPrint } from '../go/quote.ts';

const htmlEntities: Readonly<Record<string, string>> = {
  '\0': '\ufffd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

/** template.HTMLEscapeString. */
export function escapeHtml(text: string): string {
  return text.replace(/[\0"'&<>]/g, (char) => htmlEntities[char] ?? char);
}

const jsEscapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
};

/** template.JSEscapeString. */
export function escapeJs(text: string): string {
  let escaped = '';
  for (const char of text) {
    escaped += jsEscapes[char] ?? escapeJsChar(char);
  }
  return escaped;
}

function escapeJsChar(char: string): string {
  const rune = escapedByteOf(char) === undefined ? (char.codePointAt(0) ?? runeError) : runeError;
  if (rune < 0x20) {
    return `\\u00${hex(rune, 2)}`;
  }
  return rune < 0x80 || isPrint(rune) ? char : `\\u${hex(rune, 4)}`;
}

function hex(value: number, width: number): string {
  return value.toString(16).toUpperCase().padStart(width, '0');
}

/** url.QueryEscape: everything but letters, digits and `-_.~` in percent form, spaces as `+`. */
export function escapeQuery(text: string): string {
  let escaped = '';
  for (const byte of goStringToBytes(text)) {
    const char = String.fromCharCode(byte);
    escaped += /[\w.~-]/.test(char) ? char : char === ' ' ? '+' : `%${hex(byte, 2)}`;
  }
  return escaped;
}
