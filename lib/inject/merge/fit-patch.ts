import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { member, setMember } from '../../json/member.ts';
import type { UnknownField } from '../../kube/spell-fields.ts';
import { type FieldInfo, type TypeInfo, typeInfo } from '../../kube/type-info.ts';
import { isDirected } from '../../merge/directives.ts';

/** A template's result in two forms. */
export interface TemplateResult {
  /** As the template wrote it, with nulls and directives of strategic merge; fields in the case of Kubernetes. */
  readonly raw: JsonObject;
  /** As Go writes it once decoded: empty values gone, quantities canonical. For what is new in a pod. */
  readonly normal: JsonObject;
  /** What it has that Kubernetes does not know. */
  readonly unknown: readonly UnknownField[];
}

/**
 * The patch to merge into one pod. What the pod does not have yet is taken in Go's spelling, so that the pod gets
 * neither nulls nor empty fields from a template, as it would not from Istio, which decodes the merged pod into Go
 * structs. What the pod has is left as the template wrote it, because there null deletes and directives act.
 * The user's own text is not touched by this.
 */
export function fitPatch(result: TemplateResult, pod: JsonObject): JsonObject {
  return fitObject(result.raw, result.normal, { base: pod, info: typeInfo('v1.Pod') });
}

/** A value without the members that Go's encoder adds to it and that `raw` does not have (`resources: {}`). */
export function trimAdded(normal: JsonValue, raw: JsonValue): JsonValue {
  if (Array.isArray(normal)) {
    const items = Array.isArray(raw) ? raw : [];
    return normal.map((item, index) => trimAdded(item, items[index] ?? null));
  }
  if (!isObject(normal) || !isObject(raw)) {
    return normal;
  }
  const kept: Record<string, JsonValue> = {};
  for (const key in normal) {
    const written = member(raw, key) ?? null;
    if (written !== null) {
      setMember(kept, key, trimAdded(normal[key] ?? null, written));
    }
  }
  return kept;
}

interface ObjectFit {
  /** What the pod has here. */
  readonly base: JsonObject;
  readonly info: TypeInfo | undefined;
}

function fitObject(raw: JsonObject, normal: JsonObject, place: ObjectFit): JsonObject {
  if (isDirected(raw)) {
    return raw;
  }
  const fields: Record<string, JsonValue> = {};
  for (const key in raw) {
    const own = member(normal, key);
    const base = member(place.base, key);
    const fitted = base === undefined ? own : fitField(raw[key] ?? null, own, { base, parent: place.info, key });
    if (fitted !== undefined) {
      setMember(fields, key, fitted);
    }
  }
  return fields;
}

interface FieldFit {
  readonly base: JsonValue;
  /** The struct, and which of its fields. Most are texts, of which it makes no difference. */
  readonly parent: TypeInfo | undefined;
  readonly key: string;
}

function fitField(raw: JsonValue, normal: JsonValue | undefined, { base, parent, key }: FieldFit): JsonValue {
  if (isObject(raw) && isObject(base)) {
    return fitObject(raw, isObject(normal) ? normal : {}, { base, info: fieldOf(parent, key).info });
  }
  if (Array.isArray(raw) && Array.isArray(base)) {
    const { info, mergeKey } = fieldOf(parent, key);
    const items = Array.isArray(normal) ? normal : [];
    return mergeKey === undefined ? (normal ?? raw) : fitList(raw, items, { base, key: mergeKey, info });
  }
  return normal ?? raw;
}

interface ListFit {
  readonly base: readonly JsonValue[];
  readonly key: string;
  readonly info: TypeInfo | undefined;
}

function fitList(raw: readonly JsonValue[], normal: readonly JsonValue[], place: ListFit): readonly JsonValue[] {
  if (raw.some((item) => isObject(item) && isDirected(item))) {
    return raw;
  }
  const info = place.info?.kind === 'slice' ? place.info.elem() : undefined;
  const keys = new Set(raw.map((item) => (isObject(item) ? item[place.key] : undefined)));
  const bases = indexByKey(place.base, place.key, keys);
  return raw.map((item, index) => {
    const key = isObject(item) ? item[place.key] : undefined;
    const twin = key === undefined ? undefined : twinOf(normal[index], place.key, key);
    const base = bases.get(key);
    return isObject(item) && base !== undefined ? fitObject(item, twin ?? {}, { base, info }) : (twin ?? item);
  });
}

/** An item in Go's spelling: it stands at the same index, which tells two of one merge key apart. */
function twinOf(candidate: JsonValue | undefined, key: string, value: JsonValue): JsonObject | undefined {
  return isObject(candidate) && candidate[key] === value ? candidate : undefined;
}

/** The first object of a list by each value of its merge key that is asked for. */
function indexByKey(
  list: readonly JsonValue[],
  key: string,
  asked: ReadonlySet<JsonValue | undefined>,
): ReadonlyMap<JsonValue | undefined, JsonObject> {
  const index = new Map<JsonValue | undefined, JsonObject>();
  for (const item of list) {
    const value = isObject(item) ? item[key] : undefined;
    if (isObject(item) && value !== undefined && asked.has(value) && !index.has(value)) {
      index.set(value, item);
    }
  }
  return index;
}

interface FieldMeaning {
  readonly info: TypeInfo | undefined;
  readonly mergeKey: string | undefined;
}

/** Where a struct's field leads: pointers are looked through, an inlined field is its parent's. */
function fieldOf(parent: TypeInfo | undefined, key: string): FieldMeaning {
  const field: FieldInfo | undefined = parent?.kind === 'struct' ? parent.byJson.get(key) : undefined;
  const info = field?.info.kind === 'pointer' ? field.info.elem() : field?.info;
  return { info, mergeKey: field?.strategies?.includes('merge') ? field.mergeKey : undefined };
}
