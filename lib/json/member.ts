import { isObject, type JsonObject, type JsonValue } from './json-value.ts';

/** The own member of that name; `undefined` if there is none. */
export function member(object: JsonObject, key: string): JsonValue | undefined {
  const value = object[key];
  // All that a plain object inherits are functions, and under `__proto__` an object: asking `hasOwn` costs more.
  return typeof value === 'function' || (key === '__proto__' && !Object.hasOwn(object, key)) ? undefined : value;
}

/** How many members an object has. No plain object inherits anything that for-in shows. */
export function countMembers(object: JsonObject): number {
  let count = 0;
  for (const _ in object) {
    count += 1;
  }
  return count;
}

/** Sets an own member; plain assignment of `__proto__` would change the prototype instead. */
export function setMember<Value>(object: { [key: string]: Value }, key: string, value: Value): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  } else {
    object[key] = value;
  }
}

/** Stands for every object that is absent, so that what is remembered of it is found again. */
const noMembers: JsonObject = Object.freeze({});

/** An own member that is an object, else an empty one: for reading only. */
export function objectIn(object: JsonObject, key: string): JsonObject {
  const found = member(object, key);
  return isObject(found) ? found : noMembers;
}

/** The same at the end of a path of members. */
export function objectAt(object: JsonObject, ...path: readonly string[]): JsonObject {
  let current = object;
  for (const key of path) {
    current = objectIn(current, key);
  }
  return current;
}

/** An own member that is text; `undefined` otherwise. No plain object inherits any. */
export function ownText(object: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}

/** The same, but `''` where there is none. */
export function textAt(object: JsonObject, key: string): string {
  return ownText(object, key) ?? '';
}

/** The objects of a list; of what is no list, none. Nearly every list has nothing else, and is given as it is. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  if (!Array.isArray(value)) {
    return noObjects;
  }
  return value.every(isObject) ? value : value.filter(isObject);
}

const noObjects: readonly JsonObject[] = [];

/** An own member of a value that need not be an object. */
export function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isObject(value) ? member(value, key) : undefined;
}

/** The value at a path of own members; `undefined` where there is none. */
export function valueAt(root: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(memberOf, root);
}
