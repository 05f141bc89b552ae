import { isList, type JsonArray, type JsonObject, type JsonValue } from '../json/json-value.ts';

/** Sizes of lists and objects that need not be counted. Each is asked for where it stands. */
export interface KnownSizes {
  get(value: JsonValue): number | undefined;
}

const nothingKnown: KnownSizes = new Map<JsonValue, number>();

/**
 * Bytes of the value as compact JSON in UTF-8. Stops counting beyond `limit`: then the result is any number above, but
 * no more than the bytes.
 */
export function jsonSize(value: JsonValue, limit = Number.POSITIVE_INFINITY, known = nothingKnown): number {
  if (typeof value === 'string') {
    return value.length > limit ? value.length : stringSize(value);
  }
  if (typeof value !== 'object' || value === null) {
    return String(value).length;
  }
  return known.get(value) ?? (isList(value) ? listSize(value, limit, known) : objectSize(value, limit, known));
}

function listSize(list: JsonArray, limit: number, known: KnownSizes): number {
  let size = list.length === 0 ? 2 : list.length + 1;
  for (let at = 0; at < list.length && size <= limit; at++) {
    size += jsonSize(list[at] ?? null, limit - size, known);
  }
  return size;
}

function objectSize(object: JsonObject, limit: number, known: KnownSizes): number {
  // A brace, and after each member a comma or the other brace.
  let size = 1;
  for (const key in object) {
    if (size > limit) {
      break;
    }
    size += stringSize(key) + 2;
    size += jsonSize(object[key] ?? null, limit - size, known);
  }
  return Math.max(size, 2);
}

/** Bytes of a string as JSON, quotes included. */
export function stringSize(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Everything else takes more than a byte, or an escape. A loop beats a regular expression on such short texts.
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) {
      return Buffer.byteLength(JSON.stringify(text));
    }
  }
  return text.length + 2;
}
