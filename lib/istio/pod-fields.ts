import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';

/** The lists of containers in a pod's spec. */
export type ContainerField = 'containers' | 'initContainers';

export const containerFields = ['containers', 'initContainers'] as const satisfies readonly ContainerField[];

/** Names of the containers that Istio's templates bring. */
export const proxyContainer = 'istio-proxy';
export const validationContainer = 'istio-validation';
export const initContainer = 'istio-init';
export const coreDumpContainer = 'enable-core-dump';

/** Stands for every object that is absent, so that what is remembered of it is found again. */
const nothing: JsonObject = Object.freeze({});

/** An own member of an object that came from outside. */
export function memberOf(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** An own member that is an object, else an empty one: for reading only. */
export function objectAt(object: JsonObject, ...path: readonly string[]): JsonObject {
  let current = object;
  for (const key of path) {
    const member = memberOf(current, key);
    current = isObject(member) ? member : nothing;
  }
  return current;
}

/** An own member that is text; `''` otherwise. */
export function textAt(object: JsonObject, key: string): string {
  const member = memberOf(object, key);
  return typeof member === 'string' ? member : '';
}

/** The text members of the pod's annotations. */
export function annotationsOf(pod: JsonObject): ReadonlyMap<string, string> {
  return textsOf(objectAt(pod, 'metadata', 'annotations'));
}

/** The text members of the pod's labels. */
export function labelsOf(pod: JsonObject): ReadonlyMap<string, string> {
  return textsOf(objectAt(pod, 'metadata', 'labels'));
}

/** The text members of an object. Pods are never changed, so each is looked through once. */
export function textsOf(object: JsonObject): ReadonlyMap<string, string> {
  const known = knownTexts.get(object);
  if (known !== undefined) {
    return known;
  }
  const texts = new Map<string, string>();
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (typeof value === 'string') {
      texts.set(key, value);
    }
  }
  knownTexts.set(object, texts);
  return texts;
}

const knownTexts = new WeakMap<JsonObject, ReadonlyMap<string, string>>();

/** A list of containers of the pod. */
export function containersOf(pod: JsonObject, field: ContainerField): readonly JsonObject[] {
  return objectsOf(memberOf(objectAt(pod, 'spec'), field));
}

/** The objects of a list. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The first container of that name in a list. */
export function findContainer(containers: readonly JsonObject[], name: string): JsonObject | undefined {
  return containers.find((container) => textAt(container, 'name') === name);
}

/** The pod's proxy: the first `istio-proxy` among the containers, else among the init containers. */
export function findSidecar(pod: JsonObject): JsonObject | undefined {
  for (const field of containerFields) {
    const found = findContainer(containersOf(pod, field), proxyContainer);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** The pod with another list of containers. */
export function withContainers(pod: JsonObject, field: ContainerField, containers: readonly JsonObject[]): JsonObject {
  const spec = objectAt(pod, 'spec');
  return memberOf(spec, field) === undefined && containers.length === 0
    ? pod
    : { ...pod, spec: { ...spec, [field]: containers } };
}

/** The pod with one of its containers (the very object) replaced. */
export function replaceContainer(pod: JsonObject, before: JsonObject, after: JsonObject): JsonObject {
  let changed = pod;
  for (const field of containerFields) {
    const list = containersOf(changed, field);
    if (before !== after && list.includes(before)) {
      changed = withContainers(
        changed,
        field,
        list.map((container) => (container === before ? after : container)),
      );
    }
  }
  return changed;
}

/** The pod with annotations or labels set; undefined removes one. Keys may be any text. */
export function withMetadata(
  pod: JsonObject,
  map: 'annotations' | 'labels',
  changes: ReadonlyMap<string, string | undefined>,
): JsonObject {
  const metadata = objectAt(pod, 'metadata');
  const entries = new Map(Object.entries(objectAt(metadata, map)));
  for (const [key, value] of changes) {
    if (value === undefined) {
      entries.delete(key);
    } else {
      entries.set(key, value);
    }
  }
  return { ...pod, metadata: { ...metadata, [map]: Object.fromEntries(entries) } };
}

/** A container's environment variables. */
export function envOf(container: JsonObject): readonly JsonObject[] {
  return objectsOf(memberOf(container, 'env'));
}

/** An environment variable as Go encodes it: an empty value is left out. */
export function envVar(name: string, value: string): JsonObject {
  return value === '' ? { name } : { name, value };
}
