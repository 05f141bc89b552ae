import type { JsonValue } from '../json/json-value.ts';
import { isList } from '../json/json-value.ts';
import { int64 } from './numbers.ts';
import type { GoMap, GoValue } from './value.ts';

/**
 * How numbers of JSON become Go numbers. `float64`: all of them, as encoding/json and sigs.k8s.io/yaml decode into
 * `interface {}`. `int64`: whole numbers that fit 64 bits, as the Kubernetes decoder does; the rest are float64.
 */
export type NumberMode = 'float64' | 'int64';

const int64Min = -(2n ** 63n);
const int64Max = 2n ** 63n - 1n;

/**
 * A Go value from JSON: objects become `map[string]interface {}`, lists `[]interface {}`, null nil. Lone surrogates
 * become U+FFFD, because in Go values they mean bytes. With `int64`, a number that was written `1.0` counts as whole,
 * since the difference is gone once the text is parsed.
 */
export function goValueFromJson(value: JsonValue, numbers: NumberMode): GoValue {
  switch (typeof value) {
    case 'string':
      return value.toWellFormed();
    case 'number':
      return numbers === 'int64' && Number.isInteger(value) ? wholeNumber(BigInt(value)) : value;
    case 'bigint':
      return numbers === 'int64' ? wholeNumber(value) : Number(value);
    case 'boolean':
      return value;
    default:
      return value === null ? null : fromContainer(value, numbers);
  }
}

function fromContainer(value: Extract<JsonValue, object>, numbers: NumberMode): GoValue {
  if (isList(value)) {
    return value.map((item) => goValueFromJson(item, numbers));
  }
  const map: GoMap = new Map();
  for (const key of Object.keys(value)) {
    map.set(key.toWellFormed(), goValueFromJson(value[key] ?? null, numbers));
  }
  return map;
}

function wholeNumber(value: bigint): GoValue {
  return value >= int64Min && value <= int64Max ? int64(value) : Number(value);
}
