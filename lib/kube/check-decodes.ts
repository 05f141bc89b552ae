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
import { normalPod } from './normal-form.ts';
import { type CustomType, foldName, type ScalarKind, type StructInfo, type TypeInfo, typeInfo } from './type-info.ts';

/** Whole numbers up to here fit all of Go's types for them but bytes. */
const maxPlainWhole = 2 ** 31 - 1;

/** In Kubernetes' protobuf encoding, a field with its tag and, where it has one, its length. */
const fieldBytes = 2;

/**
 * Looks whether Go decodes a Pod, and what it would take at least in etcd: the bytes that Kubernetes' protobuf encoding
 * has for what the pod says, without what is unknown there, and without what Go adds.
 * @throws KubeError, with the path, where it does not decode: a text for a number, an object for a list.
 */
export function checkPodDecodes(pod: JsonValue): number {
  try {
    return check(typeInfo('v1.Pod'), pod);
  } catch (error) {
    if (error instanceof KubeError) {
      // It fails in the same way and names the path, which is not worked out for pods that are in order.
      normalPod(pod);
    }
    throw error;
  }
}

function check(info: TypeInfo, json: Source): number {
  if (json === null) {
    return 0;
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
  const fields = decodeObject(json, '') ?? {};
  let bytes = 0;
  for (const key in fields) {
    const field = info.byJson.get(key) ?? info.byFolded.get(foldName(key));
    if (field !== undefined) {
      bytes += check(field.info, fields[key] ?? null);
    }
  }
  return bytes;
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
      return 0;
  }
}
