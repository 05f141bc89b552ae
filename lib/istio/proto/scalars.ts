import type { JsonValue } from '../../json/json-value.ts';
import { ProtoError } from './errors.ts';
import type { ProtoValue } from './message.ts';

const integerRanges = new Map<string, readonly [bigint, bigint]>([
  ['int32', [-(2n ** 31n), 2n ** 31n - 1n]],
  ['int64', [-(2n ** 63n), 2n ** 63n - 1n]],
  ['uint32', [0n, 2n ** 32n - 1n]],
  ['uint64', [0n, 2n ** 64n - 1n]],
]);
const integerText = /^-?(?:0|[1-9]\d{0,30})$/;
const numberText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const notFinite = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);
const longestNumber = 400;

/** What a JSON value is, for messages. */
export function kindName(json: JsonValue): string {
  if (json === null) {
    return 'null';
  }
  if (Array.isArray(json)) {
    return 'a list';
  }
  return typeof json === 'object' ? 'an object' : `${JSON.stringify(typeof json === 'bigint' ? Number(json) : json)}`;
}

/**
 * Reads one scalar as encoding/json does, where numbers may also be quoted. Null is the zero value.
 * @throws ProtoError
 */
export function decodeScalar(kind: string, json: JsonValue, path: string): ProtoValue {
  switch (kind) {
    case 'bool':
      return expectBool(json, path);
    case 'string':
      return expectText(json, path);
    case 'bytes':
      return Buffer.from(expectText(json, path), 'base64');
    case 'double':
    case 'float':
      return expectNumber(kind, json, path);
    default:
      return expectInteger(kind, json, path);
  }
}

function expectBool(json: JsonValue, path: string): boolean {
  if (json !== null && typeof json !== 'boolean') {
    throw new ProtoError('wrong-type', `true or false is needed, without quotes, not ${kindName(json)}`, { path });
  }
  return json === true;
}

function expectText(json: JsonValue, path: string): string {
  if (json !== null && typeof json !== 'string') {
    throw new ProtoError('wrong-type', `text is needed, not ${kindName(json)}; put it in quotes`, { path });
  }
  return json ?? '';
}

function expectNumber(kind: 'double' | 'float', json: JsonValue, path: string): number {
  const text = unquoted(json, path, 'a number').trim();
  if (typeof json === 'string' && notFinite.has(json)) {
    return notFinite.get(json) ?? 0;
  }
  if (text === 'null') {
    return 0;
  }
  const value = text.length <= longestNumber && numberText.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) {
    throw new ProtoError('wrong-type', `a number is needed, not ${kindName(json)}`, { path });
  }
  return kind === 'float' ? Math.fround(value) : value;
}

function expectInteger(kind: string, json: JsonValue, path: string): number | bigint {
  const text = unquoted(json, path, 'a whole number').trim();
  if (text === 'null') {
    return kind.endsWith('64') ? 0n : 0;
  }
  if (!integerText.test(text)) {
    throw new ProtoError('wrong-type', `a whole number is needed, not ${kindName(json)}`, { path });
  }
  const value = BigInt(text);
  const [least = 0n, most = 0n] = integerRanges.get(kind) ?? [];
  if (value < least || value > most) {
    throw new ProtoError('out-of-range', `${text} is not between ${least} and ${most}`, { path });
  }
  return kind.endsWith('64') ? value : Number(value);
}

/** The text of a number, quoted or not. */
function unquoted(json: JsonValue, path: string, wanted: string): string {
  if (json === null) {
    return 'null';
  }
  if (typeof json === 'string') {
    return json;
  }
  if (typeof json === 'bigint') {
    return String(json);
  }
  if (typeof json !== 'number') {
    throw new ProtoError('wrong-type', `${wanted} is needed, not ${kindName(json)}`, { path });
  }
  return Object.is(json, -0) ? '0' : String(json);
}
