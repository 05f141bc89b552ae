import type { GoComplex, GoNumber, GoValue, NumericKind } from './value.ts';

/** Sizes of the whole-number kinds in bits; negative for unsigned ones. `int`, `uint` and `uintptr` are 64 bits wide. */
const integerBits = {
  int: 64,
  int8: 8,
  int16: 16,
  int32: 32,
  int64: 64,
  uint: -64,
  uint8: -8,
  uint16: -16,
  uint32: -32,
  uint64: -64,
  uintptr: -64,
} as const satisfies Partial<Record<NumericKind, number>>;

/** The kinds that hold whole numbers. */
export type IntegerKind = keyof typeof integerBits;

/** Whether a name is that of a whole-number kind. */
export function isIntegerKind(kind: string): kind is IntegerKind {
  return Object.hasOwn(integerBits, kind);
}

/** Whether a name is that of an unsigned whole-number kind. */
export function isUnsignedKind(kind: string): boolean {
  return isIntegerKind(kind) && integerBits[kind] < 0;
}

/** Cuts a whole number to the size of a kind, as Go's conversions do. */
function wrapInteger(value: bigint, kind: IntegerKind): bigint {
  const bits = integerBits[kind];
  return bits < 0 ? BigInt.asUintN(-bits, value) : BigInt.asIntN(bits, value);
}

/** A whole number of a kind, cut to its size: a bare bigint for `int`, a box for the others. */
export function makeInteger(value: bigint, kind: IntegerKind): bigint | GoNumber {
  const wrapped = wrapInteger(value, kind);
  return kind === 'int' ? wrapped : { kind: 'number', type: kind, numeric: kind, value: wrapped };
}

/** An `int64`, cut to 64 bits. */
export function int64(value: bigint): GoNumber {
  return { kind: 'number', type: 'int64', numeric: 'int64', value: BigInt.asIntN(64, value) };
}

/** A box of any value, as opposed to a bare value, null, an array or a `Map`. */
export type GoBox = Extract<GoValue, { readonly kind: string }>;

/** The box that a value is, or undefined for bare values, arrays and `Map`s. */
export function boxOf(value: GoValue | undefined): GoBox | undefined {
  return typeof value === 'object' && value !== null && !(value instanceof Map) && !Array.isArray(value)
    ? value
    : undefined;
}

/** The whole number that a value of any whole-number kind holds; undefined for all else, floats included. */
export function integerOf(value: GoValue | undefined): bigint | undefined {
  if (typeof value === 'bigint') {
    return value;
  }
  const box = boxOf(value);
  return box?.kind === 'number' && typeof box.value === 'bigint' ? box.value : undefined;
}

/** Whether a value is of an unsigned whole-number kind. */
export function isUnsigned(value: GoValue | undefined): boolean {
  const box = boxOf(value);
  return box?.kind === 'number' && isUnsignedKind(box.numeric);
}

/** The number that a value of a floating-point kind holds; undefined for all else. */
export function floatOf(value: GoValue | undefined): number | undefined {
  if (typeof value === 'number') {
    return value;
  }
  const box = boxOf(value);
  return box?.kind === 'number' && typeof box.value === 'number' ? box.value : undefined;
}

/** The text of a value of kind string, named or not; undefined for all else. */
export function stringOf(value: GoValue | undefined): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  const box = boxOf(value);
  return box?.kind === 'named' && typeof box.value === 'string' ? box.value : undefined;
}

/** The truth of a value of kind bool, named or not; undefined for all else. */
export function boolOf(value: GoValue | undefined): boolean | undefined {
  if (typeof value === 'boolean') {
    return value;
  }
  const box = boxOf(value);
  return box?.kind === 'named' && typeof box.value === 'boolean' ? box.value : undefined;
}

/** The complex number that a value is; undefined for all else. */
export function complexOf(value: GoValue | undefined): GoComplex | undefined {
  const box = boxOf(value);
  return box?.kind === 'complex' ? box : undefined;
}
