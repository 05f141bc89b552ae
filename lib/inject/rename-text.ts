import { isObject, type JsonObject, type JsonValue } from '../go/json.ts';

/** A value with a text replaced wherever a string has it. Keys stay; parts without it are shared. */
export function renameText(value: JsonValue, from: string, to: string): JsonValue {
  if (typeof value === 'string') {
    return value.includes(from) ? value.replaceAll(from, to) : value;
  }
  if (Array.isArray(value)) {
    const items = value.map((item: JsonValue) => renameText(item, from, to));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  return isObject(value) ? renameIn(value, from, to) : value;
}

function renameIn(object: JsonObject, from: string, to: string): JsonObject {
  let changes: Map<string, JsonValue> | undefined;
  for (const key of Object.keys(object)) {
    const value = object[key] ?? null;
    const renamed = renameText(value, from, to);
    if (renamed !== value) {
      changes ??= new Map(Object.entries(object));
      changes.set(key, renamed);
    }
  }
  return changes === undefined ? object : Object.fromEntries(changes);
}
