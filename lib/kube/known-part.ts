import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { type TypeInfo, typeInfo } from './type-info.ts';

/** A pod without what no template and no stage can see. */
export interface KnownPart {
  readonly pod: JsonObject;
  /** What in `pod` stands for something larger, and all that it stands in; the rest is shared. */
  readonly cut: ReadonlySet<JsonValue>;
}

/** The `cut` of a pod that stands for nothing but itself. */
export const nothingCut: KnownPart['cut'] = new Set();

/**
 * The pod as an API server reads it, without `managedFields`: members of structs under names that Kubernetes does not
 * have, or not in this letter case, are left out. No API server sends any; a review may have hundreds of thousands, each
 * copy of which takes V8 a hundred milliseconds.
 */
export function knownPart(pod: JsonObject): KnownPart {
  const cut = new Set<JsonValue>();
  return { pod: structPart(typeInfo('v1.Pod'), pod, cut), cut };
}

function part(info: TypeInfo, value: JsonValue, cut: Set<JsonValue>): JsonValue {
  switch (info.kind) {
    case 'pointer':
      return part(info.elem(), value, cut);
    case 'struct':
      return isObject(value) ? structPart(info, value, cut) : value;
    case 'slice':
      return Array.isArray(value) ? listPart(info.elem(), value, cut) : value;
    default:
      return value;
  }
}

function structPart(info: TypeInfo, object: JsonObject, cut: Set<JsonValue>): JsonObject {
  if (info.kind !== 'struct') {
    return object;
  }
  const kept: { [key: string]: JsonValue } = {};
  let isWhole = true;
  for (const key in object) {
    const field = info.byJson.get(key);
    const value = object[key] ?? null;
    if (field === undefined || field.type === managedFields) {
      isWhole = false;
    } else {
      const known = part(field.info, value, cut);
      kept[key] = known;
      isWhole &&= known === value;
    }
  }
  return isWhole ? object : noted(kept, cut);
}

const managedFields = '[]v1.ManagedFieldsEntry';

function listPart(elem: TypeInfo, list: readonly JsonValue[], cut: Set<JsonValue>): readonly JsonValue[] {
  if (elem.kind !== 'struct') {
    return list;
  }
  const kept = list.map((item) => part(elem, item, cut));
  return kept.every((item, at) => item === list[at]) ? list : noted(kept, cut);
}

function noted<Value extends JsonValue>(value: Value, cut: Set<JsonValue>): Value {
  cut.add(value);
  return value;
}
