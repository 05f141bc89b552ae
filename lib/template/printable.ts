import { boxOf } from '../go/numbers.ts';
import type { GoValue } from '../go/value.ts';
import { isNilPointer, methodOf } from './reflect.ts';

/** The value that prints best: what a pointer points at, unless it prints itself. */
export function printable(value: GoValue): GoValue {
  const box = boxOf(value);
  if (box === undefined || isNilPointer(value)) {
    return value;
  }
  const own = methodOf(value, 'Error') ?? methodOf(value, 'String');
  if (own !== undefined) {
    return String(own.call([]));
  }
  return box.kind === 'pointer' ? printable(box.target) : value;
}
