import { isIntegerKind, makeInteger } from './numbers.ts';
import { elementType, keyType, kindOfType } from './type-name.ts';
import type { GoPointer, GoSlice, GoTypedMap, GoValue } from './value.ts';

/** Whether an untyped nil can stand for a value of the type: reflect's nillable kinds. */
export function canBeNil(type: string): boolean {
  const kind = kindOfType(type);
  return kind === 'interface' || kind === 'map' || kind === 'slice' || kind === 'ptr' || kind === 'func';
}

/**
 * The zero value of a type by its spelling (reflect.Zero); nil maps, lists and pointers are typed. `undefined` for a
 * type whose spelling does not tell it: a struct or another named type.
 */
export function zeroValue(type: string): GoValue | undefined {
  const kind = kindOfType(type);
  switch (kind) {
    case 'interface':
      return null;
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'float64':
      return 0;
    case 'float32':
      return { kind: 'number', type, numeric: 'float32', value: 0 };
    case 'slice':
      return nilSlice(type);
    case 'map':
      return nilMap(type);
    case 'ptr':
      return nilPointer(type);
    case 'complex64':
    case 'complex128':
      return { kind: 'complex', type: kind, real: 0, imaginary: 0 };
    default:
      return isIntegerKind(kind) ? makeInteger(0n, kind) : undefined;
  }
}

/** A nil list of a type such as `[]string`. */
export function nilSlice(type: string): GoSlice {
  return { kind: 'slice', type, elem: elementType(type), isNil: true, length: 0, at: () => null };
}

/** A nil map of a type such as `map[string]string`. */
export function nilMap(type: string): GoTypedMap {
  const shape = { type, key: keyType(type), elem: elementType(type) };
  return { kind: 'map', ...shape, isNil: true, size: 0, get: () => undefined, keys: () => [] };
}

/** A nil pointer of a type such as `*int64`. */
export function nilPointer(type: string): GoPointer {
  return { kind: 'pointer', type, target: null, isNil: true };
}
