import type { GoValue, NumericKind } from './value.ts';

/** reflect.Kind as its String method spells it; `invalid` for nil. */
export type GoKind =
  | 'invalid'
  | 'bool'
  | 'string'
  | NumericKind
  | 'complex64'
  | 'complex128'
  | 'slice'
  | 'map'
  | 'struct'
  | 'ptr'
  | 'func'
  | 'interface';

const basicKinds: ReadonlyMap<string, GoKind> = new Map(
  [
    ...(['bool', 'string', 'int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint8', 'uint16', 'uint32'] as const),
    ...(['uint64', 'uintptr', 'float32', 'float64', 'complex64', 'complex128'] as const),
  ].map((name) => [name, name]),
);

/** The Go type of a value as `%T` prints it; `<nil>` for nil. */
export function typeName(value: GoValue): string {
  if (typeof value !== 'object') {
    return primitiveKind(value);
  }
  return value === null ? '<nil>' : objectType(value);
}

type Primitive = string | number | bigint | boolean;

/** The kind of a value that JavaScript has too; its type is called the same. */
function primitiveKind(value: Primitive): 'string' | 'float64' | 'int' | 'bool' {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'float64';
    case 'bigint':
      return 'int';
    default:
      return 'bool';
  }
}

function objectType(value: Exclude<GoValue, null | Primitive>): string {
  if (Array.isArray(value)) {
    return '[]interface {}';
  }
  return value instanceof Map ? 'map[string]interface {}' : value.type;
}

/** The reflect kind of a value. */
export function kindOf(value: GoValue): GoKind {
  if (typeof value !== 'object') {
    return primitiveKind(value);
  }
  return value === null ? 'invalid' : objectKind(value);
}

function objectKind(value: Exclude<GoValue, null | Primitive>): GoKind {
  if (Array.isArray(value)) {
    return 'slice';
  }
  if (value instanceof Map) {
    return 'map';
  }
  switch (value.kind) {
    case 'number':
      return value.numeric;
    case 'complex':
      return value.type;
    case 'named':
      return typeof value.value === 'string' ? 'string' : 'bool';
    case 'pointer':
      return 'ptr';
    default:
      return value.kind;
  }
}

/** The reflect kind of a type by its spelling; named types other than the basic ones count as structs. */
export function kindOfType(type: string): GoKind {
  if (type === 'interface {}' || type === 'error') {
    return 'interface';
  }
  if (type.startsWith('[]')) {
    return 'slice';
  }
  if (type.startsWith('map[')) {
    return 'map';
  }
  if (type.startsWith('*')) {
    return 'ptr';
  }
  return type.startsWith('func(') ? 'func' : (basicKinds.get(type) ?? 'struct');
}

/** The type that a slice, map or pointer type is made of: `string` for `[]string`; the type itself for others. */
export function elementType(type: string): string {
  if (type.startsWith('[]')) {
    return type.slice(2);
  }
  return type.startsWith('map[') ? type.slice(type.indexOf(']') + 1) : type.replace(/^\*/, '');
}

/** The key type of a map type: `string` for `map[string]int`. */
export function keyType(type: string): string {
  return type.slice('map['.length, type.indexOf(']'));
}
