import { compareBytes } from '../go/bytes.ts';
import { plainText } from '../go/quote.ts';
import type { JsonValue } from '../json/json-value.ts';
import {
  decodeArray,
  decodeBytes,
  decodeIntOrString,
  decodeObject,
  decodeQuantity,
  decodeScalar,
  decodeTime,
  isSourceObject,
  NumberLiteral,
  type Source,
  type SourceObject,
} from './decode.ts';
import { KubeError } from './errors.ts';
import { memberPath, structMembers } from './operand.ts';
import { formatQuantity } from './quantity.ts';
import { formatTime, isZeroTime } from './time.ts';
import { type CustomType, canBeOmitted, type FieldInfo, type StructInfo, type TypeInfo } from './type-info.ts';

/** What Go's encoder writes: an object is a `Map`, whose order is the order of the text. */
export type Encoded = null | boolean | number | bigint | string | readonly Encoded[] | ReadonlyMap<string, Encoded>;

/**
 * Decodes JSON into a Go type and encodes it again, as encoding/json does both: unknown fields go, empty ones go
 * where the tag says `omitempty`, structs keep declaration order and maps are sorted by the bytes of their keys.
 * @throws KubeError where Go's decoder fails.
 */
export function encodeValue(info: TypeInfo, json: Source | undefined, path = ''): Encoded {
  switch (info.kind) {
    case 'struct':
      return encodeStruct(info, json, path);
    case 'pointer':
      return json === undefined || json === null ? null : encodeValue(info.elem(), json, path);
    case 'slice':
      return encodeSlice(info, json, path);
    case 'map':
      return encodeMap(info.elem(), json, path);
    case 'custom':
      return encodeCustom(info.name, json, path);
    case 'scalar':
      return decodeScalar(info.scalar, json, path);
  }
}

function encodeStruct(info: StructInfo, json: Source | undefined, path: string): Encoded {
  const fields = structMembers(info, json, path);
  const out = new Map<string, Encoded>();
  for (const field of info.encoded) {
    const value = Object.hasOwn(fields, field.json) ? fields[field.json] : undefined;
    const encoded = encodeField(field, value, path);
    if (encoded !== undefined) {
      out.set(field.json, encoded);
    }
  }
  return out;
}

/**
 * What Go writes for one field of a struct that stands at `path`; undefined where it omits the field. @throws KubeError
 * where Go's decoder fails.
 */
export function encodeField(field: FieldInfo, json: Source | undefined, path = ''): Encoded | undefined {
  if (json === undefined && canBeOmitted(field)) {
    return undefined;
  }
  const encoded = encodeValue(field.info, json, memberPath(path, field.json));
  return isOmitted(field, json, encoded) ? undefined : encoded;
}

/**
 * Whether Go omits a field of which it would write `encoded`. omitempty drops what is empty, nil pointers included, but
 * never structs; omitzero is only on times.
 */
export function isOmitted(field: FieldInfo, json: Source | undefined, encoded: Encoded | JsonValue): boolean {
  if (field.omitzero === true && encoded === null) {
    return true;
  }
  if (!canBeOmitted(field)) {
    return false;
  }
  return field.info.kind === 'pointer' ? json === undefined || json === null : isEmpty(encoded);
}

function isEmpty(encoded: Encoded | JsonValue): boolean {
  if (typeof encoded !== 'object' || encoded === null) {
    return encoded === null || encoded === false || encoded === '' || encoded === 0n || encoded === 0;
  }
  if (encoded instanceof Map) {
    return encoded.size === 0;
  }
  for (const _ in encoded) {
    return false;
  }
  return true;
}

function encodeSlice(info: TypeInfo & { kind: 'slice' }, json: Source | undefined, path: string): Encoded {
  if (info.elemName === 'uint8' && typeof json === 'string') {
    return decodeBytes(json, path).toString('base64');
  }
  const elem = info.elem();
  return decodeArray(json, path)?.map((item, index) => encodeValue(elem, item, `${path}[${index}]`)) ?? null;
}

function encodeMap(elem: TypeInfo, json: Source | undefined, path: string): Encoded {
  const object = decodeObject(json, path);
  if (object === undefined) {
    return null;
  }
  const encoded = new Map<string, Encoded>();
  for (const key of Object.keys(object).sort(compareBytes)) {
    encoded.set(
      key,
      ofMember(key, path, (at) => encodeValue(elem, object[key], at)),
    );
  }
  return encoded;
}

/**
 * What is made of a member of a map. There may be very many: its path is worked out only where it does not decode, and
 * then it is tried again.
 */
export function ofMember<Made>(key: string, path: string, make: (path: string) => Made): Made {
  try {
    return make('');
  } catch (error) {
    if (error instanceof KubeError) {
      return make(`${path}[${JSON.stringify(key)}]`);
    }
    throw error;
  }
}

function encodeCustom(name: CustomType, json: Source | undefined, path: string): Encoded {
  switch (name) {
    case 'resource.Quantity':
      return formatQuantity(decodeQuantity(json, path));
    case 'intstr.IntOrString':
      return decodeIntOrString(json, path).value;
    case 'v1.Time': {
      const time = decodeTime(json, path);
      return isZeroTime(time) ? null : formatTime(time);
    }
    case 'v1.FieldsV1':
      return json === undefined ? null : encodeRaw(json);
  }
}

/** JSON that Go passes through as it stands. */
function encodeRaw(json: Source): Encoded {
  if (json instanceof NumberLiteral) {
    return Number(json.text);
  }
  if (Array.isArray(json)) {
    return json.map(encodeRaw);
  }
  return isSourceObject(json) ? encodeRawObject(json) : rawScalar(json);
}

function encodeRawObject(json: SourceObject): Encoded {
  return new Map(Object.entries(json).map(([key, value]) => [key, encodeRaw(value)]));
}

function rawScalar(json: Source): Encoded {
  return typeof json === 'object' ? null : json;
}

/** JSON text as Go's encoder orders it, without its escapes of `<`, `>` and `&`, which are the caller's to add. */
export function encodedText(encoded: Encoded): string {
  if (typeof encoded === 'bigint') {
    return String(encoded);
  }
  if (typeof encoded === 'string') {
    return encodedString(encoded);
  }
  if (typeof encoded !== 'object' || encoded === null) {
    return JSON.stringify(encoded);
  }
  if (encoded instanceof Map) {
    let members = '';
    for (const [key, value] of encoded) {
      members += `${members === '' ? '' : ','}${encodedString(key)}:${encodedText(value)}`;
    }
    return `{${members}}`;
  }
  return Array.isArray(encoded) ? `[${encoded.map(encodedText).join(',')}]` : 'null';
}

function encodedString(text: string): string {
  if (plainText.test(text)) {
    return `"${text}"`;
  }
  const json = JSON.stringify(text);
  return lineSeparators.test(json) ? json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029') : json;
}

const lineSeparators = /[\u2028\u2029]/;
