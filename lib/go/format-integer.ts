import { runeCount, runeToString } from './bytes.ts';
import { isPrint } from './quote.ts';

/** The flags, width and precision of one printf verb. */
export interface FormatFlags {
  readonly minus: boolean;
  readonly plus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  /** Set for `%+v`. */
  readonly plusV: boolean;
  /** Set for `%#v`. */
  readonly sharpV: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

/** No flag at all, as `%v` has it. */
export const noFlags: FormatFlags = {
  minus: false,
  plus: false,
  sharp: false,
  space: false,
  zero: false,
  plusV: false,
  sharpV: false,
  width: undefined,
  precision: undefined,
};

/** Fills text up to the width in runes; zeros only on the left. */
export function pad(text: string, flags: FormatFlags): string {
  const missing = (flags.width ?? 0) - (flags.width === undefined ? 0 : runeCount(text));
  if (missing <= 0) {
    return text;
  }
  return flags.minus ? text + ' '.repeat(missing) : (flags.zero ? '0' : ' ').repeat(missing) + text;
}

/** As `pad`, always with spaces: numbers have placed their zeros already. */
export function padSpaces(text: string, flags: FormatFlags): string {
  return pad(text, flags.zero ? { ...flags, zero: false } : flags);
}

const bases: Readonly<Record<string, { readonly base: number; readonly prefix: string }>> = {
  b: { base: 2, prefix: '0b' },
  o: { base: 8, prefix: '0' },
  O: { base: 8, prefix: '0' },
  x: { base: 16, prefix: '0x' },
  X: { base: 16, prefix: '0X' },
};

/** Formats a whole number for `%d %v %b %o %O %x %X`. */
export function formatInteger(value: bigint, verb: string, flags: FormatFlags): string {
  const negative = value < 0n;
  if (flags.precision === 0 && value === 0n) {
    return ' '.repeat(flags.width ?? 0);
  }
  const { base, prefix } = bases[verb] ?? { base: 10, prefix: '' };
  const digits = (negative ? -value : value).toString(base);
  let text = (verb === 'X' ? digits.toUpperCase() : digits).padStart(leastDigits(flags, negative), '0');
  if (flags.sharp && !(base === 8 && text.startsWith('0'))) {
    text = prefix + text;
  }
  if (verb === 'O') {
    text = `0o${text}`;
  }
  return padSpaces((negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '') + text, flags);
}

function leastDigits({ precision, zero, minus, width, plus, space }: FormatFlags, negative: boolean): number {
  if (precision !== undefined) {
    return precision;
  }
  return zero && !minus && width !== undefined ? width - (negative || plus || space ? 1 : 0) : 0;
}

/** Formats a code point for `%U` and `%#U`. */
export function formatUnicode(value: bigint, flags: FormatFlags): string {
  const digits = BigInt.asUintN(64, value).toString(16).toUpperCase();
  const code = `U+${digits.padStart(Math.max(flags.precision ?? 4, 4), '0')}`;
  const shown = flags.sharp && value >= 0n && value <= 0x10ffffn && isPrint(Number(value));
  return padSpaces(shown ? `${code} '${runeToString(Number(value))}'` : code, flags);
}

/** The rune of a whole number for `%c` and `%q`; beyond Unicode it is U+FFFD. */
export function runeOfInteger(value: bigint): number {
  return value < 0n || value > 0x10ffffn ? 0xfffd : Number(value);
}
