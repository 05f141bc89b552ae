import { GoPanic } from '../../../go/errors.ts';
import { int64 } from '../../../go/numbers.ts';
import { parseInteger } from '../../../go/parse-number.ts';
import { sprint } from '../../../go/print.ts';
import type { GoNumber, GoSlice, GoValue } from '../../../go/value.ts';
import type { RunContext, TemplateFunction } from '../../function.ts';
import { toFloat, toInteger } from '../cast.ts';
import { anything, type Declared, fn, variadic } from '../declare.ts';
import { itemCost } from '../lists/lists.ts';
import {
  addDecimals,
  type DecimalNumber,
  decimalOf,
  divideDecimals,
  floatOfDecimal,
  multiplyDecimals,
  subtractDecimals,
} from './decimal-math.ts';
import { roundAt } from './round.ts';

type WholeStep = (a: bigint, b: bigint) => bigint;
type DecimalStep = (a: DecimalNumber, b: DecimalNumber) => DecimalNumber;

const max = wholes((a, b) => (b > a ? b : a));

/** Conversions, arithmetic on whole numbers, floats and decimals, and lists of numbers. */
export const numberFunctions: readonly Declared[] = [
  ['int', fn([anything], 'int', ([value]) => toInteger(value))],
  ['int64', fn([anything], 'int64', ([value]) => int64(toInteger(value)))],
  ['float64', fn([anything], 'float64', ([value]) => toFloat(value))],
  ['atoi', fn(['string'], 'int', ([text]) => parsed(text, 10))],
  ['toDecimal', fn([anything], 'int64', ([value], run) => int64(octal(sprint([value], run.charge))))],
  ['add', variadic([anything], 'int64', (args) => fold(args, 0n, (a, b) => a + b))],
  ['add1', fn([anything], 'int64', ([value]) => int64(toInteger(value) + 1n))],
  ['sub', fn([anything, anything], 'int64', ([a, b]) => int64(toInteger(a) - toInteger(b)))],
  ['mul', wholes((a, b) => a * b)],
  ['div', fn([anything, anything], 'int64', ([a, b]) => int64(toInteger(a) / divisor(b)))],
  ['mod', fn([anything, anything], 'int64', ([a, b]) => int64(toInteger(a) % divisor(b)))],
  ['max', max],
  ['biggest', max],
  ['min', wholes((a, b) => (b < a ? b : a))],
  ['addf', variadic([anything], 'float64', (args) => decimals([0, ...args], addDecimals))],
  ['add1f', fn([anything], 'float64', ([value]) => decimals([value, 1], addDecimals))],
  ['subf', variadic([anything, anything], 'float64', (args) => decimals(args, subtractDecimals))],
  ['mulf', variadic([anything, anything], 'float64', (args, run) => multiply(args, run))],
  ['divf', variadic([anything, anything], 'float64', (args) => decimals(args, divideDecimals))],
  ['maxf', variadic([anything, anything], 'float64', (args) => args.map(toFloat).reduce(larger))],
  ['minf', variadic([anything, anything], 'float64', (args) => args.map(toFloat).reduce(smaller))],
  ['ceil', fn([anything], 'float64', ([value]) => Math.ceil(toFloat(value)))],
  ['floor', fn([anything], 'float64', ([value]) => Math.floor(toFloat(value)))],
  ['round', { ...variadic([anything, 'int', 'float64'], 'float64', round) }],
  ['until', fn(['int'], '[]int', ([stop], run) => steps({ start: 0n, stop, step: stop < 0n ? -1n : 1n }, run))],
  ['untilStep', fn(['int', 'int', 'int'], '[]int', ([start, stop, step], run) => steps({ start, stop, step }, run))],
  ['seq', variadic(['int'], 'string', (args, run) => sequence(args.map(toInteger), run))],
];

function wholes(step: WholeStep): TemplateFunction {
  return variadic([anything, anything], 'int64', ([first = null, ...rest]) => fold(rest, toInteger(first), step));
}

function fold(args: readonly GoValue[], start: bigint, step: WholeStep): GoNumber {
  return int64(args.reduce<bigint>((sum, value) => BigInt.asIntN(64, step(sum, toInteger(value))), start));
}

function divisor(value: GoValue): bigint {
  const whole = toInteger(value);
  if (whole === 0n) {
    throw new GoPanic('runtime error: integer divide by zero');
  }
  return whole;
}

/** strconv.Atoi with the error dropped: out of range it still gives the nearest number. */
function parsed(text: string, base: 8 | 10): bigint {
  const result = parseInteger(text, base);
  return result.ok || result.reason === 'range' ? result.value : 0n;
}

function octal(text: string): bigint {
  const result = parseInteger(text, 8);
  return result.ok ? result.value : 0n;
}

function decimals(args: readonly GoValue[], step: DecimalStep): number {
  return floatOfDecimal(args.map((value) => decimalOf(toFloat(value))).reduce(step));
}

/** Each factor adds up to 17 digits. */
function multiply(args: readonly GoValue[], run: RunContext): number {
  run.charge(args.length * args.length);
  return decimals(args, multiplyDecimals);
}

/** math.Max: infinity wins over NaN. */
function larger(a: number, b: number): number {
  return a === Infinity || b === Infinity ? Infinity : Math.max(a, b);
}

function smaller(a: number, b: number): number {
  return a === -Infinity || b === -Infinity ? -Infinity : Math.min(a, b);
}

function round([value = null, places = null, threshold]: readonly GoValue[]): number {
  return roundAt(toFloat(value), toInteger(places), threshold === undefined ? 0.5 : toFloat(threshold));
}

interface Steps {
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
}

function countOf({ start, stop, step }: Steps): number {
  const distance = stop < start ? start - stop : stop - start;
  const stride = stop < start ? -step : step;
  return stride <= 0n ? 0 : Number((distance + stride - 1n) / stride);
}

/** A `[]int` that counts by steps, empty where the step leads away. */
function steps(range: Steps, run: RunContext): GoSlice {
  const length = countOf(range);
  run.charge(length * itemCost);
  const at = (index: number): bigint => range.start + range.step * BigInt(index);
  return { kind: 'slice', type: '[]int', elem: 'int', isNil: false, length, at };
}

/** `seq 5`, `seq 2 5`, `seq 5 -1 2`: both ends included. */
function sequence(params: readonly bigint[], run: RunContext): string {
  const range = rangeOf(params);
  if (range === undefined) {
    return '';
  }
  const list = steps(range, run);
  return Array.from({ length: list.length }, (_, index) => String(list.at(index))).join(' ');
}

function rangeOf([first, second, third, ...more]: readonly bigint[]): Steps | undefined {
  if (first === undefined || more.length > 0) {
    return undefined;
  }
  const [start, end] = second === undefined ? [1n, first] : [first, third ?? second];
  const direction = end < start ? -1n : 1n;
  const step = third === undefined ? direction : (second ?? direction);
  return direction < 0n && step > 0n ? undefined : { start, stop: end + direction, step };
}
