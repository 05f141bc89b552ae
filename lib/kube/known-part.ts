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
  const { byJson } = info;
  let kept: { [key: string]: JsonValue } | undefined;
  for (const key in object) {
    const field = byJson.get(key);
    const value = object[key] ?? null;
    const known = field === undefined || field.type === managedFields ? undefined : part(field.info, value, cut);
    if (known !== value) {
      kept ??= membersBefore(object, key);
    }
    if (kept !== undefined && known !== undefined) {
      kept[key] = known;
    }
  }
  return kept === undefined ? object : noted(kept, cut);
}

/** A copy of what comes before a member. */
function membersBefore(object: JsonObject, end: string): { [key: string]: JsonValue } {
  const copy: { [key: string]: JsonValue } = {};
  for (const key in object) {
    if (key === end) {
      break;
    }
    copy[key] = object[key] ?? null;
  }
  return copy;
}

const managedFields = '[]v1.ManagedFieldsEntry';

function listPart(elem: TypeInfo, list: readonly JsonValue[], cut: Set<JsonValue>): readonly JsonValue[] {
  if (elem.kind !== 'struct') {
    return list;
  }
  let kept: JsonValue[] | undefined;
  list.forEach((item, at) => {
    const known = part(elem, item, cut);
    if (known !== item) {
      kept ??= list.slice();
      kept[at] = known;
    }
  });
  return kept === undefined ? list : noted(kept, cut);
}

function noted<Value extends JsonValue>(value: Value, cut: Set<JsonValue>): Value {
  cut.add(value);
  return value;
}
