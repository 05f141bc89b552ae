/** JSON as the merge sees it: plain objects with own keys, whole numbers as `number` or `bigint`. */
export type JsonValue = null | boolean | number | bigint | string | JsonList | JsonObject;
export type JsonList = readonly JsonValue[];
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** The kinds of values that Go's decoder tells apart. */
export type JsonKind = 'null' | 'bool' | 'int64' | 'float64' | 'string' | 'map' | 'list';

/** The kind of a value. A number is an int64 if it is whole, since JavaScript does not keep how it was written. */
export function kindOf(value: JsonValue): JsonKind {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    case 'bigint':
      return 'int64';
    case 'number':
      return Number.isInteger(value) ? 'int64' : 'float64';
    default:
      return value === null ? 'null' : Array.isArray(value) ? 'list' : 'map';
  }
}

/** Whether a value is a JSON object. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a JSON list. */
export function isList(value: JsonValue | undefined): value is JsonList {
  return Array.isArray(value);
}

/** An own property; inherited ones (`constructor`) do not count. */
export function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * An object being changed. The base is copied at the first real change and never written to; without a change the
 * base itself is the result, so that callers share it.
 */
export class Draft {
  readonly #base: JsonObject;
  #copy: { [key: string]: JsonValue } | undefined;

  constructor(base: JsonObject) {
    this.#base = base;
  }

  /** The object as it stands. */
  get value(): JsonObject {
    return this.#copy ?? this.#base;
  }

  get(key: string): JsonValue | undefined {
    return own(this.value, key);
  }

  set(key: string, value: JsonValue): void {
    if (this.get(key) === value) {
      return;
    }
    const copy = this.#ownCopy();
    if (key === '__proto__') {
      Object.defineProperty(copy, key, { value, writable: true, enumerable: true, configurable: true });
    } else {
      copy[key] = value;
    }
  }

  delete(key: string): void {
    if (Object.hasOwn(this.value, key)) {
      delete this.#ownCopy()[key];
    }
  }

  #ownCopy(): { [key: string]: JsonValue } {
    this.#copy ??= { ...this.#base };
    return this.#copy;
  }
}
