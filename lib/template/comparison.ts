import { compareBytes } from '../go/bytes.ts';
import { GoError } from '../go/errors.ts';
import { boolOf, boxOf, complexOf, floatOf, integerOf, isUnsigned, stringOf } from '../go/numbers.ts';
import { sprintf } from '../go/sprintf.ts';
import { typeName } from '../go/type-name.ts';
import type { GoValue } from '../go/value.ts';

/** What comparisons tell apart; `other` is everything but the basic kinds. */
type BasicKind = 'bool' | 'complex' | 'int' | 'float' | 'string' | 'uint' | 'other';

function basicKind(value: GoValue): BasicKind {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float';
    case 'boolean':
      return 'bool';
    default:
      return boxKind(value);
  }
}

function boxKind(value: GoValue): BasicKind {
  const box = boxOf(value);
  switch (box?.kind) {
    case 'number':
      return typeof box.value === 'number' ? 'float' : isUnsigned(box) ? 'uint' : 'int';
    case 'named':
      return typeof box.value === 'string' ? 'string' : 'bool';
    case 'complex':
      return 'complex';
    default:
      return 'other';
  }
}

/** `eq`: whether the first value equals one of the others; types are looked at one after the other. */
export function equalsAny(values: readonly GoValue[]): boolean {
  if (values.length < 2) {
    throw new GoError('missing argument for comparison');
  }
  const [first = null] = values;
  for (let at = 1; at < values.length; at++) {
    if (equals(first, values[at] ?? null)) {
      return true;
    }
  }
  return false;
}

/** Whether two values are equal. @throws `GoError` for kinds that do not compare. */
export function equals(left: GoValue, right: GoValue): boolean {
  const kind = basicKind(left);
  const other = basicKind(right);
  if (kind === other) {
    return kind === 'other' ? equalsOther(left, right) : equalsBasic(left, right, kind);
  }
  if ((kind === 'int' && other === 'uint') || (kind === 'uint' && other === 'int')) {
    return integerOf(left) === integerOf(right);
  }
  if (left === null || right === null) {
    return false;
  }
  throw incompatible(left, right);
}

function incompatible(left: GoValue, right: GoValue): GoError {
  return new GoError(`incompatible types for comparison: ${typeName(left)} and ${typeName(right)}`);
}

function equalsBasic(left: GoValue, right: GoValue, kind: Exclude<BasicKind, 'other'>): boolean {
  switch (kind) {
    case 'string':
      return stringOf(left) === stringOf(right);
    case 'int':
    case 'uint':
      return integerOf(left) === integerOf(right);
    case 'float':
      return floatOf(left) === floatOf(right);
    case 'bool':
      return boolOf(left) === boolOf(right);
    default: {
      const [first, second] = [complexOf(left), complexOf(right)];
      return first?.real === second?.real && first?.imaginary === second?.imaginary;
    }
  }
}

/** Lists, maps and functions compare with nil only; structs and pointers with their own kind. */
function equalsOther(left: GoValue, right: GoValue): boolean {
  if (left !== null && right !== null && otherKind(left) !== otherKind(right)) {
    const types = [left, typeName(left), typeName(right), right];
    throw new GoError(sprintf('non-comparable types %s: %v, %s: %v', types));
  }
  if (isNil(left) || isNil(right)) {
    return isNil(left) === isNil(right);
  }
  const kind = otherKind(right);
  if (kind !== 'pointer' && kind !== 'struct') {
    throw new GoError(sprintf('non-comparable type %s: %v', [right, typeName(right)]));
  }
  return left === right;
}

function otherKind(value: GoValue): string {
  return Array.isArray(value) ? 'slice' : value instanceof Map ? 'map' : (boxOf(value)?.kind ?? 'invalid');
}

function isNil(value: GoValue): boolean {
  const box = boxOf(value);
  return value === null || (box !== undefined && 'isNil' in box && box.isNil);
}

/** `lt`: whether one value is less than another. @throws `GoError` for kinds that have no order. */
export function isLess(left: GoValue, right: GoValue): boolean {
  const kind = orderedKind(left);
  const other = orderedKind(right);
  if (kind === other) {
    return isLessBasic(left, right, kind);
  }
  if ((kind === 'int' && other === 'uint') || (kind === 'uint' && other === 'int')) {
    return isLessBasic(left, right, kind);
  }
  throw incompatible(left, right);
}

function orderedKind(value: GoValue): Exclude<BasicKind, 'other'> {
  const kind = basicKind(value);
  if (kind === 'other') {
    throw badComparison();
  }
  return kind;
}

function badComparison(): GoError {
  return new GoError('invalid type for comparison');
}

function isLessBasic(left: GoValue, right: GoValue, kind: Exclude<BasicKind, 'other'>): boolean {
  switch (kind) {
    case 'string':
      return compareBytes(stringOf(left) ?? '', stringOf(right) ?? '') < 0;
    case 'int':
    case 'uint':
      return (integerOf(left) ?? 0n) < (integerOf(right) ?? 0n);
    case 'float':
      return (floatOf(left) ?? 0) < (floatOf(right) ?? 0);
    default:
      throw badComparison();
  }
}

/** `le`: less or equal. */
export function isLessOrEqual(left: GoValue, right: GoValue): boolean {
  return isLess(left, right) || equals(left, right);
}
