import { boxOf, type GoBox } from '../go/numbers.ts';
import { typeName } from '../go/type-name.ts';
import type { GoFunc, GoPointer, GoValue } from '../go/value.ts';
import type { Operand } from './run.ts';

/** The type of an operand as messages name it: what sits in an interface is of type `interface {}`. */
export function operandType(value: Operand, boxed: boolean): string {
  return boxed ? 'interface {}' : typeName(value ?? null);
}

/** Follows pointers to what they point at; a nil pointer is returned itself. */
export function indirect(value: Operand): Operand {
  let target = value;
  for (let box = boxOf(target); box?.kind === 'pointer' && !box.isNil; box = boxOf(target)) {
    target = box.target;
  }
  return target;
}

/** Whether a value is a nil pointer. */
export function isNilPointer(value: Operand): value is GoPointer {
  const box = boxOf(value);
  return box?.kind === 'pointer' && box.isNil;
}

/** A method as a field chain finds it: of the value, of its pointer where Go could take the address, or of a pointer. */
export function methodOf(receiver: GoValue, name: string): GoFunc | undefined {
  for (let box = boxOf(receiver); box !== undefined; box = box.kind === 'pointer' ? boxOf(box.target) : undefined) {
    const found = ownMethod(box, name);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function ownMethod(box: GoBox, name: string): GoFunc | undefined {
  switch (box.kind) {
    case 'pointer':
      return box.method?.(name);
    case 'struct':
    case 'map':
    case 'number':
    case 'named':
      return box.method?.(name) ?? box.pointerMethod?.(name);
    default:
      return undefined;
  }
}

/** Wraps what sits in an interface, for the few functions that tell the difference (parameters of type `anyInterface`). */
export function interfaceBox(value: GoValue): GoPointer {
  return { kind: 'pointer', type: 'interface {}', target: value, isNil: value === null };
}
