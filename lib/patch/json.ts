/** JSON as the patch sees it: plain objects with own keys, integers beyond 2^53 as `bigint`. */
export type JsonValue = null | boolean | number | bigint | string | JsonList | JsonObject;
export type JsonList = readonly JsonValue[];
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Whether a value is a JSON object. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a JSON list. */
export function isList(value: JsonValue | undefined): value is JsonList {
  return Array.isArray(value);
}

/**
 * Whether two values are the same JSON: key order does not count, list order does. Most of a pod is only ever
 * compared, so this is written for speed: loops without calls or copies.
 */
export function equal(left: JsonValue, right: JsonValue): boolean {
  if (left === right) {
    return true;
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return false;
  }
  if (isList(left)) {
    return isList(right) && equalLists(left, right);
  }
  return !isList(right) && equalObjects(left, right);
}

function equalLists(left: JsonList, right: JsonList): boolean {
  if (left.length !== right.length) {
    return false;
  }
  for (let at = 0; at < left.length; at++) {
    if (!equal(left[at] ?? null, right[at] ?? null)) {
      return false;
    }
  }
  return true;
}

function equalObjects(left: JsonObject, right: JsonObject): boolean {
  let surplus = countMembers(right);
  for (const key in left) {
    const other = member(right, key);
    if (other === undefined || !equal(left[key] ?? null, other)) {
      return false;
    }
    surplus -= 1;
  }
  return surplus === 0;
}

/** The own member of that name; `undefined` if there is none. */
export function member(object: JsonObject, key: string): JsonValue | undefined {
  const value = object[key];
  // All that a plain object inherits are functions, and under `__proto__` an object: asking `hasOwn` costs more.
  return typeof value === 'function' || (key === '__proto__' && !Object.hasOwn(object, key)) ? undefined : value;
}

/** How many members an object has. No plain object inherits anything that for-in shows. */
export function countMembers(object: JsonObject): number {
  let count = 0;
  for (const _ in object) {
    count += 1;
  }
  return count;
}

/** A text that two values share exactly if they are equal. */
export function fingerprint(value: JsonValue): string {
  if (isList(value)) {
    return `[${value.map(fingerprint).join(',')}]`;
  }
  if (isObject(value)) {
    const fields = Object.keys(value).sort();
    return `{${fields.map((key) => `${JSON.stringify(key)}:${fingerprint(value[key] ?? null)}`).join(',')}}`;
  }
  return typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
}

/** Sizes of lists and objects that were counted before. */
export type KnownSizes = ReadonlyMap<JsonValue, number>;

const nothingKnown: KnownSizes = new Map();

/** Bytes of the value as compact JSON in UTF-8. Stops counting beyond `limit`: then the result is any number above. */
export function jsonSize(value: JsonValue, limit = Number.POSITIVE_INFINITY, known = nothingKnown): number {
  if (typeof value === 'string') {
    return value.length > limit ? value.length : stringSize(value);
  }
  if (typeof value !== 'object' || value === null) {
    return String(value).length;
  }
  return known.get(value) ?? (isList(value) ? listSize(value, limit, known) : objectSize(value, limit, known));
}

function listSize(list: JsonList, limit: number, known: KnownSizes): number {
  let size = list.length === 0 ? 2 : list.length + 1;
  for (let at = 0; at < list.length && size <= limit; at++) {
    size += jsonSize(list[at] ?? null, limit - size, known);
  }
  return size;
}

function objectSize(object: JsonObject, limit: number, known: KnownSizes): number {
  const count = countMembers(object);
  let size = count === 0 ? 2 : 2 * count + 1;
  for (const key in object) {
    if (size > limit) {
      break;
    }
    size += stringSize(key);
    size += jsonSize(object[key] ?? null, limit - size, known);
  }
  return size;
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
