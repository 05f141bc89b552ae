import { trimEnd } from '../base/trim-end.ts';
import { binaryParts, type Decimal, exactDecimal, roundDecimal, shortestDecimal } from './decimal.ts';

/** strconv's formats: `b`, `e`, `E`, `f`, `g`, `G`, `x`, `X`. */
export type FloatFormat = 'b' | 'e' | 'E' | 'f' | 'g' | 'G' | 'x' | 'X';

export interface FloatOptions {
  /** Digits after the point (or significant ones for `g`); -1 for as few as tell the number apart. */
  readonly precision?: number;
  /** 32 if the number is a float32. */
  readonly size?: 32 | 64;
}

/** strconv.FormatFloat. */
export function formatFloat(value: number, format: FloatFormat, options: FloatOptions = {}): string {
  const { precision = -1, size = 64 } = options;
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  }
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const text = sign + formatMagnitude(value, format, { precision, size });
  return format === 'E' || format === 'G' || format === 'X' ? text.toUpperCase() : text;
}

/** What `%v` prints for a float64, by the short way for the common numbers. */
export function formatFloatValue(value: number): string {
  const magnitude = Math.abs(value);
  if ((magnitude >= 1e-4 && magnitude < 1e6) || magnitude === 0) {
    return Object.is(value, -0) ? '-0' : String(value);
  }
  return formatFloat(value, 'g');
}

function formatMagnitude(value: number, format: FloatFormat, options: Required<FloatOptions>): string {
  switch (format) {
    case 'b':
      return formatBinary(value, options.size);
    case 'x':
    case 'X':
      return formatHex(value, options);
    case 'e':
    case 'E':
      return formatExponent(value, options);
    case 'f':
      return formatFixed(value, options);
    default:
      return formatGeneral(value, options);
  }
}

function formatExponent(value: number, { precision, size }: Required<FloatOptions>): string {
  const decimal = precision < 0 ? shortestDecimal(value, size) : roundDecimal(exactDecimal(value), precision + 1);
  return withExponent(decimal, precision < 0 ? Math.max(decimal.digits.length - 1, 0) : precision);
}

function formatFixed(value: number, { precision, size }: Required<FloatOptions>): string {
  if (precision < 0) {
    const decimal = shortestDecimal(value, size);
    return withPoint(decimal, Math.max(decimal.digits.length - decimal.point, 0));
  }
  const exact = exactDecimal(value);
  return withPoint(roundDecimal(exact, exact.point + precision), precision);
}

/** From ten to this power on, the shortest form takes an exponent. */
const shortestThreshold = 6;

function formatGeneral(value: number, { precision, size }: Required<FloatOptions>): string {
  const shortest = precision < 0;
  const wanted = precision === 0 ? 1 : precision;
  const decimal = shortest ? shortestDecimal(value, size) : roundDecimal(exactDecimal(value), wanted);
  const { digits, point } = decimal;
  const crowded = wanted > digits.length && digits.length >= point;
  const threshold = shortest ? shortestThreshold : crowded ? digits.length : wanted;
  if (point - 1 < -4 || point - 1 >= threshold) {
    return withExponent(decimal, Math.max((shortest ? digits.length : Math.min(wanted, digits.length)) - 1, 0));
  }
  return withPoint(decimal, Math.max(digits.length - point, 0));
}

function withExponent({ digits, point }: Decimal, places: number): string {
  const fraction = digits.slice(1).padEnd(places, '0');
  const exponent = digits === '' ? 0 : point - 1;
  return `${digits.charAt(0) || '0'}${fraction === '' ? '' : `.${fraction}`}e${signed(exponent)}`;
}

function signed(exponent: number): string {
  return (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(2, '0');
}

function withPoint({ digits, point }: Decimal, places: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (places === 0) {
    return whole;
  }
  const fraction = point < 0 ? '0'.repeat(Math.min(-point, places)) + digits : digits.slice(Math.max(point, 0));
  return `${whole}.${fraction.padEnd(places, '0')}`;
}

function formatBinary(value: number, size: 32 | 64): string {
  const { mantissa, exponent } = binaryParts(value);
  if (size === 64) {
    return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
  }
  const narrow = mantissa >> 29n;
  const shift = exponent + 29;
  return `${narrow}p${shift < 0 ? '' : '+'}${shift}`;
}

function formatHex(value: number, { precision }: Required<FloatOptions>): string {
  const parts = binaryParts(value);
  if (parts.mantissa === 0n) {
    return `0x0${precision > 0 ? `.${'0'.repeat(precision)}` : ''}p+00`;
  }
  // The leading digit is 1: move the highest bit to position 60, fifteen hexadecimal digits after it.
  const length = parts.mantissa.toString(2).length;
  let mantissa = parts.mantissa << BigInt(61 - length);
  let exponent = parts.exponent + length - 1;
  if (precision >= 0 && precision < 15) {
    mantissa = roundHex(mantissa, precision);
    if (mantissa >> 61n !== 0n) {
      mantissa >>= 1n;
      exponent += 1;
    }
  }
  const digits = (mantissa & ((1n << 60n) - 1n)).toString(16).padStart(15, '0');
  const fraction = precision < 0 ? trimEnd(digits, '0') : digits.padEnd(precision, '0').slice(0, precision);
  return `0x1${fraction === '' ? '' : `.${fraction}`}p${signed(exponent)}`;
}

/** Rounds to `precision` hexadecimal digits after the first bit, half to even. */
function roundHex(mantissa: bigint, precision: number): bigint {
  const drop = BigInt(60 - precision * 4);
  const kept = mantissa >> drop;
  const rest = mantissa & ((1n << drop) - 1n);
  const half = 1n << (drop - 1n);
  const up = rest > half || (rest === half && (kept & 1n) === 1n);
  return (kept + (up ? 1n : 0n)) << drop;
}
