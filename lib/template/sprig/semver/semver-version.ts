import { utf8Length } from '../../../go/bytes.ts';
import { uint64OfDigits } from '../../../go/digits.ts';
import { GoError } from '../../../go/errors.ts';

/** A version as Masterminds' library reads it: parts are of 64 bits, `1.2` and `v1` will do. */
export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: string;
  readonly metadata: string;
  readonly original: string;
}

const maxVersionBytes = 256;
/** The largest part of a version. */
export const uint64Max = 2n ** 64n - 1n;
const looseVersion =
  /^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;

/** Reads a version. @throws `GoError` in the library's words. */
export function parseVersion(text: string): Version {
  if (utf8Length(text) > maxVersionBytes) {
    throw new GoError(`version string is too long (max ${maxVersionBytes} bytes)`);
  }
  const [, major, minor = '0', patch = '0', prerelease = '', metadata = ''] = looseVersion.exec(text) ?? [];
  if (major === undefined) {
    throw new GoError('invalid semantic version');
  }
  const version = { major: segment(major), minor: segment(minor), patch: segment(patch) };
  return { ...version, prerelease: checkPrerelease(prerelease), metadata, original: text };
}

const identifier = /^[0-9A-Za-z-]+$/;

/** Gives a pre-release back if it may be one. @throws `GoError` in the library's words. */
export function checkPrerelease(text: string): string {
  for (const part of text === '' ? [] : text.split('.')) {
    if (/^0\d+$/.test(part)) {
      throw new GoError('version segment starts with 0');
    }
    if (!identifier.test(part)) {
      throw new GoError('invalid prerelease string');
    }
  }
  return text;
}

/** Gives metadata back if it may be some. @throws `GoError` in the library's words. */
export function checkMetadata(text: string): string {
  if (text !== '' && !text.split('.').every((part) => identifier.test(part))) {
    throw new GoError('invalid metadata string');
  }
  return text;
}

function segment(digits: string): bigint {
  const value = uint64OfDigits(digits);
  if (value === undefined) {
    throw new GoError(`error parsing version segment: strconv.ParseUint: parsing "${digits}": value out of range`);
  }
  return value;
}

/** The version in full, without a leading `v`. */
export function formatVersion({ major, minor, patch, prerelease, metadata }: Version): string {
  const tail = `${prerelease === '' ? '' : `-${prerelease}`}${metadata === '' ? '' : `+${metadata}`}`;
  return `${major}.${minor}.${patch}${tail}`;
}

/** Orders versions by precedence, metadata aside: -1, 0 or 1. */
export function compareVersions(a: Version, b: Version): number {
  return (
    order(a.major, b.major) ||
    order(a.minor, b.minor) ||
    order(a.patch, b.patch) ||
    comparePrereleases(a.prerelease, b.prerelease)
  );
}

function order<T extends bigint | string>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** No pre-release comes after any; parts compare as numbers where both are, numbers before texts, short before long. */
export function comparePrereleases(a: string, b: string): number {
  if (a === b || a === '' || b === '') {
    return a === b ? 0 : a === '' ? 1 : -1;
  }
  const [left, right] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const result = compareParts(left[at], right[at]);
    if (result !== 0) {
      return result;
    }
  }
  return 0;
}

function compareParts(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) {
    return a === b ? 0 : a === undefined ? -1 : 1;
  }
  const [numberA, numberB] = [numberOf(a), numberOf(b)];
  if (numberA !== undefined && numberB !== undefined) {
    return order(numberA, numberB);
  }
  return numberA !== undefined ? -1 : numberB !== undefined ? 1 : order(a, b);
}

function numberOf(part: string): bigint | undefined {
  return /^\d+$/.test(part) ? uint64OfDigits(part) : undefined;
}
