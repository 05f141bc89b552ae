import { GoDepthError } from '../../go/errors.ts';
import type { GoBox } from '../../go/numbers.ts';
import { boxOf } from '../../go/numbers.ts';
import { typeName } from '../../go/type-name.ts';
import type { GoMap, GoSlice, GoStruct, GoTypedMap, GoValue } from '../../go/value.ts';
import type { RunContext } from '../function.ts';

/** reflect.DeepEqual: same type, same contents; a nil list differs from an empty one, NaN from itself. */
export function deepEqual(left: GoValue, right: GoValue, run: RunContext): boolean {
  return isEqual(left, right, { run, depth: 0 });
}

/** How deep values may nest that are compared; Go's stack holds millions. */
const maxDepth = 1000;

/** Who is charged, and how many values are around the two. */
interface Place {
  readonly run: RunContext;
  readonly depth: number;
}

function isEqual(left: GoValue, right: GoValue, { run, depth }: Place): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return left === right;
  }
  if (left === right) {
    return boxOf(left)?.kind !== 'func';
  }
  if (depth > maxDepth) {
    throw new GoDepthError(`deepEqual: values are nested deeper than ${maxDepth} levels or contain themselves`);
  }
  run.charge(1);
  if (typeName(left) !== typeName(right)) {
    return false;
  }
  const a = decodeBox(left);
  const b = decodeBox(right);
  return a.kind === b.kind && sameContents(a, b, { run, depth: depth + 1 });
}

type View =
  | GoBox
  | { readonly kind: 'list'; readonly isNil: boolean; readonly items: readonly GoValue[] }
  | { readonly kind: 'dict'; readonly map: GoMap };

function decodeBox(value: Extract<GoValue, object>): View {
  if (Array.isArray(value)) {
    return { kind: 'list', isNil: false, items: value };
  }
  if (value instanceof Map) {
    return { kind: 'dict', map: value };
  }
  return value.kind === 'slice' ? { kind: 'list', isNil: value.isNil, items: itemsOf(value) } : value;
}

function sameContents(a: View, b: View, at: Place): boolean {
  switch (a.kind) {
    case 'list':
      return b.kind === 'list' && a.isNil === b.isNil && sameItems(a.items, b.items, at);
    case 'dict':
      return b.kind === 'dict' && sameEntries(a.map, b.map, at);
    case 'map':
      return b.kind === 'map' && a.isNil === b.isNil && sameEntries(a, b, at);
    case 'pointer':
      return b.kind === 'pointer' && a.isNil === b.isNil && isEqual(a.target, b.target, at);
    case 'struct':
      return b.kind === 'struct' && sameStruct(a, b, at);
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

function sameItems(a: readonly GoValue[], b: readonly GoValue[], at: Place): boolean {
  return a.length === b.length && a.every((item, index) => isEqual(item, b[index] ?? null, at));
}

function sameEntries(a: GoMap | GoTypedMap, b: GoMap | GoTypedMap, at: Place): boolean {
  if (a.size !== b.size) {
    return false;
  }
  for (const key of a.keys()) {
    const other = b.get(key);
    if (other === undefined || !isEqual(a.get(key) ?? null, other, at)) {
      return false;
    }
  }
  return true;
}

function sameStruct(a: GoStruct, b: GoStruct, at: Place): boolean {
  if (a.equals !== undefined) {
    return a.equals(b);
  }
  return a.fields.every((name) => isEqual(a.field(name) ?? null, b.field(name) ?? null, at)) && sameText(a, b);
}

/** Fields that are not exported show in the text of a struct that has a String method. */
function sameText(a: GoStruct, b: GoStruct): boolean {
  const [left, right] = [
    a.method?.('String') ?? a.pointerMethod?.('String'),
    b.method?.('String') ?? b.pointerMethod?.('String'),
  ];
  return a.fields.length > 0 || left === undefined || right === undefined || left.call([]) === right.call([]);
}
