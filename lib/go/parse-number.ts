/** What strconv's parsers give: a value, or why there is none (`ErrSyntax`, `ErrRange` with the nearest value). */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: 'syntax' }
  | { readonly ok: false; readonly reason: 'range'; readonly value: T };

const syntax = { ok: false, reason: 'syntax' } as const;
const basePrefixes: Readonly<Record<string, number>> = { x: 16, o: 8, b: 2 };
const digitsOfBase: Readonly<Record<number, RegExp>> = {
  2: /^[01]+$/,
  8: /^[0-7]+$/,
  10: /^\d+$/,
  16: /^[\da-fA-F]+$/,
};
/** 64 bits take no more digits than these in any base. */
const maxDigits = 64;
const bigPrefix: Readonly<Record<number, string>> = { 2: '0b', 8: '0o', 10: '', 16: '0x' };

/** strconv.ParseInt. Base 0 takes the base from a prefix (`0x`, `0b`, `0o`, `0`) and allows underscores. */
export function parseInteger(text: string, base: 0 | 2 | 8 | 10 | 16, bits = 64): Parsed<bigint> {
  const negative = text.startsWith('-');
  const parsed = parseUnsigned(/^[+-]/.test(text) ? text.slice(1) : text, base, 64);
  if (!parsed.ok && parsed.reason === 'syntax') {
    return syntax;
  }
  const limit = 1n << BigInt(bits - 1);
  const value = negative ? -parsed.value : parsed.value;
  if (!parsed.ok || value >= limit || value < -limit) {
    return { ok: false, reason: 'range', value: negative ? -limit : limit - 1n };
  }
  return { ok: true, value };
}

/** strconv.ParseUint. */
export function parseUnsigned(text: string, base: 0 | 2 | 8 | 10 | 16, bits = 64): Parsed<bigint> {
  const literal = base === 0 ? splitBase(text) : { base, digits: text };
  if (literal === undefined || !digitsOfBase[literal.base]?.test(literal.digits)) {
    return syntax;
  }
  const limit = (1n << BigInt(bits)) - 1n;
  // Making a number of decimal digits takes more than linear time, and none of so many fits 64 bits.
  const digits = literal.digits.replace(/^0+(?=.)/, '');
  const value = digits.length > maxDigits ? limit + 1n : BigInt(bigPrefix[literal.base] + digits);
  return value > limit ? { ok: false, reason: 'range', value: limit } : { ok: true, value };
}

function splitBase(text: string): { readonly base: number; readonly digits: string } | undefined {
  if (text.includes('_') && !underscoresFit(text)) {
    return undefined;
  }
  const bare = text.replaceAll('_', '');
  const base = text.startsWith('0') ? basePrefixes[bare.charAt(1).toLowerCase()] : 10;
  if (base === undefined && bare.length > 1) {
    return { base: 8, digits: bare.slice(1) };
  }
  return base === undefined || base === 10 ? { base: 10, digits: bare } : { base, digits: bare.slice(2) };
}

/** Underscores only between digits, or between a base prefix and a digit. */
function underscoresFit(text: string): boolean {
  const number = text.replace(/^[+-]/, '').replace(/^0[xXbBoO]/, '0');
  return !/^_|_$|__|_[^\da-fA-F]|[^\da-fA-F]_/.test(number);
}

const decimalForm = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const hexForm = /^([+-]?)0[xX]([\da-fA-F]*)(?:\.([\da-fA-F]*))?[pP]([+-]?\d+)$/;
const special: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['infinity', Infinity],
  ['nan', Number.NaN],
]);

/** strconv.ParseFloat: decimal and hexadecimal forms, underscores, `Inf` and `NaN` in any case. */
export function parseFloat64(text: string): Parsed<number> {
  const word = special.get(text.replace(/^[+-]/, '').toLowerCase());
  if (word !== undefined) {
    return Number.isNaN(word) && /^[+-]/.test(text) ? syntax : { ok: true, value: text.startsWith('-') ? -word : word };
  }
  if (text.includes('_') && !underscoresFit(text)) {
    return syntax;
  }
  const bare = text.replaceAll('_', '');
  const value = decimalForm.test(bare) ? Number(bare) : parseHexFloat(bare);
  if (value === undefined) {
    return syntax;
  }
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, reason: 'range', value };
}

function parseHexFloat(text: string): number | undefined {
  const [, sign, whole = '', fraction = '', power] = hexForm.exec(text) ?? [];
  if (power === undefined || whole + fraction === '') {
    return undefined;
  }
  const mantissa = Number(BigInt(`0x${whole}${fraction}`));
  const scaled = scale(mantissa, Number(power) - 4 * fraction.length);
  return sign === '-' ? -scaled : scaled;
}

/** In two steps, so that a power beyond the range of a float64 does not lose what the mantissa brings. */
function scale(mantissa: number, power: number): number {
  const bounded = Math.max(-2200, Math.min(2200, power));
  const half = Math.trunc(bounded / 2);
  return mantissa * 2 ** half * 2 ** (bounded - half);
}
