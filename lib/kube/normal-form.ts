import { parse } from 'lossless-json';
import type { JsonValue } from '../json/json-value.ts';
import { setMember } from '../json/member.ts';
import { NumberLiteral, type Source } from './decode.ts';
import { type Encoded, encodeField, encodeValue } from './encode.ts';
import { KubeError } from './errors.ts';
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

/**
 * The same from JSON text, which tells number literals apart as Go does: `1e2` is no int32, and a quantity keeps
 * its exponent. @throws KubeError (`bad-json`) for text that is not JSON.
 */
export function normalText(typeName: string, text: string): JsonValue {
  return toJson(encodeValue(typeInfo(typeName), decodeText(text)));
}

function decodeText(text: string): Source {
  try {
    return parse(text, null, { parseNumber: (literal) => new NumberLiteral(literal) }) as Source;
  } catch (cause) {
    throw new KubeError('bad-json', `this is not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
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
