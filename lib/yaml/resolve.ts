const longPrefix = 'tag:yaml.org,2002:';

/** What a scalar turned out to be. Whole numbers are exact; `float` may be infinite or no number. */
export type Resolved =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'timestamp' | 'string'; readonly value: string }
  | { readonly kind: 'binary'; readonly value: string };

const nothing: Resolved = { kind: 'null' };
const yes: Resolved = { kind: 'bool', value: true };
const no: Resolved = { kind: 'bool', value: false };

/** Words of YAML 1.1, in the spellings that yaml.v2 knows. */
const words = new Map<string, Resolved>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, nothing] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, yes] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, no] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, { kind: 'float', value: Number.NaN }] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(
    (word) => [word, { kind: 'float', value: Number.POSITIVE_INFINITY }] as const,
  ),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, { kind: 'float', value: Number.NEGATIVE_INFINITY }] as const),
]);

/** Whether a scalar could be anything but text, by its first character. */
const hint = /^[-+0-9.yYnNtTfFoO~]/;
/** Longer ones do not fit 64 bits, unless they begin with a thousand zeros; looked at before a number is made. */
const maxWholeLength = 1000;
const wholeNumber = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const floatNumber = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const date = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})/;
const clock = /^([Tt ])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})?$/;

const kindOfTag: ReadonlyMap<string, Resolved['kind']> = new Map([
  [`${longPrefix}str`, 'string'],
  [`${longPrefix}bool`, 'bool'],
  [`${longPrefix}int`, 'int'],
  [`${longPrefix}float`, 'float'],
  [`${longPrefix}null`, 'null'],
  [`${longPrefix}timestamp`, 'timestamp'],
]);

/** The tag of `<<`. */
export const mergeTag = `${longPrefix}merge`;

/**
 * The value of a scalar by its tag and text, as yaml.v2 resolves it: octal `010`, `1_000` and `0b1` are numbers,
 * base 60 and numbers beyond a float64 are text, any unknown tag makes text. `undefined` where the text does not fit
 * the tag.
 */
export function resolveTagged(tag: string, text: string): Resolved | undefined {
  if (tag === `${longPrefix}binary`) {
    return { kind: 'binary', value: text };
  }
  const wanted = kindOfTag.get(tag);
  if (wanted === undefined || wanted === 'string') {
    return { kind: 'string', value: text };
  }
  if (wanted === 'timestamp' && isTimestamp(text)) {
    return { kind: 'timestamp', value: text };
  }
  const resolved = resolvePlain(text);
  if (resolved.kind === wanted) {
    return resolved;
  }
  const small = resolved.kind === 'int' && BigInt.asIntN(64, resolved.value) === resolved.value;
  return wanted === 'float' && small ? { kind: 'float', value: Number(resolved.value) } : undefined;
}

/** The value of a plain scalar without a tag. A timestamp counts as text: `isTimestamp` tells it apart. */
export function resolvePlain(text: string): Resolved {
  if (text !== '' && !hint.test(text)) {
    return { kind: 'string', value: text };
  }
  const word = words.get(text);
  if (word !== undefined) {
    return word;
  }
  const first = text.charCodeAt(0);
  if (first === 46) {
    return resolveFloat(text) ?? { kind: 'string', value: text };
  }
  if (first >= 58) {
    return { kind: 'string', value: text };
  }
  const digits = text.replaceAll('_', '');
  return resolveWhole(digits) ?? resolveFloat(digits) ?? { kind: 'string', value: text };
}

function resolveWhole(text: string): Resolved | undefined {
  const match = wholeNumber.exec(text);
  if (match === null) {
    return undefined;
  }
  if (text.length > maxWholeLength) {
    return undefined;
  }
  const [, sign = '', hex, binary, octal, decimal] = match;
  const size = BigInt(hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : (decimal ?? '0'));
  const value = sign === '-' ? -size : size;
  const fits = BigInt.asIntN(64, value) === value || (sign === '' && BigInt.asUintN(64, value) === value);
  return fits ? { kind: 'int', value } : undefined;
}

function resolveFloat(text: string): Resolved | undefined {
  const value = floatNumber.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? { kind: 'float', value } : undefined;
}

/** Whether yaml.v2 takes a text for a time: written plain, it would come back as another type. */
export function isTimestamp(text: string): boolean {
  const match = date.exec(text);
  if (match === null) {
    return false;
  }
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    return false;
  }
  const rest = text.slice(match[0].length);
  return rest === '' || isClock(rest);
}

function isClock(text: string): boolean {
  const match = clock.exec(text);
  if (match === null || (match[1] === ' ') !== (match[5] === undefined)) {
    return false;
  }
  const zone = match[5] ?? 'Z';
  const inZone = zone === 'Z' || (Number(zone.slice(1, 3)) <= 24 && Number(zone.slice(4)) <= 60);
  return Number(match[2]) < 24 && Number(match[3]) < 60 && Number(match[4]) < 60 && inZone;
}

function daysIn(year: number, month: number): number {
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return last.getUTCDate();
}

/** A tag as people write it: `!!int`. */
export function shortTag(tag: string): string {
  return tag.startsWith(longPrefix) ? `!!${tag.slice(longPrefix.length)}` : tag;
}
