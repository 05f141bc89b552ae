import { parseQuantity, type Quantity } from './quantity.ts';

/** Below zero where `a` is the smaller, above where it is the larger, 0 where both are the same amount. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const [left, right] = aligned(a, b);
  return left === right ? 0 : left < right ? -1 : 1;
}

/** The sum, written as the first is, or as the second where the first is nothing. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  const [left, right] = aligned(a, b);
  return { unscaled: left + right, scale: Math.max(a.scale, b.scale), format: formatOf(a, b), small: false };
}

/** The difference, written as the first is. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return addQuantities(a, { ...b, unscaled: -b.unscaled });
}

/** The larger of two. */
export function maxQuantity(a: Quantity, b: Quantity): Quantity {
  return compareQuantities(a, b) < 0 ? b : a;
}

/** A quantity of JSON: text or a number. Undefined for anything else. @throws KubeError (`bad-quantity`) */
export function quantityOf(value: unknown): Quantity | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? parseQuantity(String(value))
    : undefined;
}

function formatOf(a: Quantity, b: Quantity): Quantity['format'] {
  return a.unscaled === 0n ? b.format : a.format;
}

/** Both in the unit of the one with more digits after the point. Exponents are bounded by the parser. */
function aligned(a: Quantity, b: Quantity): readonly [bigint, bigint] {
  if (a.scale === b.scale) {
    return [a.unscaled, b.unscaled];
  }
  const scale = Math.max(a.scale, b.scale);
  return [a.unscaled * 10n ** BigInt(scale - a.scale), b.unscaled * 10n ** BigInt(scale - b.scale)];
}
