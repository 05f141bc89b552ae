import { errorText } from '../base/coded-error.ts';
import { trimSpace } from '../go/space.ts';
import type { JsonValue } from '../json/json-value.ts';
import { ObjectJoiner } from '../json/object-joiner.ts';
import { KubeError } from './errors.ts';
import { parseQuantity, type Quantity, zeroQuantity } from './quantity.ts';
import { type Instant, parseTime, zeroTime } from './time.ts';
import { type FieldInfo, foldName, type ScalarKind, type StructInfo } from './type-info.ts';

/** A number with its JSON spelling, for callers that must tell `1e0` from `1`. */
export class NumberLiteral {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What is decoded: JSON, in which a number may be a literal. */
export type Source = JsonValue | NumberLiteral | readonly Source[] | SourceObject;
export type SourceObject = { readonly [key: string]: Source };

/** A decoded scalar of Go. Whole numbers are `bigint`. */
export type Scalar = string | boolean | bigint | number;

/** `intstr.IntOrString` as decoded. */
export type IntOrString =
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'string'; readonly value: string };

const wholeRanges = {
  int: [-(2n ** 63n), 2n ** 63n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint8: [0n, 255n],
} as const satisfies Partial<Record<ScalarKind, readonly [bigint, bigint]>>;

/** A scalar as encoding/json decodes it; null and absent give Go's zero value. @throws KubeError otherwise. */
export function decodeScalar(kind: ScalarKind, json: Source | undefined, path: string): Scalar {
  switch (kind) {
    case 'string':
      return json === undefined || json === null ? '' : decodeString(json, path);
    case 'bool':
      if (typeof json !== 'boolean' && json !== undefined && json !== null) {
        throw wrongType('true or false', json, path);
      }
      return json ?? false;
    case 'float64':
      return json === undefined || json === null ? 0 : decodeFloat(json, path);
    default:
      return json === undefined || json === null ? 0n : decodeWhole(kind, json, path);
  }
}

/** A JSON string. @throws KubeError (`wrong-type`) for anything else. */
function decodeString(json: Source, path: string): string {
  if (typeof json !== 'string') {
    throw wrongType('a string', json, path);
  }
  return json;
}

/** A JSON object; null and absent are `undefined`. @throws KubeError (`wrong-type`) for anything else. */
export function decodeObject(json: Source | undefined, path: string): SourceObject | undefined {
  if (json === undefined || json === null) {
    return undefined;
  }
  if (!isSourceObject(json)) {
    throw wrongType('an object', json, path);
  }
  return json;
}

/** A JSON array; null and absent are `undefined`. @throws KubeError (`wrong-type`) for anything else. */
export function decodeArray(json: Source | undefined, path: string): readonly Source[] | undefined {
  if (json === undefined || json === null) {
    return undefined;
  }
  if (!isArray(json)) {
    throw wrongType('a list', json, path);
  }
  return json;
}

/**
 * The members of an object by the fields of a struct, as encoding/json assigns them: names match in any letter
 * case, unknown ones are dropped, and of several for one field the later one wins (objects are joined).
 * Where all names are spelled right, which is nearly always, the object itself is what is returned.
 */
export function selectFields(info: StructInfo, json: SourceObject): SourceObject {
  for (const key of Object.keys(json)) {
    if (!info.byJson.has(key) && info.byFolded.has(foldName(key))) {
      return joinFields(info, json);
    }
  }
  return json;
}

function joinFields(info: StructInfo, json: SourceObject): SourceObject {
  const joined: Record<string, Source> = {};
  const joiner = new ObjectJoiner<Source>();
  for (const key of Object.keys(json)) {
    const field = info.byJson.get(key) ?? info.byFolded.get(foldName(key));
    if (field !== undefined) {
      const [before, value] = [joined[field.json], json[key] ?? null];
      const isJoined = before !== undefined && isSourceObject(before) && isSourceObject(value);
      joined[field.json] = isJoined ? joiner.join(before, value) : laterValue(field, before, value);
    }
  }
  return joined;
}

function laterValue({ info }: FieldInfo, before: Source | undefined, value: Source): Source {
  const isKept = value === null && before !== undefined && (info.kind === 'struct' || info.kind === 'scalar');
  return isKept ? before : value;
}

/** `intstr.IntOrString`; null and absent are 0. */
export function decodeIntOrString(json: Source | undefined, path: string): IntOrString {
  return typeof json === 'string'
    ? { kind: 'string', value: json }
    : { kind: 'int', value: json === undefined || json === null ? 0n : decodeWhole('int32', json, path) };
}

/** `resource.Quantity` from a string or a number; null and absent are 0. */
export function decodeQuantity(json: Source | undefined, path: string): Quantity {
  if (json === undefined || json === null) {
    return zeroQuantity;
  }
  if (typeof json === 'boolean' || isArray(json) || isSourceObject(json)) {
    throw new KubeError('bad-quantity', 'a quantity is a string such as 500m or a number', { path });
  }
  const text = json instanceof NumberLiteral ? json.text : String(json);
  try {
    return parseQuantity(trimSpace(text));
  } catch (cause) {
    throw new KubeError('bad-quantity', errorText(cause), { path, cause });
  }
}

/** `metav1.Time`; null and absent are the zero time. */
export function decodeTime(json: Source | undefined, path: string): Instant {
  if (json === undefined || json === null) {
    return zeroTime;
  }
  try {
    return parseTime(decodeString(json, path));
  } catch (cause) {
    if (cause instanceof KubeError && cause.code === 'wrong-type') {
      throw cause;
    }
    throw new KubeError('bad-time', errorText(cause), { path, cause });
  }
}

/** Go's `[]byte`, which JSON holds as base64. */
export function decodeBytes(json: Source, path: string): Buffer {
  const text = decodeString(json, path).replaceAll(/[\r\n]/g, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw new KubeError('bad-base64', 'this is not base64 (RFC 4648, with padding)', { path });
  }
  return Buffer.from(text, 'base64');
}

/** A JSON object, as opposed to lists, literals and null. */
export function isSourceObject(json: Source): json is SourceObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof NumberLiteral);
}

function isArray(json: Source): json is readonly Source[] {
  return Array.isArray(json);
}

function decodeWhole(kind: keyof typeof wholeRanges, json: Source, path: string): bigint {
  const value = wholeNumber(json, kind, path);
  const [least, most] = wholeRanges[kind];
  if (value < least || value > most) {
    throw new KubeError('out-of-range', `${value} does not fit Go's ${kind}; use ${least} to ${most}`, { path });
  }
  return value;
}

function wholeNumber(json: Source, kind: string, path: string): bigint {
  if (typeof json === 'bigint') {
    return json;
  }
  if (json instanceof NumberLiteral && /^-?[0-9]+$/.test(json.text)) {
    return BigInt(json.text);
  }
  // From 1e21 on, a float64 stands for a literal with an exponent, which Go does not take for a whole number.
  if (typeof json === 'number' && Number.isInteger(json) && Math.abs(json) < 1e21) {
    return BigInt(json);
  }
  throw wrongType(`a whole number (Go's ${kind})`, json, path);
}

function decodeFloat(json: Source, path: string): number {
  if (typeof json === 'number' || typeof json === 'bigint') {
    return Number(json);
  }
  if (json instanceof NumberLiteral) {
    return Number(json.text);
  }
  throw wrongType('a number', json, path);
}

function wrongType(wanted: string, json: Source, path: string): KubeError {
  return new KubeError('wrong-type', `this must be ${wanted}, but is ${describe(json)}`, { path });
}

/** What it is, and not what it says: messages go to logs, and a value may be a secret. */
function describe(json: Source): string {
  if (json === null) {
    return 'null';
  }
  if (Array.isArray(json)) {
    return 'a list';
  }
  if (json instanceof NumberLiteral || typeof json === 'number' || typeof json === 'bigint') {
    return 'a number';
  }
  return typeof json === 'object' ? 'an object' : `a ${typeof json}`;
}
