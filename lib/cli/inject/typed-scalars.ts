import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { foldName, type StructInfo, type TypeInfo, typeInfo } from '../../kube/type-info.ts';
import { formatFloat32 } from '../../yaml/go-float.ts';

/**
 * A value of YAML as `sigs.k8s.io/yaml` reads it into a Go type: a number or a boolean is text where the type has
 * text (`8080`, `"1.1"` of `1.10`). Whole numbers are told from others by being `bigint`; nothing else is changed.
 */
export function typedScalars(typeName: string, value: JsonValue): JsonValue {
  return typed(typeInfo(typeName), value);
}

/** The same without a type: whole numbers that a number holds are one. */
export function plainNumbers(value: JsonValue): JsonValue {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (Array.isArray(value)) {
    return value.map(plainNumbers);
  }
  return isObject(value) ? mapValues(value, (_key, item) => plainNumbers(item)) : value;
}

function typed(info: TypeInfo, value: JsonValue): JsonValue {
  switch (info.kind) {
    case 'pointer':
      return typed(info.elem(), value);
    case 'slice':
      return Array.isArray(value) ? value.map((item) => typed(info.elem(), item)) : value;
    case 'map':
      return isObject(value) ? mapValues(value, (_key, item) => typed(info.elem(), item)) : value;
    case 'struct':
      return isObject(value) ? mapValues(value, (key, item) => typedField(info, key, item)) : value;
    case 'scalar':
      return info.scalar === 'string' ? textOf(value) : value;
    case 'custom':
      return value;
  }
}

function typedField(info: StructInfo, key: string, value: JsonValue): JsonValue {
  const field = info.byJson.get(key) ?? info.byFolded.get(foldName(key));
  return field === undefined ? value : typed(field.info, value);
}

function textOf(value: JsonValue): JsonValue {
  switch (typeof value) {
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'number':
      // With the digits of 32 bits, as the library has it.
      return formatFloat32(value);
    default:
      return value;
  }
}

function mapValues(object: JsonObject, change: (key: string, value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(key, value)]));
}
