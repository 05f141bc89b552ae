import { Draft } from '../../json/draft.ts';
import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { countMembers, member, objectIn } from '../../json/member.ts';

/** What Kubernetes takes of all annotations of an object together, keys included, in bytes. */
export const maxAnnotationBytes = 262_144;

/** The pod's annotations, or none. */
export function annotationsOf(pod: JsonObject): JsonObject {
  return objectIn(objectIn(pod, 'metadata'), 'annotations');
}

/** An annotation's text; undefined where it is absent or not text. */
export function annotationOf(pod: JsonObject, name: string): string | undefined {
  const value = member(annotationsOf(pod), name);
  return typeof value === 'string' ? value : undefined;
}

/** A label's text; undefined where it is absent or not text. There may be very many: none is gone through. */
export function labelOf(pod: JsonObject, name: string): string | undefined {
  const value = member(objectIn(objectIn(pod, 'metadata'), 'labels'), name);
  return typeof value === 'string' ? value : undefined;
}

/** The text members of the pod's annotations. */
export function annotationTexts(pod: JsonObject): ReadonlyMap<string, string> {
  return textsOf(annotationsOf(pod));
}

/** What counts against `maxAnnotationBytes`. */
export function annotationBytes(pod: JsonObject): number {
  let bytes = 0;
  for (const [key, value] of annotationTexts(pod)) {
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  return bytes;
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

/** The pod with a change to `metadata.annotations` or `metadata.labels`: null removes a key. */
export function withMetadata(
  pod: JsonObject,
  map: 'annotations' | 'labels',
  changes: Readonly<Record<string, JsonValue>>,
): JsonObject {
  const metadata = objectIn(pod, 'metadata');
  const before = objectIn(metadata, map);
  const after = applyChanges(before, changes);
  if (after === before) {
    return pod;
  }
  if (isEmpty(after, changes)) {
    const { [map]: _emptied, ...rest } = metadata;
    return { ...pod, metadata: rest };
  }
  return { ...pod, metadata: { ...metadata, [map]: after } };
}

/** Of what has got a member nobody has to ask, and it may have very many. */
function isEmpty(after: JsonObject, changes: Readonly<Record<string, JsonValue>>): boolean {
  return Object.values(changes).every((value) => value === null) && countMembers(after) === 0;
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
