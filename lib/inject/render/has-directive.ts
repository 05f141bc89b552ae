import { isObject, type JsonValue } from '../../json/json-value.ts';

/** Whether strategic merge does more than copy where there is nothing yet: nulls apart, only a `$` key makes it. */
export function hasDirective(value: JsonValue): boolean {
  if (Array.isArray(value)) {
    return value.some(hasDirective);
  }
  if (!isObject(value)) {
    return false;
  }
  for (const key in value) {
    if (key.startsWith('$') || hasDirective(value[key] ?? null)) {
      return true;
    }
  }
  return false;
}
