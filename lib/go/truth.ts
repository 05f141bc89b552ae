import { boxOf, type GoBox } from './numbers.ts';
import type { GoValue } from './value.ts';

/**
 * Template truth (`template.IsTrue`): false for nil, false, 0, the empty string, an empty list or map and a nil
 * pointer or function; true for all else, structs included. A pointer to false is true.
 */
export function isTrue(value: GoValue | undefined): boolean {
  switch (typeof value) {
    case 'string':
      return value !== '';
    case 'boolean':
      return value;
    case 'number':
      return value !== 0;
    case 'bigint':
      return value !== 0n;
    case 'undefined':
      return false;
    default:
      return value !== null && isTrueObject(value);
  }
}

function isTrueObject(value: Extract<GoValue, object>): boolean {
  if (Array.isArray(value)) {
    return value.length > 0;
  }
  if (value instanceof Map) {
    return value.size > 0;
  }
  const box = boxOf(value);
  return box === undefined || isTrueBox(box);
}

function isTrueBox(box: GoBox): boolean {
  switch (box.kind) {
    case 'number':
      return typeof box.value === 'bigint' ? box.value !== 0n : box.value !== 0;
    case 'complex':
      return box.real !== 0 || box.imaginary !== 0;
    case 'named':
      return typeof box.value === 'string' ? box.value !== '' : box.value;
    case 'slice':
      return box.length > 0;
    case 'map':
      return box.size > 0;
    case 'pointer':
      return !box.isNil;
    default:
      return true;
  }
}
