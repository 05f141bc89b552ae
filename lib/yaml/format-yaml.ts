import type { JsonObject, JsonValue } from '../json/json-value.ts';
import { isList } from '../json/json-value.ts';
import { compareKeys } from './compare-keys.ts';
import { Emitter } from './emitter.ts';
import { YamlError } from './errors.ts';
import { formatFloat64 } from './go-float.ts';
import { maxYamlDepth } from './limits.ts';

/** Go reads the JSON of a value back as YAML, where a key and its quotes must fit in this many characters. */
const maxKeyLength = 1024;
const refused = /[\x7f-\x84\x86-\x9f\ufffe\uffff]/;
const maxUint64 = 2n ** 64n;
const minInt64 = -(2n ** 63n);

/**
 * Writes a value as `sigs.k8s.io/yaml.Marshal` does, which is `toYaml` in Istio's templates: keys in yaml.v2's order,
 * lists under a key not indented, quotes where text would be read as something else, block text for several lines,
 * long lines folded behind column 80, floats as Go prints them. @throws YamlError (`unencodable`) where Go fails: for control characters that
 * JSON leaves as they are, and for very long keys.
 */
export function formatYaml(value: JsonValue): string {
  const emitter = new Emitter();
  const open: Iterator<JsonValue>[] = [];
  writeValue(emitter, value, open);
  // Collections are a stack and not recursive calls, so that the limit holds whatever is left of JavaScript's.
  for (let parts = open.at(-1); parts !== undefined; parts = open.at(-1)) {
    const { value: part, done } = parts.next();
    if (done === true) {
      open.pop();
      emitter.close();
    } else {
      writeValue(emitter, part, open);
    }
  }
  return emitter.finish();
}

/** Writes a plain value, or opens a collection, whose parts are then written one after the other. */
function writeValue(emitter: Emitter, value: JsonValue, open: Iterator<JsonValue>[]): void {
  if (typeof value === 'string') {
    emitter.string(asRead(value), false);
  } else if (typeof value === 'number' || typeof value === 'bigint') {
    emitter.word(numberText(value));
  } else if (typeof value === 'boolean' || value === null) {
    emitter.word(String(value));
  } else if (open.length === maxYamlDepth) {
    throw new YamlError('too-deep', `this nests deeper than ${maxYamlDepth} levels`);
  } else if (isList(value)) {
    openList(emitter, value, open);
  } else {
    openMapping(emitter, value, open);
  }
}

function openList(emitter: Emitter, items: readonly JsonValue[], open: Iterator<JsonValue>[]): void {
  if (items.length === 0) {
    emitter.word('[]');
  } else {
    emitter.open('list');
    open.push(writeItems(emitter, items));
  }
}

function openMapping(emitter: Emitter, mapping: JsonObject, open: Iterator<JsonValue>[]): void {
  const keys = Object.keys(mapping);
  if (keys.length === 0) {
    emitter.word('{}');
  } else {
    const entries = keys.map((key) => [keyAsRead(key), mapping[key] ?? null] as const);
    entries.sort(([a], [b]) => compareKeys(a, b));
    emitter.open('mapping');
    open.push(writeEntries(emitter, entries));
  }
}

function* writeItems(emitter: Emitter, items: readonly JsonValue[]): Generator<JsonValue, undefined> {
  for (const item of items) {
    emitter.item();
    yield item;
  }
  return undefined;
}

function* writeEntries(
  emitter: Emitter,
  entries: readonly (readonly [string, JsonValue])[],
): Generator<JsonValue, undefined> {
  for (const [key, value] of entries) {
    emitter.key(key);
    yield value;
  }
  return undefined;
}

/** Numbers go through JSON: a whole one within 64 bits stays whole, any other becomes a float64. */
function numberText(value: number | bigint): string {
  if (typeof value === 'bigint') {
    return value < maxUint64 && value >= minInt64 ? String(value) : formatFloat64(Number(value));
  }
  if (!Number.isFinite(value)) {
    throw new YamlError('unencodable', `JSON has no number for ${value}`);
  }
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? numberText(BigInt(String(value))) : formatFloat64(value);
}

/** What remains of a string that Go writes as JSON and reads back as YAML. */
function asRead(text: string): string {
  const whole = text.toWellFormed();
  if (refused.test(whole)) {
    const reason = 'a string holds a control character (U+007F to U+009F) or no character (U+FFFE, U+FFFF); remove it';
    throw new YamlError('unencodable', reason);
  }
  // A NEL is a line break, which double quotes fold.
  return whole.includes('\u0085') ? whole.replaceAll(/[ \u0085]+/g, foldBreaks) : whole;
}

function foldBreaks(breaks: string): string {
  const count = breaks.replaceAll(' ', '').length;
  if (count === 0) {
    return breaks;
  }
  return count === 1 ? ' ' : '\n'.repeat(count - 1);
}

function keyAsRead(key: string): string {
  // No character takes more than six in JSON, so that short keys need not be measured.
  if (key.length * 6 + 2 > maxKeyLength && [...JSON.stringify(key)].length > maxKeyLength) {
    throw new YamlError('unencodable', `a key is longer than ${maxKeyLength} characters: ${key.slice(0, 40)}…`);
  }
  if (key.includes('\u0085')) {
    throw new YamlError('unencodable', `a key holds a line break (U+0085): ${key.slice(0, 40)}`);
  }
  return asRead(key);
}
