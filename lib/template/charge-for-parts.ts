import type { GoValue } from '../go/value.ts';
import type { RunContext } from './function.ts';

/** Deeper values are refused by whatever goes through them. */
const maxDepth = 1000;

/**
 * Counts the parts of a value before something is made of all of them. A dictionary that holds one list twice is small,
 * but not what is made of it.
 */
export function chargeForParts(value: GoValue, run: RunContext, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > maxDepth) {
    return;
  }
  if (Array.isArray(value)) {
    run.charge(value.length);
    for (const item of value) {
      chargeForParts(item, run, depth + 1);
    }
  } else if (value instanceof Map) {
    run.charge(value.size);
    for (const item of value.values()) {
      chargeForParts(item, run, depth + 1);
    }
  }
}
