import type { GoBox } from '../../go/numbers.ts';
import { boxOf } from '../../go/numbers.ts';
import { typeName } from '../../go/type-name.ts';
import type { GoMap, GoSlice, GoStruct, GoTypedMap, GoValue } from '../../go/value.ts';
import type { RunContext } from '../function.ts';
import { GoTime } from './time/go-time.ts';

/** reflect.DeepEqual: same type, same contents; a nil list differs from an empty one, NaN from itself. */
export function deepEqual(left: GoValue, right: GoValue, run: RunContext): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return left === right;
  }
  if (left === right) {
    return boxOf(left)?.kind !== 'func';
  }
  run.charge(1);
  if (typeName(left) !== typeName(right)) {
    return false;
  }
  const a = decodeBox(left);
  const b = decodeBox(right);
  return a.kind === b.kind && sameContents(a, b, run);
}

type View =
  | GoBox
  | { readonly kind: 'array'; readonly items: readonly GoValue[] }
  | { readonly kind: 'dict'; readonly map: GoMap };

function decodeBox(value: Extract<GoValue, object>): View {
  if (Array.isArray(value)) {
    return { kind: 'array', items: value };
  }
  return value instanceof Map ? { kind: 'dict', map: value } : value;
}

function sameContents(a: View, b: View, run: RunContext): boolean {
  switch (a.kind) {
    case 'array':
      return b.kind === 'array' && sameItems(a.items, b.items, run);
    case 'dict':
      return b.kind === 'dict' && sameEntries(a.map, b.map, run);
    case 'slice':
      return b.kind === 'slice' && a.isNil === b.isNil && sameItems(itemsOf(a), itemsOf(b), run);
    case 'map':
      return b.kind === 'map' && a.isNil === b.isNil && sameEntries(a, b, run);
    case 'pointer':
      return b.kind === 'pointer' && a.isNil === b.isNil && deepEqual(a.target, b.target, run);
    case 'struct':
      return b.kind === 'struct' && sameStruct(a, b, run);
    case 'number':
    case 'named':
      return 'value' in b && a.value === b.value;
    case 'complex':
      return b.kind === 'complex' && a.real === b.real && a.imaginary === b.imaginary;
    default:
      return false;
  }
}

function itemsOf(slice: GoSlice): GoValue[] {
  return Array.from({ length: slice.length }, (_, index) => slice.at(index));
}

function sameItems(a: readonly GoValue[], b: readonly GoValue[], run: RunContext): boolean {
  return a.length === b.length && a.every((item, index) => deepEqual(item, b[index] ?? null, run));
}

function sameEntries(a: GoMap | GoTypedMap, b: GoMap | GoTypedMap, run: RunContext): boolean {
  if (a.size !== b.size) {
    return false;
  }
  for (const key of a.keys()) {
    const other = b.get(key);
    if (other === undefined || !deepEqual(a.get(key) ?? null, other, run)) {
      return false;
    }
  }
  return true;
}

function sameStruct(a: GoStruct, b: GoStruct, run: RunContext): boolean {
  if (a instanceof GoTime && b instanceof GoTime) {
    return a.nanos === b.nanos && a.zone.name === b.zone.name;
  }
  return a.fields.every((name) => deepEqual(a.field(name) ?? null, b.field(name) ?? null, run)) && sameText(a, b);
}

/** Fields that are not exported show in the text of a struct that has a String method. */
function sameText(a: GoStruct, b: GoStruct): boolean {
  const [left, right] = [
    a.method?.('String') ?? a.pointerMethod?.('String'),
    b.method?.('String') ?? b.pointerMethod?.('String'),
  ];
  return a.fields.length > 0 || left === undefined || right === undefined || left.call([]) === right.call([]);
}
