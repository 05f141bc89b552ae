import { isObject, type JsonObject, type JsonValue } from '../go/json.ts';
import { KubeError } from '../kube/errors.ts';
import { normalField, normalPod } from '../kube/normal-form.ts';
import { type FieldInfo, type StructInfo, type TypeInfo, typeInfo } from '../kube/type-info.ts';
import { trimAdded } from './fit-patch.ts';

/**
 * What Go makes of a pod that a template rendered, without the members that its encoder adds. Parts are remembered by
 * identity: `parseRendered` shares them between texts, so that only what is new costs something.
 * Throws KubeError, with the path, where Go's decoder would fail.
 */
export function normalResult(pod: JsonObject): JsonObject {
  try {
    const normal = normalStruct(podInfo(), pod);
    return normal ?? whole(pod);
  } catch (error) {
    // A part does not know its path; the whole pod does.
    return error instanceof KubeError ? whole(pod) : fail(error);
  }
}

const known = new WeakMap<JsonObject, Map<string, JsonObject>>();

function podInfo(): StructInfo {
  const info = typeInfo('v1.Pod');
  return info.kind === 'struct' ? info : fail(new TypeError('v1.Pod is a struct'));
}

function fail(error: unknown): never {
  throw error;
}

function whole(pod: JsonObject): JsonObject {
  const normal = trimAdded(normalPod(pod), pod);
  return isObject(normal) ? normal : {};
}

/** Undefined where a field is not spelled as the schema has it: then only the whole decoder knows. */
function normalStruct(info: StructInfo, raw: JsonObject): JsonObject | undefined {
  const remembered = known.get(raw) ?? new Map<string, JsonObject>();
  const before = remembered.get(info.name);
  if (before !== undefined) {
    return before;
  }
  const fields: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(raw)) {
    const field = info.byJson.get(key);
    const normal = field === undefined ? undefined : normalFields(field, value);
    if (normal === undefined) {
      return undefined;
    }
    fields.push(...normal);
  }
  const normal = Object.fromEntries(fields);
  remembered.set(info.name, normal);
  known.set(raw, remembered);
  return normal;
}

type Fields = readonly [string, JsonValue][];

function normalFields(field: FieldInfo, value: JsonValue): Fields | undefined {
  if (value === null) {
    return [];
  }
  const elem = structElem(field.info);
  if (Array.isArray(value) && elem !== undefined && value.length > 0 && value.every(isObject)) {
    const items = value.map((item: JsonObject) => normalStruct(elem, item));
    return items.every((item) => item !== undefined) ? [[field.json, items]] : undefined;
  }
  const struct = structOf(field.info);
  if (isObject(value) && struct !== undefined) {
    const normal = normalStruct(struct, value);
    return normal && [[field.json, normal]];
  }
  const normal = normalField(field, value);
  return normal === undefined ? [] : [[field.json, trimAdded(normal, value)]];
}

function structElem(info: TypeInfo): StructInfo | undefined {
  return info.kind === 'slice' ? structOf(info.elem()) : undefined;
}

function structOf(info: TypeInfo): StructInfo | undefined {
  const target = info.kind === 'pointer' ? info.elem() : info;
  return target.kind === 'struct' ? target : undefined;
}
