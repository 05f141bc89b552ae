import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { isList } from '../../json/json-value.ts';
import { parseGoDuration } from '../go-duration.ts';
import { ProtoError } from './errors.ts';
import { ProtoMessage, type ProtoValue, setField } from './message.ts';
import { decodeScalar, kindName } from './scalars.ts';
import { enumType, type FieldType, type MessageType, messageType, referredType } from './types.ts';

/** A place in a document, for error messages. */
interface LocatedJson {
  readonly json: JsonValue;
  readonly path: string;
}

const maxDepth = 100;
const wrapper = /^google\.protobuf\.(?:\w+)Value$/;

/**
 * Lays JSON over a message as golang/protobuf's jsonpb does when it allows unknown fields: a field that is present
 * replaces the base's whole (messages, lists and maps are not merged), null leaves it, names may be those of the
 * `.proto` file or lowerCamelCase (which wins), numbers may be quoted, enums may be numbers, durations are Go's.
 *
 * @throws ProtoError with the path of what does not fit.
 */
export function decodeProtoJson(base: ProtoMessage, json: JsonValue, path = ''): ProtoMessage {
  return decodeMessage(base, { json, path }, 0);
}

function decodeMessage(base: ProtoMessage, place: LocatedJson, depth: number): ProtoMessage {
  if (depth > maxDepth) {
    throw new ProtoError('wrong-type', `nested deeper than ${maxDepth} levels`, { path: place.path });
  }
  const { type } = base;
  if (type.name === 'google.protobuf.Value') {
    return decodeAnyValue(place, depth);
  }
  if (place.json === null) {
    return base;
  }
  if (type.name === 'google.protobuf.Duration') {
    return decodeDuration(place);
  }
  if (type.name === 'google.protobuf.Struct') {
    return decodeStruct(place, depth);
  }
  if (type.name === 'google.protobuf.ListValue') {
    return decodeListValue(place, depth);
  }
  return wrapper.test(type.name) ? decodeWrapper(base, place) : decodeFields(base, place, depth);
}

function decodeFields(base: ProtoMessage, { json, path }: LocatedJson, depth: number): ProtoMessage {
  const object = objectOf({ json, path });
  const draft = new Map<string, ProtoValue>();
  for (const name of base.names()) {
    const value = base.get(name);
    if (value !== undefined) {
      draft.set(name, value);
    }
  }
  for (const field of base.type.fields) {
    const given = givenValue(object, field);
    if (given !== undefined && (given !== null || isAnyValue(field))) {
      const place = { json: given, path: joinPath(path, field.json) };
      setField(base.type, draft, { name: field.name, value: decodeField(field, place, depth) });
    }
  }
  return new ProtoMessage(base.type, draft);
}

/** The lowerCamelCase name is looked up last, and wins. */
function givenValue(object: JsonObject, field: FieldType): JsonValue | undefined {
  if (Object.hasOwn(object, field.json)) {
    return object[field.json];
  }
  return Object.hasOwn(object, field.name) ? object[field.name] : undefined;
}

function isAnyValue(field: FieldType): boolean {
  return field.type === 'google.protobuf.Value' && field.list !== true && field.map === undefined;
}

function decodeField(field: FieldType, place: LocatedJson, depth: number): ProtoValue {
  const { json, path } = place;
  if (field.map !== undefined) {
    return json === null ? new Map() : decodeMap(field, place, depth);
  }
  if (field.list === true) {
    if (!Array.isArray(json)) {
      throw new ProtoError('wrong-type', `a list is needed, not ${kindName(json)}`, { path });
    }
    return json.map((item, index) => decodeSingle(field, { json: item, path: `${path}[${index}]` }, depth));
  }
  return decodeSingle(field, place, depth);
}

function decodeMap(field: FieldType, place: LocatedJson, depth: number): ReadonlyMap<string, ProtoValue> {
  const entries = Object.entries(objectOf(place));
  return new Map(
    entries.map(([key, json]) => [key, decodeSingle(field, { json, path: joinPath(place.path, key) }, depth)]),
  );
}

function decodeSingle(field: FieldType, place: LocatedJson, depth: number): ProtoValue {
  if (field.kind === 'message') {
    return decodeMessage(new ProtoMessage(referredType(field)), place, depth + 1);
  }
  return field.kind === 'enum' ? decodeEnum(field, place) : decodeScalar(field.kind, place.json, place.path);
}

function decodeEnum(field: FieldType, { json, path }: LocatedJson): number {
  if (typeof json !== 'string') {
    const number = decodeScalar('int32', json, path);
    return typeof number === 'number' ? number : 0;
  }
  const type = enumType(referredType(field));
  const number = type.numbers.get(json);
  if (number === undefined) {
    const allowed = [...type.numbers.keys()].join(', ');
    throw new ProtoError('unknown-enum', `${JSON.stringify(json)} is unknown; use one of ${allowed}`, { path });
  }
  return number;
}

function decodeWrapper(base: ProtoMessage, { json, path }: LocatedJson): ProtoMessage {
  const field = base.type.byName.get('value');
  return base.with('value', decodeScalar(field?.kind ?? 'string', json, path));
}

function decodeDuration({ json, path }: LocatedJson): ProtoMessage {
  if (typeof json !== 'string') {
    throw new ProtoError('bad-duration', `a duration is text such as 5s or 1m30s, not ${kindName(json)}`, { path });
  }
  const nanoseconds = parseGoDuration(json);
  if (nanoseconds === undefined) {
    throw new ProtoError('bad-duration', `${JSON.stringify(json)} is no duration; write 5s, 1m30s or 200ms`, { path });
  }
  return durationMessage(nanoseconds);
}

/** A `google.protobuf.Duration` of that many nanoseconds. */
function durationMessage(nanoseconds: bigint): ProtoMessage {
  return new ProtoMessage('google.protobuf.Duration')
    .with('seconds', nanoseconds / 1_000_000_000n)
    .with('nanos', Number(nanoseconds % 1_000_000_000n));
}

function decodeStruct(place: LocatedJson, depth: number): ProtoMessage {
  const pairs = Object.entries(objectOf(place)).map(
    ([key, json]) => [key, decodeAnyValue({ json, path: joinPath(place.path, key) }, depth + 1)] as const,
  );
  return new ProtoMessage('google.protobuf.Struct').with('fields', new Map(pairs));
}

function decodeListValue({ json, path }: LocatedJson, depth: number): ProtoMessage {
  if (!Array.isArray(json)) {
    throw new ProtoError('wrong-type', `a list is needed, not ${kindName(json)}`, { path });
  }
  const items = json.map((item, index) => decodeAnyValue({ json: item, path: `${path}[${index}]` }, depth + 1));
  return new ProtoMessage('google.protobuf.ListValue').with('values', items);
}

function decodeAnyValue(place: LocatedJson, depth: number): ProtoMessage {
  if (depth > maxDepth) {
    throw new ProtoError('wrong-type', `nested deeper than ${maxDepth} levels`, { path: place.path });
  }
  const { json } = place;
  const value = new ProtoMessage('google.protobuf.Value');
  if (json === null) {
    return value.with('null_value', 0);
  }
  switch (typeof json) {
    case 'boolean':
      return value.with('bool_value', json);
    case 'string':
      return value.with('string_value', json);
    case 'number':
    case 'bigint':
      return value.with('number_value', Number(json));
    default:
      return Array.isArray(json)
        ? value.with('list_value', decodeListValue(place, depth))
        : value.with('struct_value', decodeStruct(place, depth));
  }
}

function objectOf({ json, path }: LocatedJson): JsonObject {
  if (json === null || typeof json !== 'object' || isList(json)) {
    throw new ProtoError('wrong-type', `an object is needed, not ${kindName(json)}`, { path });
  }
  return json;
}

function joinPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** An empty message of a type, for `decodeProtoJson`. */
export function emptyMessage(name: string): ProtoMessage {
  const type: MessageType = messageType(name);
  return new ProtoMessage(type);
}
