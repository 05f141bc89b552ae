import type { GoSlice, GoValue } from './value.ts';

/** A list of an element type other than `interface {}`: `makeSlice('string', ['a'])` is `[]string{"a"}`. */
export function makeSlice(elem: string, items: readonly GoValue[], type = `[]${elem}`): GoSlice {
  return { kind: 'slice', type, elem, isNil: false, length: items.length, at: (index) => items[index] ?? null };
}

/** `[]byte` of some bytes. */
export function makeBytes(bytes: Uint8Array): GoSlice {
  const at = (index: number): GoValue => ({
    kind: 'number',
    type: 'uint8',
    numeric: 'uint8',
    value: BigInt(bytes[index] ?? 0),
  });
  return { kind: 'slice', type: '[]uint8', elem: 'uint8', isNil: false, length: bytes.length, at };
}

/** The bytes of a list of `uint8`. */
export function bytesOf(slice: GoSlice): Uint8Array {
  return Uint8Array.from({ length: slice.length }, (_, index) => {
    const item = slice.at(index);
    return typeof item === 'object' && item !== null && 'value' in item ? Number(item.value) : 0;
  });
}

/** The items of any list. */
export function itemsOf(list: readonly GoValue[] | GoSlice): readonly GoValue[] {
  return 'kind' in list ? Array.from({ length: list.length }, (_, index) => list.at(index)) : list;
}
