import { uint64OfDigits } from '../../../go/digits.ts';
import { GoError } from '../../../go/errors.ts';
import { formatDuration } from '../../../go/format-duration.ts';
import { goFunc } from '../../../go/func.ts';
import { int64 } from '../../../go/numbers.ts';
import type { GoFunc, GoNumber, GoValue } from '../../../go/value.ts';
import { quoteTime } from './time-errors.ts';

export const second = 1_000_000_000n;
const minute = 60n * second;
const hour = 60n * minute;

const units: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1000n],
  ['µs', 1000n],
  ['μs', 1000n],
  ['ms', 1_000_000n],
  ['s', second],
  ['m', minute],
  ['h', hour],
]);
const limit = 2n ** 63n;
const piece = /(\d*)(?:(\.)(\d*))?([^.\d]*)/y;

/** time.ParseDuration, in nanoseconds. @throws `GoError` in Go's words. */
export function parseDuration(text: string): bigint {
  const negative = text.startsWith('-');
  const rest = /^[+-]/.test(text) ? text.slice(1) : text;
  if (rest === '0') {
    return 0n;
  }
  let total = 0n;
  for (let at = 0; at < rest.length || rest === ''; at = piece.lastIndex) {
    piece.lastIndex = at;
    const [, whole = '', , fraction = '', unit = ''] = piece.exec(rest) ?? [];
    total += nanosOf({ whole, fraction, unit }, text);
    if (total > limit) {
      throw invalid(text);
    }
  }
  if (!negative && total >= limit) {
    throw invalid(text);
  }
  return negative ? -total : total;
}

function nanosOf(
  { whole, fraction, unit }: { readonly whole: string; readonly fraction: string; readonly unit: string },
  text: string,
): bigint {
  const value = uint64OfDigits(whole);
  if ((whole === '' && fraction === '') || value === undefined || value > limit) {
    throw invalid(text);
  }
  if (unit === '') {
    throw new GoError(`time: missing unit in duration ${quoteTime(text)}`);
  }
  const size = units.get(unit);
  if (size === undefined) {
    throw new GoError(`time: unknown unit ${quoteTime(unit)} in duration ${quoteTime(text)}`);
  }
  if (value > limit / size) {
    throw invalid(text);
  }
  return value * size + fractionOf(fraction, size);
}

/** Go works this out in floats, digits beyond 64 bits left out. */
function fractionOf(fraction: string, size: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of fraction) {
    if (value > (limit - 1n) / 10n) {
      break;
    }
    value = value * 10n + BigInt(digit);
    scale *= 10;
  }
  return value > 0n ? BigInt(Math.trunc(Number(value) * (Number(size) / scale))) : 0n;
}

function invalid(text: string): GoError {
  return new GoError(`time: invalid duration ${quoteTime(text)}`);
}

/** sprig's `durationRound`: the largest unit that is exceeded, from years to seconds. */
export function roundedDuration(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const found = roundUnits.find(([, unit]) => size > unit);
  return found === undefined ? '0s' : `${size / found[1]}${found[0]}`;
}

const day = 24n * hour;
const roundUnits = [
  ['y', 365n * day],
  ['mo', 30n * day],
  ['d', day],
  ['h', hour],
  ['m', minute],
  ['s', second],
] as const;

type Reading = (nanos: bigint) => GoValue;

const readings: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['String', formatDuration],
  ['Hours', (nanos) => whole(nanos, hour)],
  ['Minutes', (nanos) => whole(nanos, minute)],
  ['Seconds', (nanos) => whole(nanos, second)],
  ['Milliseconds', (nanos) => int64(nanos / 1_000_000n)],
  ['Microseconds', (nanos) => int64(nanos / 1000n)],
  ['Nanoseconds', int64],
  ['Abs', (nanos) => makeDuration(nanos < 0n ? (nanos === -limit ? limit - 1n : -nanos) : nanos)],
]);

const roundings: ReadonlyMap<string, (nanos: bigint, unit: bigint) => bigint> = new Map([
  ['Truncate', (nanos, unit) => (unit <= 0n ? nanos : nanos - (nanos % unit))],
  ['Round', roundTo],
]);

function whole(nanos: bigint, unit: bigint): number {
  return Number(nanos / unit) + Number(nanos % unit) / Number(unit);
}

/** Halves go away from zero. */
export function roundTo(nanos: bigint, unit: bigint): bigint {
  if (unit <= 0n) {
    return nanos;
  }
  const rest = nanos % unit;
  const size = rest < 0n ? -rest : rest;
  const down = nanos - rest;
  return size + size < unit ? down : nanos < 0n ? down - unit : down + unit;
}

/** A `time.Duration`. */
export function makeDuration(nanos: bigint): GoNumber {
  const value = BigInt.asIntN(64, nanos);
  return { kind: 'number', type: 'time.Duration', numeric: 'int64', value, method: (name) => methodOf(name, value) };
}

function methodOf(name: string, nanos: bigint): GoFunc | undefined {
  const read = readings.get(name);
  if (read !== undefined) {
    return goFunc({}, () => read(nanos));
  }
  const round = roundings.get(name);
  if (round === undefined) {
    return undefined;
  }
  return goFunc({ params: ['time.Duration'], result: 'time.Duration' }, ([unit = null]) =>
    makeDuration(round(nanos, nanosOfDuration(unit))),
  );
}

/** The nanoseconds of a `time.Duration`. */
export function nanosOfDuration(value: GoValue): bigint {
  const isBox = typeof value === 'object' && value !== null && 'value' in value;
  return isBox && typeof value.value === 'bigint' ? value.value : 0n;
}
