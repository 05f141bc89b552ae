import { latestPerObject } from '../../base/once-per-object.ts';
import { Draft, isEmptied } from '../../json/draft.ts';
import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { objectIn, ownText } from '../../json/member.ts';

/** What Kubernetes takes of all annotations of an object together, keys included, in bytes. */
export const maxAnnotationBytes = 262_144;

/** The pod's annotations, or none. */
export function annotationsOf(pod: JsonObject): JsonObject {
  return objectIn(objectIn(pod, 'metadata'), 'annotations');
}

/** An annotation's text; undefined where it is absent or not text. */
export function annotationOf(pod: JsonObject, name: string): string | undefined {
  return ownText(annotationsOf(pod), name);
}

/** A label's text; undefined where it is absent or not text. There may be very many: none is gone through. */
export function labelOf(pod: JsonObject, name: string): string | undefined {
  return ownText(objectIn(objectIn(pod, 'metadata'), 'labels'), name);
}

/** Texts by name; a map is one. */
export interface Texts {
  get(name: string): string | undefined;
  keys(): Iterable<string>;
}

/** The text members of the pod's annotations. */
export function annotationTexts(pod: JsonObject): Texts {
  return textsOf(annotationsOf(pod));
}

/**
 * What counts against `maxAnnotationBytes`.
 * @param left names of annotations that are left out
 */
export function annotationBytes(pod: JsonObject, left: ReadonlySet<string> = nothingLeft): number {
  const annotations = annotationsOf(pod);
  let bytes = 0;
  for (const key in annotations) {
    const value = annotations[key];
    if (typeof value === 'string' && !left.has(key)) {
      bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
    }
  }
  return bytes;
}

const nothingLeft: ReadonlySet<string> = new Set();

/**
 * The text members of an object, looked up in it: there may be very many. Of one object they are the same until another
 * one is asked for.
 */
export const textsOf = latestPerObject((object: JsonObject): Texts => new TextMembers(object));

class TextMembers implements Texts {
  readonly #object: JsonObject;

  constructor(object: JsonObject) {
    this.#object = object;
  }

  get(name: string): string | undefined {
    return ownText(this.#object, name);
  }

  *keys(): Iterable<string> {
    for (const key in this.#object) {
      if (this.get(key) !== undefined) {
        yield key;
      }
    }
  }
}

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
  if (isEmptied(before, after)) {
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
