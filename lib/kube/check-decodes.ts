import type { JsonValue } from '../json/json-value.ts';
import {
  decodeArray,
  decodeBytes,
  decodeIntOrString,
  decodeObject,
  decodeQuantity,
  decodeScalar,
  decodeTime,
  type Source,
} from './decode.ts';
import { KubeError } from './errors.ts';
import { normalValue } from './normal-form.ts';
import { fieldBytes, leastBytes, storedStruct } from './stored-struct.ts';
import { type CustomType, foldName, type ScalarKind, type StructInfo, type TypeInfo, typeInfo } from './type-info.ts';

/** Whole numbers up to here fit all of Go's types for them but bytes. */
const maxPlainWhole = 2 ** 31 - 1;

/**
 * Looks whether Go decodes a Pod, and what it would take at least in etcd: the bytes that Kubernetes' protobuf encoding
 * has for what the pod says, and for what stands in each struct anyhow.
 * @throws KubeError, with the path, where it does not decode: a text for a number, an object for a list.
 */
export function checkPodDecodes(pod: JsonValue): number {
  return checkDecodes('v1.Pod', pod);
}

/** The same for any type of the Pod schema table, by its Go name: `[]v1.Container`. @throws KubeError */
export function checkDecodes(typeName: string, json: JsonValue): number {
  try {
    return check(typeInfo(typeName), json);
  } catch (error) {
    if (error instanceof KubeError) {
      // It fails in the same way and names the path, which is not worked out for what is in order.
      normalValue(typeName, json);
    }
    throw error;
  }
}

function check(info: TypeInfo, json: Source): number {
  if (json === null) {
    return leastBytes(info);
  }
  switch (info.kind) {
    case 'struct':
      return fieldBytes + checkStruct(info, json);
    case 'pointer':
      return check(info.elem(), json);
    case 'slice':
      return checkSlice(info, json);
    case 'map':
      return checkMap(info.elem(), json);
    case 'custom':
      return checkCustom(info.name, json);
    case 'scalar':
      return checkScalar(info.scalar, json);
  }
}

function checkStruct(info: StructInfo, json: Source): number {
  const members = decodeObject(json, '') ?? {};
  const { least, fields } = storedStruct(info);
  let bytes = least;
  for (const key in members) {
    const value = members[key] ?? null;
    const field = fields.get(key);
    if (field === undefined) {
      checkOtherSpelling(info, key, value);
    } else {
      const found = check(field.info, value);
      bytes += field.isStored ? found - field.least : 0;
    }
  }
  return bytes;
}

/** API servers keep fields under their own names only; Go's decoder takes them in any letter case. */
function checkOtherSpelling(info: StructInfo, key: string, value: Source): void {
  const field = info.byFolded.get(foldName(key));
  if (field !== undefined) {
    check(field.info, value);
  }
}

function checkSlice(info: TypeInfo & { kind: 'slice' }, json: Source): number {
  if (info.elemName === 'uint8' && typeof json === 'string') {
    decodeBytes(json, '');
    return fieldBytes;
  }
  const elem = info.elem();
  let bytes = 0;
  for (const item of decodeArray(json, '') ?? []) {
    bytes += check(elem, item);
  }
  return bytes;
}

function checkMap(elem: TypeInfo, json: Source): number {
  const members = decodeObject(json, '') ?? {};
  let bytes = 0;
  for (const key in members) {
    bytes += 2 * fieldBytes + Buffer.byteLength(key) + check(elem, members[key] ?? null);
  }
  return bytes;
}

function checkScalar(kind: ScalarKind, json: Source): number {
  if (kind === 'string' && typeof json === 'string') {
    return fieldBytes + Buffer.byteLength(json);
  }
  const isPlainWhole =
    kind.startsWith('int') && Number.isInteger(json) && typeof json === 'number' && Math.abs(json) <= maxPlainWhole;
  if (!isPlainWhole) {
    decodeScalar(kind, json, '');
  }
  return fieldBytes;
}

/** Quantities and times are written anew, and in fewer bytes. */
function checkCustom(name: CustomType, json: Source): number {
  switch (name) {
    case 'resource.Quantity':
      decodeQuantity(json, '');
      return fieldBytes;
    case 'intstr.IntOrString':
      decodeIntOrString(json, '');
      return fieldBytes;
    case 'v1.Time':
      decodeTime(json, '');
      return fieldBytes;
    case 'v1.FieldsV1':
      return fieldBytes;
  }
}
