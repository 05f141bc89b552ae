import { GoDepthError } from './errors.ts';
import type { GoValue } from './value.ts';

/** How deep a value may nest that is copied. */
export const maxCopyDepth = 1000;

/**
 * A deep copy of what a template can change: lists and maps. Everything else is immutable and shared. Hand each
 * render a copy, because functions such as sprig's `set` and `merge` change maps in place. Shared parts stay shared,
 * as pointers do in Go, so a value costs no more than its distinct parts.
 * @throws GoDepthError beyond `maxCopyDepth`
 */
export function copyGoValue(value: GoValue): GoValue {
  return copyInto(value, new Map(), 0);
}

function copyInto(value: GoValue, done: Map<object, GoValue>, depth: number): GoValue {
  if (typeof value !== 'object' || value === null || !(Array.isArray(value) || value instanceof Map)) {
    return value;
  }
  const known = done.get(value);
  if (known !== undefined) {
    return known;
  }
  if (depth === maxCopyDepth) {
    throw new GoDepthError(`copy: value is nested deeper than ${maxCopyDepth} levels`);
  }
  if (Array.isArray(value)) {
    const list: GoValue[] = [];
    done.set(value, list);
    for (const item of value) {
      list.push(copyInto(item, done, depth + 1));
    }
    return list;
  }
  const map = new Map<string, GoValue>();
  done.set(value, map);
  for (const [key, item] of value) {
    map.set(key, copyInto(item, done, depth + 1));
  }
  return map;
}
