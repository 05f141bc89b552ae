import { Draft } from '../json/draft.ts';
import type { JsonObject, JsonValue } from '../json/json-value.ts';
import { setMember } from '../json/member.ts';
import { decodeArray, decodeObject, type Source } from './decode.ts';
import { type Encoded, encodeValue, isOmitted, ofMember } from './encode.ts';
import { memberPath, structMembers } from './operand.ts';
import { canBeOmitted, type FieldInfo, type StructInfo, type TypeInfo, typeInfo } from './type-info.ts';

/**
 * What Go makes of a Pod that it decodes and encodes unchanged: unknown fields and empty values gone, quantities
 * canonical, `metadata`, `status` and each `resources` present. For comparing pods, never for one that leaves.
 * @throws KubeError, with the path, where Go's decoder fails.
 */
export function normalPod(pod: JsonValue): JsonValue {
  return normalValue('v1.Pod', pod);
}

/**
 * The same for any type of the Pod schema table, by its Go name: `v1.Container`, `[]v1.EnvVar`. `path` is where the
 * value stands, for error messages.
 */
export function normalValue(typeName: string, json: JsonValue, path = ''): JsonValue {
  return normal(typeInfo(typeName), json, path);
}

/** The same for one field of a struct; undefined where Go omits it. */
export function normalField(field: FieldInfo, json: Source | undefined, path = ''): JsonValue | undefined {
  if (json === undefined && canBeOmitted(field)) {
    return undefined;
  }
  const value = normal(field.info, json, memberPath(path, field.json));
  return isOmitted(field, json, value) ? undefined : value;
}

/** As `encodeValue`, but for the order of members, in which JSON is the same. */
function normal(info: TypeInfo, json: Source | undefined, path: string): JsonValue {
  switch (info.kind) {
    case 'struct':
      return normalStruct(info, json, path);
    case 'pointer':
      return json === undefined || json === null ? null : normal(info.elem(), json, path);
    case 'slice':
      return info.elemName === 'uint8' ? toJson(encodeValue(info, json, path)) : normalList(info.elem(), json, path);
    case 'map':
      return normalMap(info.elem(), json, path);
    default:
      return toJson(encodeValue(info, json, path));
  }
}

function normalStruct(info: StructInfo, json: Source | undefined, path: string): JsonObject {
  const members = structMembers(info, json, path);
  const object: Record<string, JsonValue> = {};
  for (const key in members) {
    const field = info.byJson.get(key);
    const value = field === undefined ? undefined : normalField(field, members[key], path);
    if (value !== undefined) {
      setMember(object, key, value);
    }
  }
  for (const field of info.always) {
    const value = Object.hasOwn(members, field.json) ? undefined : normalField(field, undefined, path);
    if (value !== undefined) {
      setMember(object, field.json, value);
    }
  }
  return object;
}

function normalList(elem: TypeInfo, json: Source | undefined, path: string): JsonValue {
  return decodeArray(json, path)?.map((item, index) => normal(elem, item, `${path}[${index}]`)) ?? null;
}

/** A map that is normal stays the very same: it may have very many members. */
function normalMap(elem: TypeInfo, json: Source | undefined, path: string): JsonValue {
  const members = decodeObject(json, path);
  if (members === undefined) {
    return null;
  }
  // What in it is no JSON is not its own normal form, and is replaced.
  const draft = new Draft(members as JsonObject);
  for (const key in members) {
    draft.set(
      key,
      ofMember(key, path, (at) => normal(elem, members[key], at)),
    );
  }
  return draft.value;
}

function toJson(encoded: Encoded): JsonValue {
  if (typeof encoded === 'bigint') {
    const value = Number(encoded);
    return Number.isSafeInteger(value) ? value : encoded;
  }
  if (typeof encoded !== 'object' || encoded === null) {
    return encoded;
  }
  if (encoded instanceof Map) {
    return toObject(encoded);
  }
  return Array.isArray(encoded) ? encoded.map(toJson) : null;
}

function toObject(members: ReadonlyMap<string, Encoded>): JsonValue {
  const object: Record<string, JsonValue> = {};
  for (const [key, encoded] of members) {
    const value = toJson(encoded);
    setMember(object, key, value);
  }
  return object;
}
