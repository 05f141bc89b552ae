import { parse, stringify } from 'lossless-json';
import { errorText } from '../base/coded-error.ts';
import { JsonError } from './errors.ts';
import type { JsonValue } from './json-value.ts';

/** How deep objects and arrays may nest unless the caller says otherwise. Pods nest about 15 deep. */
export const maxJsonDepth = 1000;

/**
 * A number that may lose digits in a float64, or overflow it. Inside a string it costs only the slow path; digests
 * (`sha256:9e10…`), of which lists of pods are full, are no such numbers.
 */
const riskyNumber = /[\s:,[]-?\d(?:\d{15}|\d*(?:\.\d*)?[eE][-+]?\d+(?:[\s,\]}]|$))/;
const bareNumber = /^-?\d/;
const surrogateEscape = /\\u[dD][89a-fA-F]/;
const anyEscape = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|.)/gs;
const loneEscape = /^\\u.{4}$/;

/**
 * Reads a JSON text without losing digits: whole numbers beyond ±(2^53 - 1) become `bigint`. Any key is an own
 * property, `__proto__` too; the last of several equal keys wins; a lone surrogate becomes U+FFFD; all of this as Go
 * has it. @throws `JsonError` with line and column for bad syntax, for nesting beyond `maxDepth` (default
 * `maxJsonDepth`) and for a number that overflows a float64.
 */
export function parseJson(text: string, options: { readonly maxDepth?: number } = {}): JsonValue {
  checkDepth(text, options.maxDepth ?? maxJsonDepth);
  return parseFlat(text);
}

/** Reads a JSON text as `parseJson` does, where somebody has looked how deep it nests. @throws JsonError */
export function parseFlat(text: string): JsonValue {
  const wellFormed = replaceLoneSurrogates(text);
  const isObject = wellFormed.startsWith('{');
  return riskyNumber.test(wellFormed) || (!isObject && bareNumber.test(wellFormed))
    ? parseLossless(wellFormed)
    : parsePlain(wellFormed);
}

/** Writes a JSON value as compact text; a `bigint` becomes a number with all its digits. @throws on a cycle. */
export function stringifyJson(value: JsonValue): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    // Besides bigints JSON.stringify refuses cycles, on which the slow path fails in its turn.
    const text = cause instanceof TypeError ? stringify(value) : undefined;
    if (text === undefined) {
      throw cause;
    }
    return text;
  }
}

function parsePlain(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw locateSyntaxError(text, cause);
  }
}

/**
 * The slow path, for texts with numbers that JSON.parse might spoil. lossless-json defines `__proto__` as an own
 * property; it recurses, but the depth was checked before.
 */
function parseLossless(text: string): JsonValue {
  try {
    return decodeLossless(text);
  } catch (cause) {
    throw cause instanceof RangeError ? locateOverflow(text, cause.message) : syntaxError(text, cause);
  }
}

function decodeLossless(text: string): JsonValue {
  return parse(text, null, { parseNumber: decodeNumber, onDuplicateKey: ({ newValue }) => newValue }) as JsonValue;
}

function decodeNumber(digits: string): number | bigint {
  const value = Number(digits);
  if (!Number.isFinite(value)) {
    throw new RangeError(digits);
  }
  return Number.isSafeInteger(value) || /[.eE]/.test(digits) ? value : BigInt(digits);
}

function locateOverflow(text: string, digits: string): JsonError {
  const shown = digits.length > 20 ? `${digits.slice(0, 20)}… (${digits.length} characters)` : digits;
  const message = `the number ${shown} is too large for a float64; write a smaller one`;
  return new JsonError('number-range', message, { text, offset: text.indexOf(digits) });
}

/** V8 does not always say where; the slow parser does. */
function locateSyntaxError(text: string, cause: unknown): JsonError {
  try {
    decodeLossless(text);
  } catch (located) {
    return syntaxError(text, located);
  }
  return syntaxError(text, cause);
}

function syntaxError(text: string, cause: unknown): JsonError {
  const said = errorText(cause);
  const [, what = said, position = '0'] = /^(.*) at position (\d+)$/s.exec(said) ?? [];
  return new JsonError('syntax', `not valid JSON: ${what}`, { text, offset: Number(position) });
}

/** Counts brackets first, which is enough for ordinary documents, and only then looks at how they nest. */
function checkDepth(text: string, limit: number): void {
  if (!hasMoreBrackets(text, limit)) {
    return;
  }
  let depth = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const char = text[offset];
    if (char === '"') {
      offset = endOfString(text, offset);
    } else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > limit) {
        throw new JsonError('depth', `nested deeper than ${limit} levels; flatten the document`, { text, offset });
      }
    } else if (char === '}' || char === ']') {
      depth -= 1;
    }
  }
}

function hasMoreBrackets(text: string, limit: number): boolean {
  let count = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0 && count <= limit; at = text.indexOf(bracket, at + 1)) {
      count += 1;
    }
  }
  return count > limit;
}

/** The offset of the quote that closes the string which opens at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset++) {
    if (text[offset] === '\\') {
      offset += 1;
    } else if (text[offset] === '"') {
      return offset;
    }
  }
  return text.length;
}

/** Go strings are UTF-8 and have no surrogates: the decoder writes U+FFFD instead. Offsets stay as they are. */
function replaceLoneSurrogates(text: string): string {
  const raw = text.toWellFormed();
  return raw.includes('\\u') && surrogateEscape.test(raw)
    ? raw.replace(anyEscape, (found) => (loneEscape.test(found) && surrogateEscape.test(found) ? '\\ufffd' : found))
    : raw;
}
