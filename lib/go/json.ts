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

/** Whether a JSON value is an object. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What was wrong with a JSON text: `syntax`, nested deeper than allowed (`depth`), or a number that no float64
 * comes near (`number-range`).
 */
export type JsonErrorCode = 'syntax' | 'depth' | 'number-range';

/** A JSON text that cannot be read. `line` and `column` count from 1, in UTF-16 units. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  readonly code: JsonErrorCode;
  readonly line: number;
  readonly column: number;

  constructor(code: JsonErrorCode, message: string, at: { readonly text: string; readonly offset: number }) {
    const before = at.text.slice(0, at.offset);
    const line = before.split('\n').length;
    const column = at.offset - before.lastIndexOf('\n');
    super(`line ${line}, column ${column}: ${message}`);
    this.code = code;
    this.line = line;
    this.column = column;
  }
}
