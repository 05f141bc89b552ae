import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { objectsOf, valueAt } from '../../json/member.ts';

/** The object at a path; an empty one where there is none. */
export function objectIn(root: JsonValue | undefined, ...path: readonly string[]): JsonObject {
  const value = valueAt(root, ...path);
  return isObject(value) ? value : {};
}

/** The objects of the list at a path. */
export function objectsIn(root: JsonValue | undefined, ...path: readonly string[]): readonly JsonObject[] {
  return objectsOf(valueAt(root, ...path));
}

/** The text at a path; `''` where there is none. */
export function textIn(root: JsonValue | undefined, ...path: readonly string[]): string {
  const value = valueAt(root, ...path);
  return typeof value === 'string' ? value : '';
}

/** The texts of the list at a path. */
export function textsIn(root: JsonValue | undefined, ...path: readonly string[]): readonly string[] {
  const value = valueAt(root, ...path);
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The map of texts at a path, such as labels; what is no text is left out. */
export function labelsIn(root: JsonValue | undefined, ...path: readonly string[]): Readonly<Record<string, string>> {
  const entries = Object.entries(objectIn(root, ...path));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
