const maxUint64 = 2n ** 64n - 1n;
/** More significant digits than these are beyond 64 bits. */
const longest = 20;

/**
 * The number that decimal digits stand for, 0 for none; undefined where it does not fit 64 bits. Making a number of
 * digits takes more than linear time, so a long text is not made one.
 */
export function uint64OfDigits(digits: string): bigint | undefined {
  const significant = digits.replace(/^0+/, '');
  const value = significant.length > longest ? undefined : BigInt(significant);
  return value !== undefined && value <= maxUint64 ? value : undefined;
}
