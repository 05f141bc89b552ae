import type { JsonValue } from '../json/json-value.ts';
import { setMember } from '../json/member.ts';
import { type Encoded, encodeField, encodeValue } from './encode.ts';
import { type FieldInfo, typeInfo } from './type-info.ts';

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
  return toJson(encodeValue(typeInfo(typeName), json, path));
}

/** The same for one field of a struct; undefined where Go omits it. */
export function normalField(field: FieldInfo, json: JsonValue): JsonValue | undefined {
  const encoded = encodeField(field, json);
  return encoded === undefined ? undefined : toJson(encoded);
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
