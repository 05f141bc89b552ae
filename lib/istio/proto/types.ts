import { meshSchema } from '../mesh-schema.ts';
import type { ProtoField } from './schema.ts';

/** A field with all of its names. */
export interface FieldType extends ProtoField {
  readonly json: string;
  readonly go: string;
}

/** A message type, made ready for look-ups. */
export interface MessageType {
  /** `istio.mesh.v1alpha1.ProxyConfig` */
  readonly name: string;
  /** `v1alpha1.ProxyConfig` */
  readonly go: string;
  readonly fields: readonly FieldType[];
  readonly byName: ReadonlyMap<string, FieldType>;
  readonly byGo: ReadonlyMap<string, FieldType>;
  /** Names of the fields that share a oneof with a field, itself included. */
  readonly siblings: (field: FieldType) => readonly string[];
}

/** An enum type, made ready for look-ups. */
export interface EnumType {
  readonly name: string;
  readonly go: string;
  readonly numbers: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<number, string>;
}

const messages = new Map<string, MessageType>();
const enums = new Map<string, EnumType>();

/** The message type of that full name. @throws a RangeError for one that is not in the table: a mistake in the program. */
export function messageType(name: string): MessageType {
  let type = messages.get(name);
  if (type === undefined) {
    type = makeMessage(name);
    messages.set(name, type);
  }
  return type;
}

/** The enum type of that full name. @throws as `messageType` does. */
export function enumType(name: string): EnumType {
  let type = enums.get(name);
  if (type === undefined) {
    type = makeEnum(name);
    enums.set(name, type);
  }
  return type;
}

/** The name of a field's message or enum. */
export function referredType(field: ProtoField): string {
  if (field.type === undefined) {
    throw new RangeError(`protobuf field ${field.name} refers to no type`);
  }
  return field.type;
}

function makeMessage(name: string): MessageType {
  const entry = Object.hasOwn(meshSchema.messages, name) ? meshSchema.messages[name] : undefined;
  if (entry === undefined) {
    throw new RangeError(`no protobuf message ${name} in the mesh schema`);
  }
  const fields = entry.fields.map(withNames);
  return {
    name,
    go: entry.go,
    fields,
    byName: new Map(fields.map((field) => [field.name, field])),
    byGo: new Map(fields.map((field) => [field.go, field])),
    siblings: (field) =>
      fields.filter(({ name: other, oneof }) => other === field.name || isSame(oneof, field.oneof)).map((f) => f.name),
  };
}

function isSame(oneof: string | undefined, other: string | undefined): boolean {
  return oneof !== undefined && oneof === other;
}

function withNames(field: ProtoField): FieldType {
  const camel = field.name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const json = field.json ?? camel;
  return { ...field, json, go: field.go ?? `${camel.charAt(0).toUpperCase()}${camel.slice(1)}` };
}

function makeEnum(name: string): EnumType {
  const entry = Object.hasOwn(meshSchema.enums, name) ? meshSchema.enums[name] : undefined;
  if (entry === undefined) {
    throw new RangeError(`no protobuf enum ${name} in the mesh schema`);
  }
  const pairs = Object.entries(entry.values);
  return {
    name,
    go: entry.go,
    numbers: new Map(pairs),
    names: new Map(pairs.map(([label, value]) => [value, label])),
  };
}
