import { compareBytes } from '../../go/bytes.ts';
import { encodeGoJson } from '../../go/encode-json.ts';
import { ProtoError } from './errors.ts';
import { ProtoMessage, type ProtoValue } from './message.ts';
import { enumType, type FieldType, referredType } from './types.ts';

/** About 10,000 years: as far as protobuf's durations reach. */
const maxSeconds = 315_576_000_000n;
const wrapper = /^google\.protobuf\.(?:Bool|String|Bytes|Float|Double|U?Int(?:32|64))Value$/;

/**
 * Writes a message as golang/protobuf's jsonpb does: compact, fields in the order of the `.proto` file under their
 * lowerCamelCase names, unset ones left out, maps sorted, durations with 0, 3, 6 or 9 digits of fraction.
 *
 * @throws ProtoError (`bad-duration`) for a duration that merging made impossible: -2h with 300ms.
 */
export function encodeProtoJson(message: ProtoMessage): string {
  const { name } = message.type;
  if (name === 'google.protobuf.Duration') {
    return `"${durationText(message)}"`;
  }
  if (wrapper.test(name)) {
    return encodeWrapper(message);
  }
  if (name === 'google.protobuf.Struct') {
    return encodeValue(fieldOf(message, 'fields'), message.get('fields') ?? new Map());
  }
  if (name === 'google.protobuf.ListValue') {
    return encodeValue(fieldOf(message, 'values'), message.get('values') ?? []);
  }
  return name === 'google.protobuf.Value' ? encodeAnyValue(message) : encodeFields(message);
}

/** A duration as protobuf's JSON has it: `90.500s`. */
function durationText(message: ProtoMessage): string {
  const seconds = BigInt(message.number('seconds'));
  const nanos = message.number('nanos');
  const isMixed = (seconds > 0n && nanos < 0) || (seconds < 0n && nanos > 0);
  if (isMixed || seconds > maxSeconds || seconds < -maxSeconds) {
    throw new ProtoError('bad-duration', `${seconds} seconds and ${nanos} nanoseconds make no duration`, { path: '' });
  }
  const sign = seconds < 0n || nanos < 0 ? '-' : '';
  const whole = `${seconds < 0n ? -seconds : seconds}`;
  const digits = String(Math.abs(nanos)).padStart(9, '0');
  const fraction = digits.replace(/^(\d{3})000000$/, '$1').replace(/^(\d{6})000$/, '$1');
  return `${sign}${whole}${fraction === '000' ? '' : `.${fraction}`}s`;
}

function encodeFields(message: ProtoMessage): string {
  const parts: string[] = [];
  for (const field of message.type.fields) {
    const value = message.get(field.name);
    if (value !== undefined) {
      parts.push(`"${field.json}":${encodeValue(field, value)}`);
    }
  }
  return `{${parts.join(',')}}`;
}

function encodeWrapper(message: ProtoMessage): string {
  const field = fieldOf(message, 'value');
  return encodeSingle(field, message.get('value') ?? zeroOf(field.kind));
}

function encodeAnyValue(message: ProtoMessage): string {
  const [name = 'null_value'] = message.names();
  const value = message.get(name);
  return name === 'null_value' || value === undefined ? 'null' : encodeSingle(fieldOf(message, name), value);
}

function encodeValue(field: FieldType, value: ProtoValue): string {
  if (value instanceof Map) {
    const keys = [...value.keys()].sort(compareBytes);
    return `{${keys.map((key) => `${encodeGoJson(key)}:${encodeSingle(field, value.get(key) ?? '')}`).join(',')}}`;
  }
  return Array.isArray(value)
    ? `[${value.map((item) => encodeSingle(field, item)).join(',')}]`
    : encodeSingle(field, value);
}

function encodeSingle(field: FieldType, value: ProtoValue): string {
  if (value instanceof ProtoMessage) {
    return encodeProtoJson(value);
  }
  if (field.kind === 'enum' && typeof value === 'number') {
    const label = enumType(referredType(field)).names.get(value);
    return label === undefined ? String(value) : `"${label}"`;
  }
  if (value instanceof Uint8Array) {
    return `"${Buffer.from(value).toString('base64')}"`;
  }
  if (typeof value === 'string') {
    return encodeGoJson(value);
  }
  return typeof value === 'bigint' || !Number.isFinite(Number(value)) ? `"${String(value)}"` : String(value);
}

function zeroOf(kind: string): ProtoValue {
  if (kind === 'bool') {
    return false;
  }
  if (kind === 'string' || kind === 'bytes') {
    return '';
  }
  return kind.endsWith('64') ? 0n : 0;
}

function fieldOf(message: ProtoMessage, name: string): FieldType {
  const field = message.type.byName.get(name);
  if (field === undefined) {
    throw new RangeError(`protobuf message ${message.type.name} has no field ${name}`);
  }
  return field;
}
