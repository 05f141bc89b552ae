import { boolOf, boxOf, floatOf, integerOf, stringOf } from '../../go/numbers.ts';
import { parseFloat64, parseInteger } from '../../go/parse-number.ts';
import type { GoValue } from '../../go/value.ts';

const decimalNumber = /^([-+]?\d*)(?:\.\d*)?$/;
const int64Min = -(2n ** 63n);

/** spf13/cast's ToInt64 (and ToInt): whole numbers, floats cut to whole ones, booleans, texts; 0 for all else. */
export function toInteger(value: GoValue): bigint {
  if (typeof value === 'bigint') {
    return value;
  }
  if (typeof value === 'number') {
    return floatToInteger(value);
  }
  if (value === null || typeof value === 'boolean') {
    return value === true ? 1n : 0n;
  }
  return otherToInteger(indirect(value));
}

function otherToInteger(value: GoValue): bigint {
  const whole = integerOf(value);
  if (whole !== undefined) {
    return BigInt.asIntN(64, whole);
  }
  const float = floatOf(value);
  if (float !== undefined) {
    return floatToInteger(float);
  }
  const text = stringOf(value);
  if (text !== undefined) {
    return textToInteger(text);
  }
  return boolOf(value) === true ? 1n : 0n;
}

/** What the processor makes of floats that do not fit: the smallest integer. */
function floatToInteger(value: number): bigint {
  return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : int64Min;
}

function textToInteger(text: string): bigint {
  const parsed = parseInteger(withoutFraction(text), 0);
  return parsed.ok ? parsed.value : 0n;
}

/** Decimals after a point are dropped, unless what stands there is no plain number. */
function withoutFraction(text: string): string {
  const whole = text.includes('.') ? decimalNumber.exec(text)?.[1] : text;
  return whole === undefined ? text : whole === '' || whole === '-' || whole === '+' ? `${whole}0` : whole;
}

/** spf13/cast's ToFloat64; 0 for what it cannot make a number of. */
export function toFloat(value: GoValue): number {
  if (typeof value === 'number') {
    return value;
  }
  if (typeof value === 'bigint') {
    return Number(value);
  }
  if (value === null || typeof value === 'boolean') {
    return value === true ? 1 : 0;
  }
  return otherToFloat(indirect(value));
}

function otherToFloat(value: GoValue): number {
  const whole = integerOf(value);
  if (whole !== undefined) {
    return Number(whole);
  }
  const text = stringOf(value);
  if (text !== undefined) {
    const parsed = parseFloat64(text);
    return parsed.ok ? parsed.value : 0;
  }
  return floatOf(value) ?? (boolOf(value) === true ? 1 : 0);
}

function indirect(value: GoValue): GoValue {
  const box = boxOf(value);
  return box?.kind === 'pointer' ? indirect(box.target) : value;
}
