import type { GoFunc, GoNumber, GoPointer, GoSlice, GoStruct, GoTypedMap, GoValue } from '../go/value.ts';
import type { JsonValue } from '../json/json-value.ts';
import { customFields, structOf } from './custom-fields.ts';
import {
  decodeArray,
  decodeBytes,
  decodeObject,
  decodeScalar,
  type Scalar,
  type Source,
  type SourceObject,
} from './decode.ts';
import { encodedText, encodeValue } from './encode.ts';
import { memberPath, type Operand, structMembers } from './operand.ts';
import { type FieldInfo, type StructInfo, type TypeInfo, typeInfo } from './type-info.ts';
import { addressMethod, methodOf, nilMethodsOf, valueMethod } from './typed-methods.ts';

/**
 * JSON as Go sees it after decoding into a type of the Pod schema table: `typedValue('v1.ObjectMeta', {name: 'a'})`,
 * `typedValue('*v1.Pod', pod)`. Nothing is decoded before it is looked at, so reading a few fields of a large pod costs
 * little. Absent JSON is the type's zero value. A value of the wrong type throws KubeError, with its path, when it is
 * read. @throws KubeError (`unknown-type`) for a type that is not in the table.
 */
export function typedValue(typeName: string, json: JsonValue | undefined): GoValue {
  return viewOf({ info: typeInfo(typeName), json, path: '' });
}

const views = { value: viewOf, pointer: pointerTo };

/** The Go value of an operand. */
function viewOf(operand: Operand): GoValue {
  const { info, json, path } = operand;
  switch (info.kind) {
    case 'struct':
      return new StructView(info, operand);
    case 'pointer':
      return json === undefined || json === null
        ? nilPointer(info)
        : pointerTo({ info: info.elem(), json, path, addressable: true }, info.name);
    case 'slice':
      return sliceView(info, json, path);
    case 'map':
      return new MapView(info, operand);
    case 'custom':
      return customView(operand);
    case 'scalar':
      return scalarView(info, decodeScalar(info.scalar, json, path));
  }
}

/** A pointer that is not nil. */
function pointerTo(operand: Operand, type = `*${operand.info.name}`): GoPointer {
  return {
    kind: 'pointer',
    type,
    target: viewOf(operand),
    isNil: false,
    method: (name) => methodOf(operand, name, views),
  };
}

function nilPointer(info: TypeInfo & { kind: 'pointer' }): GoPointer {
  const elem = info.elem();
  const hasField = (name: string): boolean => declaredType(elem, name) !== undefined;
  const method = nilMethodsOf(elem);
  return { kind: 'pointer', type: info.name, target: null, isNil: true, hasField, ...(method ? { method } : {}) };
}

class StructView implements GoStruct {
  readonly kind = 'struct';
  readonly type: string;
  readonly fields: readonly string[];
  readonly hasInterfaces = false;
  readonly #info: StructInfo;
  readonly #operand: Operand;
  #views: Map<string, GoValue> | undefined;
  #members: SourceObject | undefined;
  #json: string | undefined;

  constructor(info: StructInfo, operand: Operand) {
    this.type = info.name;
    this.fields = info.names;
    this.#info = info;
    this.#operand = operand;
  }

  method(name: string): GoFunc | undefined {
    return valueMethod(this.#operand, name, views);
  }

  pointerMethod(name: string): GoFunc | undefined {
    return addressMethod(this.#operand, name, views);
  }

  field(name: string): GoValue | undefined {
    const view = this.#views?.get(name);
    return view === undefined ? this.#makeField(name) : view;
  }

  fieldType(name: string): string | undefined {
    return declaredType(this.#info, name);
  }

  json(): string {
    this.#json ??= encodedText(encodeValue(this.#info, this.#operand.json, this.#operand.path));
    return this.#json;
  }

  #makeField(name: string): GoValue | undefined {
    const field = this.#info.byGo.get(name);
    const view = field === undefined ? this.#promoted(name) : viewOf(this.#fieldOperand(field));
    if (view !== undefined) {
      this.#views ??= new Map();
      this.#views.set(name, view);
    }
    return view;
  }

  #promoted(name: string): GoValue | undefined {
    for (const field of this.#info.byGo.values()) {
      if (field.embedded === true && declaredType(field.info, name) !== undefined) {
        const owner = this.field(field.go);
        return owner instanceof StructView ? owner.field(name) : undefined;
      }
    }
    return undefined;
  }

  /** As `fieldOperand`, but the members are looked up once. */
  #fieldOperand(field: FieldInfo): Operand {
    const { json, path } = this.#operand;
    const { info } = field;
    if (field.inline === true) {
      return { ...this.#operand, info };
    }
    this.#members ??= structMembers(this.#info, json, path);
    const value = Object.hasOwn(this.#members, field.json) ? this.#members[field.json] : undefined;
    return { info, json: value, path: memberPath(path, field.json), addressable: this.#operand.addressable === true };
  }
}

function declaredType(info: TypeInfo, name: string): string | undefined {
  if (info.kind !== 'struct') {
    return undefined;
  }
  const field = info.byGo.get(name);
  if (field !== undefined) {
    return field.type;
  }
  for (const owner of info.byGo.values()) {
    const type = owner.embedded === true ? declaredType(owner.info, name) : undefined;
    if (type !== undefined) {
      return type;
    }
  }
  return undefined;
}

class MapView implements GoTypedMap {
  readonly kind = 'map';
  readonly type: string;
  readonly key: string;
  readonly elem: string;
  readonly isNil: boolean;
  readonly #info: TypeInfo & { kind: 'map' };
  readonly #operand: Operand;
  readonly #json: SourceObject;

  constructor(info: TypeInfo & { kind: 'map' }, operand: Operand) {
    const json = decodeObject(operand.json, operand.path);
    this.type = info.name;
    this.key = info.keyName;
    this.elem = info.elemName;
    this.isNil = json === undefined;
    this.#info = info;
    this.#operand = operand;
    this.#json = json ?? {};
  }

  /** Counted when it is asked for: there may be very many. */
  get size(): number {
    return Object.keys(this.#json).length;
  }

  pointerMethod(name: string): GoFunc | undefined {
    return addressMethod(this.#operand, name, views);
  }

  zero(): GoValue {
    return this.elem === 'string' ? '' : viewOf({ info: this.#info.elem(), json: undefined, path: this.#operand.path });
  }

  get(key: string): GoValue | undefined {
    if (!Object.hasOwn(this.#json, key)) {
      return undefined;
    }
    const json = this.#json[key];
    if (this.elem === 'string' && typeof json === 'string') {
      return json;
    }
    return viewOf({ info: this.#info.elem(), json, path: `${this.#operand.path}[${JSON.stringify(key)}]` });
  }

  keys(): Iterable<string> {
    return Object.keys(this.#json);
  }
}

type SliceInfo = TypeInfo & { kind: 'slice' };

function sliceView(info: SliceInfo, json: Source | undefined, path: string): GoSlice {
  return info.elemName === 'uint8' && typeof json === 'string'
    ? bytesView(info, decodeBytes(json, path))
    : new SliceView(info, decodeArray(json, path), path);
}

function bytesView(info: SliceInfo, bytes: Uint8Array): GoSlice {
  const at = (index: number) => scalarView(info.elem(), BigInt(bytes[index] ?? 0));
  return { kind: 'slice', type: info.name, elem: info.elemName, isNil: false, length: bytes.length, at };
}

class SliceView implements GoSlice {
  readonly kind = 'slice';
  readonly type: string;
  readonly elem: string;
  readonly isNil: boolean;
  readonly length: number;
  readonly #info: SliceInfo;
  readonly #items: readonly Source[];
  readonly #path: string;
  readonly #views: GoValue[] = [];

  constructor(info: SliceInfo, items: readonly Source[] | undefined, path: string) {
    this.type = info.name;
    this.elem = info.elemName;
    this.isNil = items === undefined;
    this.length = items?.length ?? 0;
    this.#info = info;
    this.#items = items ?? [];
    this.#path = path;
  }

  at(index: number): GoValue {
    const view = this.#views[index];
    return view === undefined ? this.#makeView(index) : view;
  }

  #makeView(index: number): GoValue {
    const [info, json] = [this.#info.elem(), this.#items[index]];
    const view = viewOf({ info, json, path: `${this.#path}[${index}]`, addressable: true });
    this.#views[index] = view;
    return view;
  }
}

/** A scalar of a basic type as bare JavaScript where the contract says so, and of any other type in its box. */
function scalarView(info: TypeInfo, value: Scalar): GoValue {
  if (typeof value === 'string' || typeof value === 'boolean') {
    const bare = info.name === 'string' || info.name === 'bool';
    return bare ? value : { kind: 'named', type: info.name, value };
  }
  if (info.name === 'int' || info.name === 'float64' || info.kind !== 'scalar') {
    return value;
  }
  return number(info.name, info.scalar, value);
}

function number(type: string, scalar: string, value: bigint | number): GoNumber {
  switch (scalar) {
    case 'int':
    case 'int32':
    case 'uint8':
    case 'float64':
      return { kind: 'number', type, numeric: scalar, value };
    default:
      return { kind: 'number', type, numeric: 'int64', value };
  }
}

/** Structs that encode themselves: their JSON has another shape than their Go fields. */
function customView(operand: Operand): GoStruct {
  const { info, json, path } = operand;
  return {
    ...structOf(info.name, customFields(operand)),
    json: () => encodedText(encodeValue(info, json, path)),
    method: (name) => valueMethod(operand, name, views),
    pointerMethod: (name) => addressMethod(operand, name, views),
  };
}
