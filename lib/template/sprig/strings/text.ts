import { bytesToGoString, goStringToBytes, isAscii, normalizeGoString } from '../../../go/bytes.ts';
import { formatValue } from '../../../go/print.ts';
import { bytesOf } from '../../../go/slice.ts';
import type { GoValue } from '../../../go/value.ts';
import type { RunContext } from '../../function.ts';

/** sprig's text of a value: strings and bytes as they are, everything else as `%v` prints it. */
export function textOfValue(value: GoValue, run: RunContext): string {
  if (typeof value === 'string') {
    return value;
  }
  const isBytes = typeof value === 'object' && value !== null && 'elem' in value && value.elem === 'uint8';
  return isBytes && value.kind === 'slice' ? bytesToGoString(bytesOf(value)) : formatValue(value, run.charge);
}

/** The bytes of a Go string, one character each. */
export function toBinary(text: string): string {
  return isAscii(text) ? text : Buffer.from(goStringToBytes(text)).toString('latin1');
}

/** The Go string of bytes that stand as one character each. */
export function fromBinary(bytes: string): string {
  return isAscii(bytes) ? bytes : bytesToGoString(Buffer.from(bytes, 'latin1'));
}

/**
 * Works on texts whose characters can be compared and cut as they are, or on their bytes where one holds a byte
 * that is no part of valid UTF-8: then `restore` makes text of a result again.
 */
export function onBytes<Result>(
  texts: readonly [string, ...string[]],
  work: (texts: readonly string[], restore: (bytes: string) => string) => Result,
): Result {
  return texts.every((text) => text.isWellFormed()) ? work(texts, asItIs) : work(texts.map(toBinary), fromBinary);
}

function asItIs(text: string): string {
  return text;
}

/** A longer set is not looked through for each character. */
const maxLookedThrough = 32;

/** strings.Trim: cuts all leading and trailing characters that the set holds. */
export function trimCharacters(text: string, set: string): string {
  if (set.length <= maxLookedThrough && isAscii(set)) {
    return trimAscii(text, set);
  }
  const wanted = new Set(Array.from(set, readable));
  const chars = [...text];
  let from = 0;
  let to = chars.length;
  while (from < to && wanted.has(readable(chars[from] ?? ''))) {
    from += 1;
  }
  while (to > from && wanted.has(readable(chars[to - 1] ?? ''))) {
    to -= 1;
  }
  return chars.slice(from, to).join('');
}

function trimAscii(text: string, set: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && set.includes(text.charAt(from))) {
    from += 1;
  }
  while (to > from && set.includes(text.charAt(to - 1))) {
    to -= 1;
  }
  return from === 0 && to === text.length ? text : text.slice(from, to);
}

/** Bytes that are no part of a character all read as U+FFFD. */
export function readable(char: string): string {
  return char.toWellFormed();
}

/** strings.Replace of all; an empty `old` matches before every character and at the end. */
export function replaceAll(source: string, old: string, replacement: string): string {
  if (old === '') {
    return normalizeGoString(`${replacement}${Array.from(source, (char) => char + replacement).join('')}`);
  }
  return onBytes([source, old, replacement], ([text = '', from = '', to = ''], restore) =>
    restore(text.replaceAll(from, () => to)),
  );
}

/** strings.SplitN; `limit` is -1 for no limit. An empty separator splits into characters. */
export function split(source: string, separator: string, limit = -1): string[] {
  if (limit === 0) {
    return [];
  }
  return separator === ''
    ? explode(source, limit)
    : onBytes([source, separator], ([text = '', at = ''], restore) => atMost(text.split(at), at, limit).map(restore));
}

function explode(source: string, limit: number): string[] {
  return atMost([...source], '', limit);
}

function atMost(parts: string[], separator: string, limit: number): string[] {
  if (limit < 0 || parts.length <= limit) {
    return parts;
  }
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}
