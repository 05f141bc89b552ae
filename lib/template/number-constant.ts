import { type Parsed, parseFloat64, parseInteger, parseUnsigned } from '../go/parse-number.ts';
import { quote, unquoteChar } from '../go/quote.ts';

/** A number of a template under all the types that can hold it, which makes it Go's ideal constant. */
export interface NumberConstant {
  readonly int?: bigint;
  readonly uint?: bigint;
  readonly float?: number;
  readonly complex?: { readonly real: number; readonly imaginary: number };
}

/** A number that is none; `message` is Go's. */
export interface BadNumber {
  readonly message: string;
}

/** Reads a number as written in a template. */
export function parseNumberConstant(
  text: string,
  kind: 'char-constant' | 'complex' | 'number',
): NumberConstant | BadNumber {
  if (kind === 'char-constant') {
    return charConstant(text);
  }
  if (kind === 'complex') {
    return complexConstant(text);
  }
  if (plainDecimal.test(text)) {
    const int = BigInt(text);
    return { int, uint: int, float: Number(text) };
  }
  const imaginary = text.endsWith('i') ? parsedValue(parseFloat64(text.slice(0, -1))) : undefined;
  return imaginary === undefined ? realConstant(text) : simplified({ real: 0, imaginary });
}

/** What most numbers are, and needs no closer look. */
const plainDecimal = /^(?:0|[1-9][0-9]{0,14})$/;

function charConstant(text: string): NumberConstant | BadNumber {
  const char = unquoteChar(text.slice(1), "'");
  if (char === undefined) {
    return { message: 'invalid syntax' };
  }
  if (char.rest !== "'") {
    return { message: `malformed character constant: ${text}` };
  }
  return { int: BigInt(char.rune), uint: BigInt(char.rune), float: char.rune };
}

/** `1+2i`: the sign that parts them is the first one that is neither the number's own nor an exponent's. */
function complexConstant(text: string): NumberConstant | BadNumber {
  const at = text.search(/(?<=[^eEpP])[+-]/);
  const real = at < 0 ? undefined : parsedValue(parseFloat64(text.slice(0, at)));
  const imaginary = text.endsWith('i') ? parsedValue(parseFloat64(text.slice(at, -1))) : undefined;
  if (real === undefined || imaginary === undefined) {
    return { message: 'syntax error scanning complex number' };
  }
  return simplified({ real, imaginary });
}

function realConstant(text: string): NumberConstant | BadNumber {
  const int = parsedValue(parseInteger(text, 0));
  const uint = int === 0n ? 0n : parsedValue(parseUnsigned(text, 0));
  const whole = int ?? uint;
  if (whole !== undefined) {
    return { ...(int !== undefined && { int }), ...(uint !== undefined && { uint }), float: Number(whole) };
  }
  const float = parsedValue(parseFloat64(text));
  if (float === undefined) {
    return { message: `illegal number syntax: ${quote(text)}` };
  }
  return /[.eEpP]/.test(text) ? { ...wholeParts(float), float } : { message: `integer overflow: ${quote(text)}` };
}

function simplified(complex: { readonly real: number; readonly imaginary: number }): NumberConstant {
  return complex.imaginary === 0 ? { ...wholeParts(complex.real), float: complex.real, complex } : { complex };
}

/** A float that is a whole number is one of the whole-number types too, if it fits. */
function wholeParts(float: number): Pick<NumberConstant, 'int' | 'uint'> {
  if (!Number.isInteger(float)) {
    return {};
  }
  const whole = BigInt(float);
  return {
    ...(BigInt.asIntN(64, whole) === whole && { int: whole }),
    ...(BigInt.asUintN(64, whole) === whole && { uint: whole }),
  };
}

function parsedValue<T>(parsed: Parsed<T>): T | undefined {
  return parsed.ok ? parsed.value : undefined;
}
