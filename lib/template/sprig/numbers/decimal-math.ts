import { shortestDecimal } from '../../../go/decimal.ts';
import { GoPanic } from '../../../go/errors.ts';

/** A decimal number: `digits` times ten to the `exponent`. */
export interface DecimalNumber {
  readonly digits: bigint;
  readonly exponent: number;
}

/** Digits after the point that a division keeps (shopspring/decimal's DivisionPrecision). */
const divisionPrecision = 16;

/** The decimal that a float shows in its shortest form. Panics for what is no number, as the Go library does. */
export function decimalOf(value: number): DecimalNumber {
  if (!Number.isFinite(value)) {
    throw new GoPanic(`Cannot create a Decimal from ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`);
  }
  const { digits, point } = shortestDecimal(value, 64);
  const whole = BigInt(digits === '' ? '0' : digits);
  return { digits: value < 0 ? -whole : whole, exponent: digits === '' ? 0 : point - digits.length };
}

/** The float64 nearest to a decimal. */
export function floatOfDecimal({ digits, exponent }: DecimalNumber): number {
  return digits === 0n ? 0 : Number(`${digits}e${exponent}`);
}

export function addDecimals(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
  const exponent = Math.min(a.exponent, b.exponent);
  return { digits: scaled(a, exponent) + scaled(b, exponent), exponent };
}

export function subtractDecimals(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
  return addDecimals(a, { digits: -b.digits, exponent: b.exponent });
}

export function multiplyDecimals(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

/** Rounds half away from zero at the 16th digit after the point. */
export function divideDecimals(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
  if (b.digits === 0n) {
    throw new GoPanic('decimal division by 0');
  }
  const shift = a.exponent - b.exponent + divisionPrecision;
  const dividend = shift >= 0 ? a.digits * 10n ** BigInt(shift) : a.digits;
  const divisor = shift >= 0 ? b.digits : b.digits * 10n ** BigInt(-shift);
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  const away = 2n * magnitude(rest) >= magnitude(divisor) ? 1n : 0n;
  const negative = a.digits < 0n !== b.digits < 0n;
  return { digits: quotient + (negative ? -away : away), exponent: -divisionPrecision };
}

function scaled({ digits, exponent }: DecimalNumber, to: number): bigint {
  return exponent === to ? digits : digits * 10n ** BigInt(exponent - to);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
