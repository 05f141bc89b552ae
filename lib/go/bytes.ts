/**
 * Go strings as bytes. See value.ts: a byte that is not part of valid UTF-8 stands as the lone surrogate
 * U+DC00 + byte. Text that is ASCII, which is nearly all of it, takes the short way everywhere.
 */

/** What a rune that is not valid reads as: unicode.ReplacementChar. */
export const runeError = 0xfffd;

const escapeBase = 0xdc00;
const beyondAscii = /[\u0080-\uffff]/;
const surrogate = /[\ud800-\udfff]/;
const escapedByte = /[\udc80-\udcff]/;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Strings shorter than this are scanned in place; longer ones by the regular expression engine. */
const shortString = 64;

/** Whether every character is ASCII, so that characters and bytes count the same. */
export function isAscii(text: string): boolean {
  if (text.length > shortString) {
    return !beyondAscii.test(text);
  }
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f) {
      return false;
    }
  }
  return true;
}

/** `len(s)`: the length in bytes. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) {
      bytes += extraBytes(text, at, unit);
    }
  }
  return bytes;
}

/** Bytes of the unit at `at` beyond the first; a pair counts two for each half, an escaped byte none. */
function extraBytes(text: string, at: number, unit: number): number {
  if (unit < 0x800) {
    return 1;
  }
  if (unit >= 0xd800 && unit <= 0xdfff) {
    return unit >= 0xdc80 && unit <= 0xdcff && !isHigh(text.charCodeAt(at - 1)) ? 0 : pairBytes(text, at, unit);
  }
  return 2;
}

function pairBytes(text: string, at: number, unit: number): number {
  const paired = isHigh(unit) ? isLow(text.charCodeAt(at + 1)) : isHigh(text.charCodeAt(at - 1));
  return paired ? 1 : 2;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** The bytes of a Go string; a lone surrogate that is no escaped byte becomes U+FFFD. */
export function goStringToBytes(text: string): Uint8Array {
  if (!escapedByte.test(text) || text.isWellFormed()) {
    return Buffer.from(text, 'utf8');
  }
  const bytes = Buffer.alloc(utf8Length(text));
  let length = 0;
  for (const char of text) {
    const unit = char.charCodeAt(0);
    if (char.length === 1 && unit >= 0xdc80 && unit <= 0xdcff) {
      bytes[length++] = unit - escapeBase;
    } else {
      length += bytes.write(char, length, 'utf8');
    }
  }
  return bytes;
}

/** The Go string of some bytes: valid UTF-8 as text, every other byte escaped, as Go decodes byte by byte. */
export function bytesToGoString(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeLeniently(bytes);
  }
}

function decodeLeniently(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const size = sequenceSize(bytes, at);
    if (size === 0) {
      text += String.fromCharCode(escapeBase + (bytes[at] ?? 0));
      at += 1;
    } else {
      text += strict.decode(bytes.subarray(at, at + size));
      at += size;
    }
  }
  return text;
}

/** Length of the valid UTF-8 sequence at `at`, or 0. */
function sequenceSize(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) {
    return 1;
  }
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) {
    return 0;
  }
  const [low, high] = secondByteRange[first] ?? [0x80, 0xbf];
  for (let offset = 1; offset < size; offset++) {
    const byte = bytes[at + offset] ?? 0;
    if (byte < (offset === 1 ? low : 0x80) || byte > (offset === 1 ? high : 0xbf)) {
      return 0;
    }
  }
  return size;
}

/** The second byte of sequences that would be overlong, surrogates or beyond U+10FFFF is narrower. */
const secondByteRange: Readonly<Record<number, readonly [number, number]>> = {
  224: [0xa0, 0xbf],
  237: [0x80, 0x9f],
  240: [0x90, 0xbf],
  244: [0x80, 0x8f],
};

/** Joins escaped bytes that form valid UTF-8 after two strings were put together; returns text without any as it is. */
export function normalizeGoString(text: string): string {
  return escapedByte.test(text) ? bytesToGoString(goStringToBytes(text)) : text;
}

/** `s[from:to]` in bytes; it may cut a rune. The bounds must hold. */
export function sliceBytes(text: string, from: number, to: number): string {
  return isAscii(text) ? text.slice(from, to) : bytesToGoString(goStringToBytes(text).subarray(from, to));
}

/** `s[index]`, or undefined beyond the end. */
export function byteAt(text: string, index: number): number | undefined {
  return isAscii(text) && index < text.length ? text.charCodeAt(index) : goStringToBytes(text)[index];
}

/** Orders two Go strings as Go's `<` does, by bytes: -1, 0 or 1. */
export function compareBytes(left: string, right: string): number {
  if (left === right) {
    return 0;
  }
  if (surrogate.test(left) || surrogate.test(right)) {
    return Buffer.compare(goStringToBytes(left), goStringToBytes(right));
  }
  return left < right ? -1 : 1;
}

/** The keys in Go's order, by bytes. */
export function sortByBytes(keys: Iterable<string>): string[] {
  return [...keys].sort(compareBytes);
}

/** utf8.RuneCountInString: runes, where every invalid byte counts as one. */
export function runeCount(text: string): number {
  if (!surrogate.test(text)) {
    return text.length;
  }
  let count = 0;
  for (const _ of text) {
    count += 1;
  }
  return count;
}

/** The rune of one character of a `for of` loop over a Go string; an escaped byte reads as U+FFFD. */
export function runeOf(char: string): number {
  const rune = char.codePointAt(0) ?? runeError;
  return rune >= 0xd800 && rune <= 0xdfff ? runeError : rune;
}

/** `string(r)`: what is no valid rune becomes U+FFFD. */
export function runeToString(rune: number): string {
  const valid = rune >= 0 && rune <= 0x10ffff && !(rune >= 0xd800 && rune <= 0xdfff);
  return String.fromCodePoint(valid ? rune : runeError);
}

/** Whether a character of a `for of` loop is an escaped byte; then that byte. */
export function escapedByteOf(char: string): number | undefined {
  const unit = char.charCodeAt(0);
  return char.length === 1 && unit >= 0xdc80 && unit <= 0xdcff ? unit - escapeBase : undefined;
}
