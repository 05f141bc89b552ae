import type { JsonValue } from '../json/json-value.ts';

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
