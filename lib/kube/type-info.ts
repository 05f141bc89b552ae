import { KubeError } from './errors.ts';
import { podSchema } from './pod-schema.ts';
import type { FieldSchema, TypeSchema } from './schema.ts';

/** Go's basic kinds as they occur in the table. */
export type ScalarKind = 'string' | 'bool' | 'int' | 'int32' | 'int64' | 'uint8' | 'float64';

/** A Go type, taken apart once and kept: `name` is its spelling as `%T` prints it. */
export type TypeInfo =
  | { readonly kind: 'pointer'; readonly name: string; readonly elem: () => TypeInfo }
  | { readonly kind: 'slice'; readonly name: string; readonly elemName: string; readonly elem: () => TypeInfo }
  | {
      readonly kind: 'map';
      readonly name: string;
      readonly keyName: string;
      readonly elemName: string;
      readonly elem: () => TypeInfo;
    }
  | { readonly kind: 'scalar'; readonly name: string; readonly scalar: ScalarKind }
  | { readonly kind: 'custom'; readonly name: CustomType }
  | StructInfo;

/** Types that decode and encode themselves. */
export type CustomType = 'intstr.IntOrString' | 'resource.Quantity' | 'v1.Time' | 'v1.FieldsV1';

export interface StructInfo {
  readonly kind: 'struct';
  readonly name: string;
  readonly schema: TypeSchema;
  /** Fields as encoding/json sees them: those of inlined structs in their place. */
  readonly encoded: readonly FieldInfo[];
  /** Those of `encoded` that are written whatever is said of them. */
  readonly always: readonly FieldInfo[];
  readonly byJson: ReadonlyMap<string, FieldInfo>;
  /** By `foldName` of the JSON name. */
  readonly byFolded: ReadonlyMap<string, FieldInfo>;
  /** Declared fields by Go name. */
  readonly byGo: ReadonlyMap<string, FieldInfo>;
  /** Go names in declaration order. */
  readonly names: readonly string[];
  readonly methods: ReadonlySet<string>;
}

/** A field together with its type. */
export interface FieldInfo extends FieldSchema {
  readonly info: TypeInfo;
}

const customTypes: ReadonlySet<string> = new Set<CustomType>([
  'intstr.IntOrString',
  'resource.Quantity',
  'v1.Time',
  'v1.FieldsV1',
]);
const scalars: ReadonlySet<string> = new Set<ScalarKind>([
  'string',
  'bool',
  'int',
  'int32',
  'int64',
  'uint8',
  'float64',
]);
const known = new Map<string, TypeInfo>();

/** The type of that name: one of the table, or one made of those (`[]v1.Container`). @throws KubeError otherwise. */
export function typeInfo(name: string): TypeInfo {
  let info = known.get(name);
  if (info === undefined) {
    info = makeInfo(name);
    known.set(name, info);
  }
  return info;
}

/** As encoding/json compares names that differ in case: ASCII letters, and two others that fold to them. */
export function foldName(name: string): string {
  return name.toLowerCase().replaceAll('\u017f', 's');
}

function makeInfo(name: string): TypeInfo {
  if (name.startsWith('*')) {
    return { kind: 'pointer', name, elem: later(name.slice(1)) };
  }
  if (name.startsWith('[]')) {
    return { kind: 'slice', name, elemName: name.slice(2), elem: later(name.slice(2)) };
  }
  if (name.startsWith('map[')) {
    return mapInfo(name, name);
  }
  if (isScalar(name)) {
    return { kind: 'scalar', name, scalar: name };
  }
  return namedInfo(name);
}

function mapInfo(name: string, underlying: string): TypeInfo {
  const end = underlying.indexOf(']');
  const elemName = underlying.slice(end + 1);
  return { kind: 'map', name, keyName: underlying.slice(4, end), elemName, elem: later(elemName) };
}

/** A type that is looked up when it is first asked for: types lead in circles. */
function later(name: string): () => TypeInfo {
  let info: TypeInfo | undefined;
  return () => {
    info ??= typeInfo(name);
    return info;
  };
}

function namedInfo(name: string): TypeInfo {
  const schema = Object.hasOwn(podSchema, name) ? podSchema[name] : undefined;
  if (schema === undefined) {
    throw new KubeError('unknown-type', `the Pod schema table has no Go type ${name}; name one of the table`);
  }
  if (isCustom(name)) {
    return { kind: 'custom', name };
  }
  if (schema.kind === 'map') {
    return mapInfo(name, schema.underlying ?? '');
  }
  if (schema.kind === 'slice') {
    const elemName = (schema.underlying ?? '').slice(2);
    return { kind: 'slice', name, elemName, elem: later(elemName) };
  }
  return schema.kind === 'struct' ? new StructType(name, schema) : { kind: 'scalar', name, scalar: schema.kind };
}

/** A struct whose fields are looked into when they are asked for: most of a pod's types never are. */
class StructType implements StructInfo {
  readonly kind = 'struct';
  readonly name: string;
  readonly schema: TypeSchema;
  #fields: readonly FieldInfo[] | undefined;
  #encoded: readonly FieldInfo[] | undefined;
  #always: readonly FieldInfo[] | undefined;
  #byJson: ReadonlyMap<string, FieldInfo> | undefined;
  #byFolded: ReadonlyMap<string, FieldInfo> | undefined;
  #byGo: ReadonlyMap<string, FieldInfo> | undefined;
  #names: readonly string[] | undefined;
  #methods: ReadonlySet<string> | undefined;

  constructor(name: string, schema: TypeSchema) {
    this.name = name;
    this.schema = schema;
  }

  get encoded(): readonly FieldInfo[] {
    this.#encoded ??= this.#declared.flatMap((field) => encodedFields(field));
    return this.#encoded;
  }

  get always(): readonly FieldInfo[] {
    this.#always ??= this.encoded.filter((field) => !canBeOmitted(field));
    return this.#always;
  }

  get byJson(): ReadonlyMap<string, FieldInfo> {
    this.#byJson ??= new Map(this.encoded.map((field) => [field.json, field]));
    return this.#byJson;
  }

  get byFolded(): ReadonlyMap<string, FieldInfo> {
    this.#byFolded ??= new Map(this.encoded.map((field) => [foldName(field.json), field]));
    return this.#byFolded;
  }

  get byGo(): ReadonlyMap<string, FieldInfo> {
    this.#byGo ??= new Map(this.#declared.map((field) => [field.go, field]));
    return this.#byGo;
  }

  get names(): readonly string[] {
    this.#names ??= this.#declared.map((field) => field.go);
    return this.#names;
  }

  get methods(): ReadonlySet<string> {
    this.#methods ??= new Set(this.schema.methods);
    return this.#methods;
  }

  get #declared(): readonly FieldInfo[] {
    this.#fields ??= (this.schema.fields ?? []).map((field) => ({ ...field, info: typeInfo(field.type) }));
    return this.#fields;
  }
}

function encodedFields(field: FieldInfo): readonly FieldInfo[] {
  if (field.inline === true && field.info.kind === 'struct') {
    return field.info.encoded;
  }
  return field.json === '' || field.json === '-' ? [] : [field];
}

/** Whether Go leaves a field out where nothing is said of it: never a struct, which is never empty. */
export function canBeOmitted({ omitempty, info }: FieldInfo): boolean {
  return omitempty === true && info.kind !== 'struct' && info.kind !== 'custom';
}

function isScalar(name: string): name is ScalarKind {
  return scalars.has(name);
}

function isCustom(name: string): name is CustomType {
  return customTypes.has(name);
}
