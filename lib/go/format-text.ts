import { goStringToBytes, isAscii } from './bytes.ts';
import { type FloatFormat, formatFloat } from './format-float.ts';
import { type FormatFlags, pad, padSpaces } from './format-integer.ts';
import { canBackquote, quote } from './quote.ts';

/** Cuts text to the precision, in runes. */
export function truncate(text: string, precision: number | undefined): string {
  if (precision === undefined || text.length <= precision) {
    return text;
  }
  return isAscii(text) ? text.slice(0, precision) : [...text].slice(0, precision).join('');
}

/** Formats text for `%s` and `%v`. */
export function formatString(text: string, flags: FormatFlags): string {
  return pad(truncate(text, flags.precision), flags);
}

/** Formats text for `%q`: in double quotes, or in back quotes if `#` asks for it and the text allows it. */
export function formatQuoted(text: string, flags: FormatFlags): string {
  const kept = truncate(text, flags.precision);
  return pad(flags.sharp && canBackquote(kept) ? `\`${kept}\`` : quote(kept, flags.plus), flags);
}

/** Formats bytes for `%x` and `%X`: two digits each, spaced and prefixed as the flags say. */
export function formatHexText(text: string, verb: 'x' | 'X', flags: FormatFlags): string {
  const bytes = goStringToBytes(text);
  const kept = bytes.subarray(0, Math.min(flags.precision ?? bytes.length, bytes.length));
  if (kept.length === 0) {
    return (flags.zero && !flags.minus ? '0' : ' ').repeat(flags.width ?? 0);
  }
  const prefix = flags.sharp ? '0x' : '';
  const digits = Array.from(kept, (byte) => byte.toString(16).padStart(2, '0'));
  const joined = flags.space ? digits.map((pair) => prefix + pair).join(' ') : prefix + digits.join('');
  return pad(verb === 'X' ? joined.toUpperCase() : joined, flags);
}

const floatFormats: Readonly<Record<string, { readonly format: FloatFormat; readonly precision: number }>> = {
  v: { format: 'g', precision: -1 },
  b: { format: 'b', precision: -1 },
  g: { format: 'g', precision: -1 },
  G: { format: 'G', precision: -1 },
  x: { format: 'x', precision: -1 },
  X: { format: 'X', precision: -1 },
  f: { format: 'f', precision: 6 },
  F: { format: 'f', precision: 6 },
  e: { format: 'e', precision: 6 },
  E: { format: 'E', precision: 6 },
};

/** Whether a verb formats floats. */
export function isFloatVerb(verb: string): boolean {
  return Object.hasOwn(floatFormats, verb);
}

/** Formats a float for a verb that `isFloatVerb` accepts. */
export function formatFloatVerb(value: number, verb: string, options: { flags: FormatFlags; size: 32 | 64 }): string {
  const { flags, size } = options;
  const { format, precision: preset } = floatFormats[verb] ?? { format: 'g', precision: -1 };
  const precision = flags.precision ?? preset;
  const text = formatFloat(value, format, { precision, size });
  const sign = /^[+-]/.test(text) ? text.charAt(0) : '+';
  const magnitude = text.replace(/^[+-]/, '');
  const shownSign = flags.space && sign === '+' && !flags.plus ? ' ' : sign;
  if (!Number.isFinite(value)) {
    return padSpaces(Number.isNaN(value) && !flags.space && !flags.plus ? 'NaN' : shownSign + magnitude, flags);
  }
  const digits = flags.sharp && verb !== 'b' ? keepPoint(magnitude, verb, precision) : magnitude;
  if (!flags.plus && shownSign === '+') {
    return pad(digits, flags);
  }
  if (flags.zero && !flags.minus && flags.width !== undefined) {
    return shownSign + digits.padStart(flags.width - 1, '0');
  }
  return pad(shownSign + digits, flags);
}

/** What `#` asks for: a decimal point always, and for `%g` the trailing zeros up to the precision. */
function keepPoint(magnitude: string, verb: string, precision: number): string {
  const hex = verb === 'x' || verb === 'X';
  const at = magnitude.search(hex ? /[pP]/ : /[eE]/);
  const [head, tail] = at < 0 ? [magnitude, ''] : [magnitude.slice(0, at), magnitude.slice(at)];
  let missing = verb === 'v' || verb === 'g' || verb === 'G' || verb === 'x' ? (precision === -1 ? 6 : precision) : 0;
  missing -= head.replace('.', '').replace(/^0+/, '').length;
  if (!head.includes('.') && head === '0') {
    missing -= 1;
  }
  return head + (head.includes('.') ? '' : '.') + '0'.repeat(Math.max(missing, 0)) + tail;
}
