import { Draft } from '../json/draft.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';

/** The lists of a pod's spec whose items are known by name. */
export type NamedList = ContainerList | 'volumes' | 'imagePullSecrets';
export type ContainerList = 'containers' | 'initContainers';

export const containerLists = ['containers', 'initContainers'] as const satisfies readonly ContainerList[];

/** A member that is an object, else an empty one: for reading only. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isObject(value) ? value : {};
}

/** The pod's spec, or an empty one. */
export function specOf(pod: JsonObject): JsonObject {
  return objectAt(pod, 'spec');
}

/** The pod's annotations, or none. */
export function annotationsOf(pod: JsonObject): JsonObject {
  return objectAt(objectAt(pod, 'metadata'), 'annotations');
}

/** An annotation's text; undefined where it is absent or not text. */
export function annotationOf(pod: JsonObject, name: string): string | undefined {
  const annotations = annotationsOf(pod);
  const value = Object.hasOwn(annotations, name) ? annotations[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The objects of a list of the spec; what is no object is left out. */
export function itemsOf(pod: JsonObject, list: NamedList): readonly JsonObject[] {
  const value = specOf(pod)[list];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** An item's name, as Go decodes it: empty where there is none. */
export function nameOf(item: JsonObject): string {
  return typeof item.name === 'string' ? item.name : '';
}

/** The first item of that name. */
export function findNamed(items: readonly JsonObject[], name: string): JsonObject | undefined {
  return items.find((item) => nameOf(item) === name);
}

/** The pod with another list in its spec; one in which nothing is left goes, but for the containers, which must be. */
export function withItems(pod: JsonObject, list: NamedList, items: readonly JsonObject[]): JsonObject {
  const { [list]: before, ...spec } = specOf(pod);
  if (items.length === 0 && list !== 'containers') {
    return before === undefined ? pod : { ...pod, spec };
  }
  return { ...pod, spec: { ...specOf(pod), [list]: items } };
}

/** The pod with a change to `metadata.annotations` or `metadata.labels`: null removes a key. */
export function withMetadata(
  pod: JsonObject,
  map: 'annotations' | 'labels',
  changes: Readonly<Record<string, JsonValue>>,
): JsonObject {
  const metadata = objectAt(pod, 'metadata');
  const before = objectAt(metadata, map);
  const after = applyChanges(before, changes);
  if (after === before) {
    return pod;
  }
  if (Object.keys(after).length === 0) {
    const { [map]: _emptied, ...rest } = metadata;
    return { ...pod, metadata: rest };
  }
  return { ...pod, metadata: { ...metadata, [map]: after } };
}

/** An object with keys set, or removed where the change is null. Keys may be any text: they become own properties. */
export function applyChanges(before: JsonObject, changes: Readonly<Record<string, JsonValue>>): JsonObject {
  const after = new Draft(before);
  for (const key of Object.keys(changes)) {
    const value = changes[key] ?? null;
    if (value === null) {
      after.delete(key);
    } else {
      after.set(key, value);
    }
  }
  return after.value;
}
