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

/** Whether two values are the same JSON: key order does not count, list order does. */
export function equal(left: JsonValue, right: JsonValue): boolean {
  if (left === right) {
    return true;
  }
  if (isList(left)) {
    return isList(right) && left.length === right.length && left.every((item, at) => equal(item, right[at] ?? null));
  }
  if (!isObject(left) || !isObject(right)) {
    return false;
  }
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equal(left[key] ?? null, right[key] ?? null))
  );
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

/** Bytes of the value as compact JSON in UTF-8. Stops counting beyond `limit`: then the result is any number above. */
export function jsonSize(value: JsonValue, limit = Number.POSITIVE_INFINITY): number {
  if (typeof value === 'string') {
    return stringSize(value);
  }
  if (typeof value !== 'object' || value === null) {
    return String(value).length;
  }
  return isList(value) ? listSize(value, limit) : objectSize(value, limit);
}

function listSize(list: JsonList, limit: number): number {
  let size = list.length === 0 ? 2 : list.length + 1;
  for (let at = 0; at < list.length && size <= limit; at++) {
    size += jsonSize(list[at] ?? null, limit - size);
  }
  return size;
}

function objectSize(object: JsonObject, limit: number): number {
  const keys = Object.keys(object);
  let size = keys.length === 0 ? 2 : 2 * keys.length + 1;
  for (let at = 0; at < keys.length && size <= limit; at++) {
    const key = keys[at] ?? '';
    size += stringSize(key);
    size += jsonSize(object[key] ?? null, limit - size);
  }
  return size;
}

// Everything else takes more than a byte, or an escape.
const plainText = /^[ !#-[\]-~]*$/;

/** Bytes of a string as JSON, quotes included. */
export function stringSize(text: string): number {
  return plainText.test(text) ? text.length + 2 : Buffer.byteLength(JSON.stringify(text));
}
