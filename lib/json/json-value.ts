/**
 * JSON as it flows through the product: what `parseJson` returns and `stringifyJson` takes.
 * Whole numbers beyond ±(2^53 - 1) are `bigint`, since a float64 cannot hold all of them; every other number is
 * a `number`. Objects are plain and may own any key, `__proto__` included, so they are built with
 * `Object.defineProperty`, `Object.fromEntries` or `JSON.parse`, never by assigning a key that came from outside.
 */
export type JsonValue = null | boolean | number | bigint | string | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Whether a value is a JSON object. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a JSON list. */
export function isList(value: JsonValue | undefined): value is JsonArray {
  return Array.isArray(value);
}
