import { KubeError } from './errors.ts';

/** How a quantity was written: with 10^3 suffixes, with 1024 suffixes, or with an exponent. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** A parsed `resource.Quantity`: `unscaled * 10^-scale`, exactly. */
export interface Quantity {
  readonly unscaled: bigint;
  /** Digits after the point. Negative for trailing zeros that are not held. */
  readonly scale: number;
  /** `''` of the zero value only. */
  readonly format: QuantityFormat | '';
  /** The text it was read from, where Go keeps it because it looks canonical. */
  readonly kept?: string;
  /** Held as an int64 with a power of ten, as Go holds most; else as a big decimal. */
  readonly small: boolean;
}

interface Suffix {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

const suffixes = new Map<string, Suffix>([
  ['n', { base: 10, exponent: -9, format: 'DecimalSI' }],
  ['u', { base: 10, exponent: -6, format: 'DecimalSI' }],
  ['m', { base: 10, exponent: -3, format: 'DecimalSI' }],
  ['', { base: 10, exponent: 0, format: 'DecimalSI' }],
  ['k', { base: 10, exponent: 3, format: 'DecimalSI' }],
  ['M', { base: 10, exponent: 6, format: 'DecimalSI' }],
  ['G', { base: 10, exponent: 9, format: 'DecimalSI' }],
  ['T', { base: 10, exponent: 12, format: 'DecimalSI' }],
  ['P', { base: 10, exponent: 15, format: 'DecimalSI' }],
  ['E', { base: 10, exponent: 18, format: 'DecimalSI' }],
  ['Ki', { base: 2, exponent: 10, format: 'BinarySI' }],
  ['Mi', { base: 2, exponent: 20, format: 'BinarySI' }],
  ['Gi', { base: 2, exponent: 30, format: 'BinarySI' }],
  ['Ti', { base: 2, exponent: 40, format: 'BinarySI' }],
  ['Pi', { base: 2, exponent: 50, format: 'BinarySI' }],
  ['Ei', { base: 2, exponent: 60, format: 'BinarySI' }],
]);
const suffixByPower = new Map([...suffixes].map(([text, { base, exponent }]) => [`${base}^${exponent}`, text]));

/** Longest text that is looked at: bounds the size of the big numbers. */
export const maxQuantityLength = 256;
/** Largest power of ten that is worked out; an `e` suffix can name any. */
const maxQuantityExponent = 5000;

const maxInt64 = 2n ** 63n - 1n;
/** Sign, leading zeros, the other digits, the fraction, the suffix: no character fits two of them. */
const pattern = /^([+-]?)(0*)([1-9][0-9]*)?(?:\.([0-9]*))?((?:[eEinumkKMGTP]+[-+]?[0-9]*|[-+][0-9]*)?)$/;

/** The quantity zero, as Go's zero value has it. */
export const zeroQuantity: Quantity = { unscaled: 0n, scale: 0, format: '', small: true };

/** Reads a quantity as `resource.ParseQuantity` does: exact, rounded up to 10^-9. @throws KubeError (`bad-quantity`). */
export function parseQuantity(text: string): Quantity {
  if (text === '0') {
    return { ...zeroQuantity, format: 'DecimalSI', kept: text };
  }
  const match = text.length > maxQuantityLength ? null : pattern.exec(text);
  if (match === null || text === '') {
    throw refuse(text, 'is not a number with an optional suffix, such as 500m, 1.5 or 128Mi');
  }
  const [, sign = '', zeros = '', digits = '', fraction = '', suffixText = ''] = match;
  const suffix = interpretSuffix(suffixText);
  if (suffix === undefined) {
    throw refuse(
      text,
      `has the unknown suffix ${JSON.stringify(suffixText)}; use one of n u m k M G T P E Ki Mi Gi Ti Pi Ei`,
    );
  }
  // Without a single digit before the suffix Go still reads zero.
  const number = { negative: sign === '-', digits: digits === '' ? '0' : digits, fraction };
  const small = parseSmall(text, number, suffix);
  if (small === undefined && zeros + digits + fraction === '') {
    throw refuse(text, 'has no digits');
  }
  return small ?? parseBig(text, number, suffix);
}

interface Digits {
  readonly negative: boolean;
  readonly digits: string;
  readonly fraction: string;
}

/** Go's int64 path, which keeps the text where it holds it to be canonical. `undefined` if it does not fit. */
function parseSmall(text: string, number: Digits, suffix: Suffix): Quantity | undefined {
  const { digits, fraction } = number;
  const binary = suffix.format === 'BinarySI';
  if (binary && fraction !== '') {
    return undefined;
  }
  const room = binary
    ? 15 - digits.length - Math.trunc((suffix.exponent * 3) / 10) - 1
    : 18 - digits.length - fraction.length;
  const scale = (binary ? 0 : suffix.exponent) - fraction.length;
  if (room < 0 || scale < -9) {
    return undefined;
  }
  const shifted = digits + fraction;
  const value = BigInt(shifted);
  const canonical = binary
    ? suffix.exponent % 10 === 0 && (value & 7n) !== 0n
    : scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
  const size = binary ? value << BigInt(suffix.exponent) : value;
  return {
    unscaled: number.negative ? -size : size,
    scale: -scale,
    format: suffix.format,
    small: true,
    ...(canonical ? { kept: text } : {}),
  };
}

/** Go's big decimal path: any size, rounded away from zero to 10^-9; binary ones capped at the largest int64. */
function parseBig(text: string, number: Digits, suffix: Suffix): Quantity {
  let unscaled = BigInt(number.digits + number.fraction);
  let scale = number.fraction.length;
  if (suffix.base === 10) {
    scale -= suffix.exponent;
  } else {
    unscaled <<= BigInt(suffix.exponent);
  }
  if (Math.abs(scale) > maxQuantityExponent) {
    throw refuse(text, `has an exponent beyond ${maxQuantityExponent}`);
  }
  if (unscaled !== 0n && scale > 9) {
    unscaled = divideAwayFromZero(unscaled, 10n ** BigInt(scale - 9));
    scale = 9;
  } else if (unscaled !== 0n && scale < 9) {
    unscaled *= 10n ** BigInt(9 - scale);
    scale = 9;
  }
  let { format } = suffix;
  if (format === 'BinarySI') {
    const unit = 10n ** BigInt(Math.max(scale, 0));
    if (unscaled > maxInt64 * unit) {
      unscaled = maxInt64;
      scale = 0;
    } else if (unscaled > 0n && unscaled < unit) {
      format = 'DecimalSI';
    }
  }
  return { unscaled: number.negative ? -unscaled : unscaled, scale, format, small: false };
}

/** The canonical text of a quantity: no precision lost, no fraction, the largest suffix that allows it. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.kept !== undefined) {
    return quantity.kept;
  }
  if (quantity.unscaled === 0n) {
    return '0';
  }
  return (quantity.format === 'BinarySI' ? formatBinary(quantity) : undefined) ?? formatDecimal(quantity);
}

/** `undefined` where Go falls back to decimal: below 1024, or with a fraction. */
function formatBinary(quantity: Quantity): string | undefined {
  const value = wholeValue(quantity);
  if (value === undefined || (value > -1024n && value < 1024n)) {
    return undefined;
  }
  let [amount, power] = [value, 0];
  while (amount % 1024n === 0n && (amount >= 1024n || amount <= -1024n)) {
    amount /= 1024n;
    power += 10;
  }
  return `${amount}${suffixByPower.get(`2^${power}`) ?? ''}`;
}

function formatDecimal(quantity: Quantity): string {
  let amount = quantity.unscaled;
  let exponent = -quantity.scale;
  while (amount % 10n === 0n) {
    amount /= 10n;
    exponent += 1;
  }
  while (exponent % 3 !== 0) {
    amount *= 10n;
    exponent -= 1;
  }
  if (quantity.format !== 'DecimalExponent') {
    return `${amount}${suffixByPower.get(`10^${exponent}`) ?? ''}`;
  }
  return exponent === 0 ? `${amount}` : `${amount}e${exponent}`;
}

/** Its value in units of 10^power, rounded away from zero: `Value()` is power 0, `MilliValue()` is power -3. */
export function scaledValue(quantity: Quantity, power: number): bigint {
  const shift = quantity.scale + power;
  if (Math.abs(shift) > maxQuantityExponent) {
    throw refuse(formatQuantity(quantity), 'is too large or too small to be worked out');
  }
  return shift <= 0
    ? quantity.unscaled * 10n ** BigInt(-shift)
    : divideAwayFromZero(quantity.unscaled, 10n ** BigInt(shift));
}

function wholeValue({ unscaled, scale }: Quantity): bigint | undefined {
  if (scale <= 0) {
    return unscaled * 10n ** BigInt(-scale);
  }
  const unit = 10n ** BigInt(scale);
  return unscaled % unit === 0n ? unscaled / unit : undefined;
}

function divideAwayFromZero(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  if (value % divisor === 0n) {
    return quotient;
  }
  return value < 0n ? quotient - 1n : quotient + 1n;
}

function interpretSuffix(text: string): Suffix | undefined {
  const suffix = suffixes.get(text);
  if (suffix !== undefined || !/^[eE][-+]?[0-9]+$/.test(text)) {
    return suffix;
  }
  const written = BigInt(text.slice(text.startsWith('+', 1) ? 2 : 1).replace(/^-/, ''));
  const exponent = text.startsWith('-', 1) ? -written : written;
  if (BigInt.asIntN(64, exponent) !== exponent) {
    return undefined;
  }
  // Go keeps 32 bits of it.
  return { base: 10, exponent: Number(BigInt.asIntN(32, exponent)), format: 'DecimalExponent' };
}

function refuse(text: string, reason: string): KubeError {
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  return new KubeError('bad-quantity', `the quantity ${shown} ${reason}`);
}
