import { GoPanic } from '../../go/errors.ts';
import { formatDuration } from '../../go/format-duration.ts';
import { goFunc } from '../../go/func.ts';
import { boxOf } from '../../go/numbers.ts';
import type {
  GoFunc,
  GoNumber,
  GoPointer,
  GoSlice,
  GoStruct,
  GoTypedMap,
  GoValue,
  MethodLookup,
  NumericKind,
} from '../../go/value.ts';
import { encodeProtoJson } from './encode-json.ts';
import { ProtoMessage, type ProtoValue } from './message.ts';
import { enumType, type FieldType, type MessageType, messageType, referredType } from './types.ts';

const wholeKinds = new Map<string, NumericKind>([
  ['int32', 'int32'],
  ['int64', 'int64'],
  ['uint32', 'uint32'],
  ['uint64', 'uint64'],
]);

const messages = new WeakMap<GoPointer, ProtoMessage>();

/** A message as Go's generated code shows it to templates: a pointer to its struct, nil where there is none. */
export function messageView(type: MessageType, message: ProtoMessage | undefined): GoPointer {
  const view: GoPointer = {
    kind: 'pointer',
    type: `*${type.go}`,
    target: message === undefined ? null : structView(type, message),
    isNil: message === undefined,
    method: methodsOf(type, message),
  };
  if (message !== undefined) {
    messages.set(view, message);
  }
  return view;
}

/** The message behind a view that `messageView` made; undefined for a nil pointer and for any other value. */
export function viewedMessage(value: GoValue | undefined): ProtoMessage | undefined {
  const box = boxOf(value);
  return box?.kind === 'pointer' ? messages.get(box) : undefined;
}

function structView(type: MessageType, message: ProtoMessage): GoStruct {
  const fields = [...new Set(type.fields.map((field) => field.oneof ?? field.go))];
  const made = new Map<string, GoValue>();
  return {
    kind: 'struct',
    type: type.go,
    fields,
    field: (name) => {
      const known = made.get(name);
      if (known !== undefined || !fields.includes(name)) {
        return known;
      }
      const view = memberView(type, message, name);
      made.set(name, view);
      return view;
    },
    fieldType: (name) => memberType(type, name),
    pointerMethod: methodsOf(type, message),
    json: () => encodeProtoJson(message),
  };
}

function memberView(type: MessageType, message: ProtoMessage, name: string): GoValue {
  const field = type.byGo.get(name);
  return field === undefined || field.oneof !== undefined
    ? oneofView(type, message, name)
    : fieldView(field, message.get(field.name));
}

function memberType(type: MessageType, name: string): string | undefined {
  const field = type.byGo.get(name);
  if (field !== undefined && field.oneof === undefined) {
    return goType(field);
  }
  return type.fields.some((member) => member.oneof === name) ? 'interface {}' : undefined;
}

/** The interface of a oneof: nil, or a pointer to the struct that wraps the member that is set. */
function oneofView(type: MessageType, message: ProtoMessage | undefined, name: string): GoValue {
  for (const field of type.fields) {
    const value = field.oneof === name ? message?.get(field.name) : undefined;
    if (value !== undefined) {
      return wrapperView(field, value);
    }
  }
  return null;
}

function wrapperView(field: FieldType, value: ProtoValue): GoPointer {
  const view = fieldView(field, value);
  const target: GoStruct = {
    kind: 'struct',
    type: field.wrapper ?? '',
    fields: [field.go],
    field: (name) => (name === field.go ? view : undefined),
    fieldType: (name) => (name === field.go ? goType(field) : undefined),
  };
  return { kind: 'pointer', type: `*${target.type}`, target, isNil: false };
}

function fieldView(field: FieldType, value: ProtoValue | undefined): GoValue {
  if (field.map !== undefined) {
    return mapView(field, value instanceof Map ? value : undefined);
  }
  return field.list === true ? listView(field, Array.isArray(value) ? value : undefined) : singleView(field, value);
}

function singleView(field: FieldType, value: ProtoValue | undefined): GoValue {
  if (field.kind === 'message') {
    return messageView(messageType(referredType(field)), value instanceof ProtoMessage ? value : undefined);
  }
  if (field.kind === 'enum') {
    return enumView(referredType(field), typeof value === 'number' ? value : 0);
  }
  if (value instanceof Uint8Array || field.kind === 'bytes') {
    return bytesView(value instanceof Uint8Array ? value : undefined);
  }
  return scalarView(field.kind, value);
}

function scalarView(kind: string, value: ProtoValue | undefined): GoValue {
  const numeric = wholeKinds.get(kind);
  if (numeric !== undefined) {
    const whole = typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : 0n;
    return { kind: 'number', type: numeric, numeric, value: whole };
  }
  if (kind === 'float') {
    return { kind: 'number', type: 'float32', numeric: 'float32', value: typeof value === 'number' ? value : 0 };
  }
  if (kind === 'double') {
    return typeof value === 'number' ? value : 0;
  }
  return kind === 'bool' ? value === true : typeof value === 'string' ? value : '';
}

/** An enum: a number whose String method gives its label. */
function enumView(typeName: string, value: number): GoNumber {
  const type = enumType(typeName);
  const text = type.names.get(value) ?? String(value);
  const method: MethodLookup = (name) => {
    if (name === 'String') {
      return getter('string', () => text);
    }
    return name === 'Number' ? getter('int32', () => scalarView('int32', value)) : undefined;
  };
  return { kind: 'number', type: type.go, numeric: 'int32', value: BigInt(value), method };
}

function bytesView(bytes: Uint8Array | undefined): GoSlice {
  return {
    kind: 'slice',
    type: '[]uint8',
    elem: 'uint8',
    isNil: bytes === undefined,
    length: bytes?.length ?? 0,
    at: (index) => ({ kind: 'number', type: 'uint8', numeric: 'uint8', value: BigInt(bytes?.[index] ?? 0) }),
  };
}

function listView(field: FieldType, items: readonly ProtoValue[] | undefined): GoSlice {
  const elem = singleType(field);
  const views = (items ?? []).map((item) => singleView(field, item));
  return {
    kind: 'slice',
    type: `[]${elem}`,
    elem,
    isNil: items === undefined,
    length: views.length,
    at: (index) => {
      const view = views[index];
      if (view === undefined) {
        throw new GoPanic(`index out of range [${index}] with length ${views.length}`);
      }
      return view;
    },
  };
}

function mapView(field: FieldType, entries: ReadonlyMap<string, ProtoValue> | undefined): GoTypedMap {
  const elem = singleType(field);
  return {
    kind: 'map',
    type: `map[${field.map}]${elem}`,
    key: field.map ?? 'string',
    elem,
    isNil: entries === undefined,
    size: entries?.size ?? 0,
    get: (key) => (entries?.has(key) === true ? singleView(field, entries.get(key)) : undefined),
    keys: () => entries?.keys() ?? [],
    zero: () => singleView(field, undefined),
  };
}

function goType(field: FieldType): string {
  if (field.map !== undefined) {
    return `map[${field.map}]${singleType(field)}`;
  }
  return field.list === true ? `[]${singleType(field)}` : singleType(field);
}

function singleType(field: FieldType): string {
  switch (field.kind) {
    case 'message':
      return `*${messageType(referredType(field)).go}`;
    case 'enum':
      return enumType(referredType(field)).go;
    case 'bytes':
      return '[]uint8';
    case 'double':
      return 'float64';
    case 'float':
      return 'float32';
    default:
      return field.kind;
  }
}

/** Generated methods: a getter for each field, which nil pointers have too, and those of durations. */
function methodsOf(type: MessageType, message: ProtoMessage | undefined): MethodLookup {
  return (name) => {
    if (name === 'String') {
      return getter('string', () => (message === undefined ? '<nil>' : encodeProtoJson(message)));
    }
    if (type.name === 'google.protobuf.Duration') {
      const found = durationMethod(name, message);
      if (found !== undefined) {
        return found;
      }
    }
    return name.startsWith('Get') ? fieldGetter(type, message, name.slice(3)) : undefined;
  };
}

function fieldGetter(type: MessageType, message: ProtoMessage | undefined, name: string): GoFunc | undefined {
  const field = type.byGo.get(name);
  if (field !== undefined) {
    return getter(goType(field), () => fieldView(field, message?.get(field.name)));
  }
  return type.fields.some((member) => member.oneof === name)
    ? getter('interface {}', () => oneofView(type, message, name))
    : undefined;
}

function durationMethod(name: string, message: ProtoMessage | undefined): GoFunc | undefined {
  switch (name) {
    case 'AsDuration':
      return getter('time.Duration', () => durationView(nanosecondsOf(message)));
    case 'IsValid':
      return getter('bool', () => message !== undefined);
    default:
      return undefined;
  }
}

/** Nanoseconds of a `google.protobuf.Duration`; 0 for a nil one. */
export function nanosecondsOf(message: ProtoMessage | undefined): bigint {
  return message === undefined
    ? 0n
    : BigInt(message.number('seconds')) * 1_000_000_000n + BigInt(message.number('nanos'));
}

const durationUnits = new Map<string, number>([
  ['Seconds', 1e9],
  ['Minutes', 6e10],
  ['Hours', 3.6e12],
]);
const durationDivisors = new Map<string, bigint>([
  ['Nanoseconds', 1n],
  ['Microseconds', 1_000n],
  ['Milliseconds', 1_000_000n],
]);

/** A `time.Duration`. */
function durationView(nanoseconds: bigint): GoNumber {
  const method: MethodLookup = (name) => {
    if (name === 'String') {
      return getter('string', () => formatDuration(nanoseconds));
    }
    const unit = durationUnits.get(name);
    if (unit !== undefined) {
      return getter('float64', () => Number(nanoseconds) / unit);
    }
    const divisor = durationDivisors.get(name);
    return divisor === undefined ? undefined : getter('int64', () => scalarView('int64', nanoseconds / divisor));
  };
  return { kind: 'number', type: 'time.Duration', numeric: 'int64', value: nanoseconds, method };
}

function getter(result: string, call: () => GoValue): GoFunc {
  return goFunc({ result }, call);
}
