import { isList, isObject, type JsonValue } from '../json/json-value.ts';

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
