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

/**
 * Looks whether Go decodes a Pod, without making anything of it. @throws KubeError, with the path, where it does not:
 * a text for a number, an object for a list.
 */
export function checkPodDecodes(pod: JsonValue): void {
  try {
    check(typeInfo('v1.Pod'), pod);
  } catch (error) {
    if (error instanceof KubeError) {
      // It fails in the same way and names the path, which is not worked out for pods that are in order.
      normalPod(pod);
    }
    throw error;
  }
}

function check(info: TypeInfo, json: Source): void {
  if (json === null) {
    return;
  }
  switch (info.kind) {
    case 'struct':
      checkStruct(info, json);
      break;
    case 'pointer':
      check(info.elem(), json);
      break;
    case 'slice':
      checkSlice(info, json);
      break;
    case 'map':
      checkMap(info.elem(), json);
      break;
    case 'custom':
      checkCustom(info.name, json);
      break;
    case 'scalar':
      checkScalar(info.scalar, json);
      break;
  }
}

function checkStruct(info: StructInfo, json: Source): void {
  const fields = decodeObject(json, '') ?? {};
  for (const key of Object.keys(fields)) {
    const field = info.byJson.get(key) ?? info.byFolded.get(foldName(key));
    if (field !== undefined) {
      check(field.info, fields[key] ?? null);
    }
  }
}

function checkSlice(info: TypeInfo & { kind: 'slice' }, json: Source): void {
  if (info.elemName === 'uint8' && typeof json === 'string') {
    decodeBytes(json, '');
    return;
  }
  const elem = info.elem();
  for (const item of decodeArray(json, '') ?? []) {
    check(elem, item);
  }
}

function checkMap(elem: TypeInfo, json: Source): void {
  for (const value of Object.values(decodeObject(json, '') ?? {})) {
    check(elem, value);
  }
}

function checkScalar(kind: ScalarKind, json: Source): void {
  const isPlainText = kind === 'string' && typeof json === 'string';
  const isPlainWhole =
    kind.startsWith('int') && Number.isInteger(json) && typeof json === 'number' && Math.abs(json) <= maxPlainWhole;
  if (!isPlainText && !isPlainWhole) {
    decodeScalar(kind, json, '');
  }
}

function checkCustom(name: CustomType, json: Source): void {
  switch (name) {
    case 'resource.Quantity':
      decodeQuantity(json, '');
      return;
    case 'intstr.IntOrString':
      decodeIntOrString(json, '');
      return;
    case 'v1.Time':
      decodeTime(json, '');
      return;
    case 'v1.FieldsV1':
      return;
  }
}
