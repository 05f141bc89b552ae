import { byteAt, sliceBytes, utf8Length } from '../go/bytes.ts';
import { GoError, GoPanic } from '../go/errors.ts';
import { boxOf, integerOf, stringOf } from '../go/numbers.ts';
import { makeSlice } from '../go/slice.ts';
import { typeName } from '../go/type-name.ts';
import type { GoMap, GoSlice, GoTypedMap, GoValue } from '../go/value.ts';
import { zeroValue } from '../go/zero-value.ts';
import { indirect, isNilPointer } from './reflect.ts';

/** `index`: an item and its indexes; `index x 1 "a"` is `x[1]["a"]`. @throws `GoError` in Go's words. */
export function indexValue(args: readonly GoValue[]): GoValue {
  let [value = null] = args;
  if (value === null) {
    throw new GoError('index of untyped nil');
  }
  for (let at = 1; at < args.length; at++) {
    if (value === null || isNilPointer(value)) {
      throw new GoError('index of nil pointer');
    }
    value = indexOnce(indirect(value) ?? null, args[at] ?? null);
  }
  return value;
}

function indexOnce(value: GoValue, index: GoValue): GoValue {
  if (value instanceof Map) {
    return value.get(mapKey(index, 'string')) ?? null;
  }
  if (Array.isArray(value)) {
    return value[inBounds(position(index, value.length), value.length)] ?? null;
  }
  const text = stringOf(value);
  if (text !== undefined) {
    return byteOf(text, index);
  }
  const box = boxOf(value);
  if (box?.kind === 'slice') {
    return box.at(inBounds(position(index, box.length), box.length));
  }
  if (box?.kind === 'map') {
    return fromTypedMap(box, index);
  }
  throw new GoError(`can't index item of type ${typeName(value)}`);
}

function fromTypedMap(map: GoTypedMap, index: GoValue): GoValue {
  return map.get(mapKey(index, map.key)) ?? map.zero?.() ?? zeroValue(map.elem) ?? null;
}

function byteOf(text: string, index: GoValue): GoValue {
  const at = position(index, utf8Length(text));
  const byte = byteAt(text, at);
  if (byte === undefined) {
    throw new GoPanic('reflect: string index out of range');
  }
  return { kind: 'number', type: 'uint8', numeric: 'uint8', value: BigInt(byte) };
}

/** One past the end passes Go's first check and fails in reflect. */
function inBounds(index: number, length: number): number {
  if (index >= length) {
    throw new GoPanic('reflect: slice index out of range');
  }
  return index;
}

/** A key of a map with string keys; all maps here have such. */
function mapKey(index: GoValue, type: string): string {
  if (index === null) {
    throw new GoError(`value is nil; should be of type ${type}`);
  }
  const key = typeName(index) === type ? stringOf(index) : undefined;
  if (key === undefined) {
    throw new GoError(`value has type ${typeName(index)}; should be ${type}`);
  }
  return key;
}

/** An index as a number, checked against the length or capacity. */
function position(index: GoValue, capacity: number): number {
  const whole = integerOf(index);
  if (whole === undefined) {
    const what = index === null ? 'nil' : `type ${typeName(index)}`;
    throw new GoError(`cannot index slice/array with ${what}`);
  }
  const signed = BigInt.asIntN(64, whole);
  if (signed < 0n || signed > BigInt(capacity)) {
    throw new GoError(`index out of range: ${signed}`);
  }
  return Number(signed);
}

/** `slice`: `slice x 1 2` is `x[1:2]`. What sits in an interface is no index (see `interfaceBox`). */
export function sliceValue(item: GoValue, indexes: readonly GoValue[]): GoValue {
  const outer = boxOf(item);
  if (item === null || (outer?.kind === 'pointer' && outer.type === 'interface {}' && outer.isNil)) {
    throw new GoError('slice of untyped nil');
  }
  const value = indirect(item) ?? null;
  if (isNilPointer(value)) {
    throw new GoError('slice of nil pointer');
  }
  if (indexes.length > 3) {
    throw new GoError(`too many slice indexes: ${indexes.length}`);
  }
  const text = stringOf(value);
  if (text !== undefined && indexes.length === 3) {
    throw new GoError('cannot 3-index slice a string');
  }
  const length = text === undefined ? listLength(value) : utf8Length(text);
  const [from, to] = bounds(indexes, length);
  return text === undefined ? sliceList(value, from, to) : sliceText(value, sliceBytes(text, from, to));
}

function listLength(value: GoValue): number {
  const box = boxOf(value);
  if (Array.isArray(value) || box?.kind === 'slice') {
    return Array.isArray(value) ? value.length : box?.kind === 'slice' ? box.length : 0;
  }
  throw new GoError(`can't slice item of type ${typeName(value)}`);
}

/** The capacity of a list counts as its length here: Go's hidden elements beyond it are not modelled. */
function bounds(indexes: readonly GoValue[], length: number): readonly [number, number] {
  const [from = 0, to = length, capacity] = indexes.map((index) => position(index, length));
  if (from > to) {
    throw new GoError(`invalid slice index: ${from} > ${to}`);
  }
  if (capacity !== undefined && to > capacity) {
    throw new GoError(`invalid slice index: ${to} > ${capacity}`);
  }
  return [from, to];
}

function sliceList(value: GoValue, from: number, to: number): GoValue {
  if (Array.isArray(value)) {
    return value.slice(from, to);
  }
  const box = boxOf(value);
  return box?.kind === 'slice' ? window(box, from, to) : null;
}

function window(slice: GoSlice, from: number, to: number): GoSlice {
  const items = Array.from({ length: to - from }, (_, index) => slice.at(from + index));
  return slice.isNil ? slice : makeSlice(slice.elem, items, slice.type);
}

function sliceText(original: GoValue, text: string): GoValue {
  const box = boxOf(original);
  return box?.kind === 'named' ? { ...box, value: text } : text;
}

/** `len`: of text in bytes, of lists and maps. */
export function lengthOf(item: GoValue): bigint {
  const value = indirect(item) ?? null;
  const text = stringOf(value);
  if (text !== undefined) {
    return BigInt(utf8Length(text));
  }
  if (Array.isArray(value)) {
    return BigInt(value.length);
  }
  return value instanceof Map ? BigInt(value.size) : boxLength(value);
}

function boxLength(value: Exclude<GoValue, GoValue[] | GoMap>): bigint {
  const box = boxOf(value);
  if (box?.kind === 'slice') {
    return BigInt(box.length);
  }
  if (box?.kind === 'map') {
    return BigInt(box.size);
  }
  if (isNilPointer(value)) {
    throw new GoError('len of nil pointer');
  }
  if (value === null) {
    throw new GoPanic('reflect: call of reflect.Value.Type on zero Value');
  }
  throw new GoError(`len of type ${typeName(value)}`);
}
