import { GoError } from '../go/errors.ts';
import type { GoValue } from '../go/value.ts';

const maxDepth = 1000;

/**
 * A copy without nil: maps and lists lose what is nil, and are nil themselves where nothing is left (Istio's omitNil,
 * which keeps `resources: {limits: null}` from rendering as text).
 */
export function omitNil(value: GoValue, depth = 0): GoValue {
  if (depth > maxDepth) {
    throw new GoError(`omitNil: nested deeper than ${maxDepth} levels`);
  }
  if (Array.isArray(value)) {
    // A loop, since each call of `map` would take from the stack that depth needs.
    const items: GoValue[] = [];
    for (const item of value) {
      items.push(omitNil(item, depth + 1));
    }
    const left = items.filter((item) => item !== null);
    return left.length === 0 ? null : left;
  }
  if (!(value instanceof Map)) {
    return value;
  }
  const kept = new Map<string, GoValue>();
  for (const [key, item] of value) {
    const cleaned = omitNil(item, depth + 1);
    if (cleaned !== null) {
      kept.set(key, cleaned);
    }
  }
  return kept.size === 0 ? null : kept;
}
