/**
 * JSON as it flows through the product: what `parseJson` returns and `stringifyJson` takes.
 * Whole numbers that a float64 cannot hold exactly are `bigint`; all other numbers are `number`.
 * Objects are plain and may own any key, `__proto__` included, so they are built with
 * `Object.defineProperty` or `JSON.parse`, never by assigning a key that came from outside.
 */
export type JsonValue = null | boolean | number | bigint | string | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
