import { type FieldType, type MessageType, messageType } from './types.ts';

/** What a protobuf field holds: int64 and uint64 are `bigint`, other numbers and enums `number`, bytes a Buffer. */
export type ProtoValue =
  | boolean
  | string
  | number
  | bigint
  | Uint8Array
  | ProtoMessage
  | readonly ProtoValue[]
  | ReadonlyMap<string, ProtoValue>;

/** A protobuf message: immutable, so that mesh, namespace and pod can share it. Unset fields are absent. */
export class ProtoMessage {
  readonly type: MessageType;
  readonly #values: ReadonlyMap<string, ProtoValue>;

  constructor(type: string | MessageType, values: ReadonlyMap<string, ProtoValue> = new Map()) {
    this.type = typeof type === 'string' ? messageType(type) : type;
    this.#values = values;
  }

  /** The value of a field by its protobuf name, or undefined where it is unset. */
  get(name: string): ProtoValue | undefined {
    return this.#values.get(name);
  }

  /** The names of the fields that are set, in no particular order. */
  names(): Iterable<string> {
    return this.#values.keys();
  }

  /** A copy with a field set, as a generated setter does: zero scalars outside a oneof count as unset. */
  with(name: string, value: ProtoValue | undefined): ProtoMessage {
    const values = new Map(this.#values);
    setField(this.type, values, { name, value });
    return new ProtoMessage(this.type, values);
  }

  /** The message in a field, or undefined. */
  message(name: string): ProtoMessage | undefined {
    const value = this.get(name);
    return value instanceof ProtoMessage ? value : undefined;
  }

  /** The text in a field; `''` where it is unset. */
  text(name: string): string {
    const value = this.get(name);
    return typeof value === 'string' ? value : '';
  }

  /** The number in a field; 0 where it is unset. */
  number(name: string): number {
    const value = this.get(name);
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
  }

  /** The messages in a list; empty where it is unset. */
  messages(name: string): readonly ProtoMessage[] {
    const value = this.get(name);
    return Array.isArray(value) ? value.filter((item) => item instanceof ProtoMessage) : [];
  }

  /** The text values of a map; empty where it is unset. */
  texts(name: string): ReadonlyMap<string, string> {
    const value = this.get(name);
    const pairs = value instanceof Map ? [...value] : [];
    return new Map(pairs.flatMap(([key, text]) => (typeof text === 'string' ? [[key, text] as const] : [])));
  }

  /** Whether a wrapped bool (`google.protobuf.BoolValue`) in a field is true; undefined where it is unset. */
  wrappedFlag(name: string): boolean | undefined {
    const wrapper = this.message(name);
    return wrapper === undefined ? undefined : wrapper.get('value') === true;
  }
}

/** Sets a field in a draft of a message: clears the other members of its oneof; drops zero values. */
export function setField(
  type: MessageType,
  draft: Map<string, ProtoValue>,
  { name, value }: { readonly name: string; readonly value: ProtoValue | undefined },
): void {
  const field = type.byName.get(name);
  if (field === undefined) {
    throw new RangeError(`protobuf message ${type.name} has no field ${name}`);
  }
  for (const sibling of field.oneof === undefined ? [] : type.siblings(field)) {
    draft.delete(sibling);
  }
  if (value === undefined || isUnset(field, value)) {
    draft.delete(name);
  } else {
    draft.set(name, value);
  }
}

/** Proto3 keeps no presence for zero scalars, empty lists and empty maps. */
function isUnset(field: FieldType, value: ProtoValue): boolean {
  if (value instanceof ProtoMessage) {
    return false;
  }
  if (Array.isArray(value)) {
    return value.length === 0;
  }
  if (value instanceof Map) {
    return value.size === 0;
  }
  if (field.oneof !== undefined || field.pointer === true) {
    return false;
  }
  return value instanceof Uint8Array ? value.length === 0 : isZero(value);
}

function isZero(value: ProtoValue): boolean {
  return value === false || value === '' || value === 0n || Object.is(value, 0);
}
