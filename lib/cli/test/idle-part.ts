import { isList, isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';

type Path = readonly (string | number)[];

/** What every pod has. */
const always: ReadonlyMap<string, JsonValue> = new Map([
  ['apiVersion', 'v1'],
  ['kind', 'Pod'],
]);

/**
 * A part of an expected pod that says nothing: only what every pod has, an empty `spec`, a list without items, an item
 * without members. Undefined where every part tells something.
 * @returns the path to it
 */
export function idlePart(pod: JsonObject): Path | undefined {
  const telling = Object.entries(pod).filter(([key, value]) => always.get(key) !== value);
  if (telling.length === 0) {
    return [];
  }
  return firstOf(telling, ([key, value]) => (isEmpty(value) ? [key] : below(value, [key])));
}

function below(value: JsonValue, path: Path): Path | undefined {
  if (isList(value)) {
    const inItem = (item: JsonValue, index: number) =>
      isEmpty(item) ? [...path, index] : below(item, [...path, index]);
    return value.length === 0 ? path : firstOf(value, inItem);
  }
  return isObject(value) ? firstOf(Object.entries(value), ([key, each]) => below(each, [...path, key])) : undefined;
}

function isEmpty(value: JsonValue): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

function firstOf<T>(items: readonly T[], find: (item: T, index: number) => Path | undefined): Path | undefined {
  return items.map(find).find((found) => found !== undefined);
}
