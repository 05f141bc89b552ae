import fc from 'fast-check';
import { isObject, type JsonObject, type JsonValue } from '../../../lib/json/json-value.ts';
import { arbitraryPod, arbitraryPodPair } from './pod.ts';
import { Random } from './random.ts';

/** A pod and a strategic merge patch for it, with directives, nulls and values of the wrong shape strewn in. */
export const arbitraryMerge: fc.Arbitrary<readonly [original: JsonObject, patch: JsonObject]> = fc
  .tuple(fc.oneof(arbitraryPodPair, fc.tuple(arbitraryPod, arbitraryPod)), fc.nat(), fc.constantFrom(0, 0, 1, 3, 9))
  .map(([[pod, other], seed, often]) => {
    const numbers = new Random(seed);
    const random = (limit: number) => numbers.below(limit);
    const sprinkle = (value: JsonValue, rate: number) => sprinkleValue(value, { random, rate });
    const patch = trim(other, random);
    return [sprinkle(pod, often > 3 ? 1 : 0) as JsonObject, sprinkle(patch, often) as JsonObject];
  });

interface Sprinkler {
  /** A whole number from 0 to below the limit. */
  readonly random: (limit: number) => number;
  /** How many of a hundred values are changed. */
  readonly rate: number;
}

/** Park and Miller's generator: cheap, and the same for the same seed. */
/** Drops fields of maps, so that a patch says less than a pod. */
function trim(value: JsonValue, random: (limit: number) => number): JsonValue {
  if (Array.isArray(value)) {
    return value.map((item) => trim(item, random));
  }
  if (!isObject(value)) {
    return value;
  }
  const kept = Object.entries(value).filter(([key]) => keyNames.has(key) || random(3) > 0);
  return Object.fromEntries(kept.map(([key, item]) => [key, trim(item, random)]));
}

const keyNames = new Set(['name', 'containerPort', 'mountPath', 'ip', 'uid', 'spec', 'containers']);
const oddValues: readonly JsonValue[] = [null, 'text', 7, 1.5, true, {}, [], [null], ['a', 'b'], { name: 'app' }, [[]]];

function sprinkleValue(value: JsonValue, sprinkler: Sprinkler): JsonValue {
  const { random, rate } = sprinkler;
  if (Array.isArray(value)) {
    const items = value.map((item) => sprinkleValue(item, sprinkler));
    if (random(100) < rate * 2) {
      items.splice(random(items.length + 1), 0, oddItem(items, random));
    }
    return items;
  }
  if (!isObject(value)) {
    return random(200) < rate ? (oddValues[random(oddValues.length)] ?? null) : value;
  }
  const entries = Object.entries(value).flatMap(([key, item]): [string, JsonValue][] => [
    [random(300) < rate ? otherName(key, random) : key, sprinkleValue(item, sprinkler)],
    ...(random(100) < rate * 2 ? [fieldDirective(key, item, random)] : []),
  ]);
  return Object.fromEntries(random(100) < rate ? [...entries, mapDirective(Object.keys(value), random)] : entries);
}

function otherName(key: string, random: (limit: number) => number): string {
  return [key.toUpperCase(), `${key}x`, key.replace('s', '\u017f')][random(3)] ?? key;
}

function oddItem(items: readonly JsonValue[], random: (limit: number) => number): JsonValue {
  const item = items[random(items.length + 1)] ?? null;
  const directive = ['delete', 'delete', 'replace', 'merge', 'other'][random(5)] ?? null;
  return isObject(item) && random(4) > 0
    ? { ...item, $patch: directive }
    : (oddValues[random(oddValues.length)] ?? item);
}

function fieldDirective(key: string, item: JsonValue, random: (limit: number) => number): [string, JsonValue] {
  const list = Array.isArray(item) ? shuffle(item, random) : item;
  switch (random(4)) {
    case 0:
      return [`$deleteFromPrimitiveList/${key}`, list];
    case 1:
      return [`$setElementOrder${random(9) === 0 ? '' : `/${key}`}`, oddValues[random(oddValues.length)] ?? null];
    default:
      return [`$setElementOrder/${key}`, Array.isArray(list) && random(2) === 0 ? list.map(keysOnly) : list];
  }
}

function keysOnly(item: JsonValue): JsonValue {
  return isObject(item) ? Object.fromEntries(Object.entries(item).filter(([key]) => keyNames.has(key))) : item;
}

function shuffle(items: readonly JsonValue[], random: (limit: number) => number): JsonValue[] {
  const result = [...items];
  if (random(2) === 0) {
    result.splice(random(result.length + 1), 0, ...result.splice(random(result.length + 1), 1));
  }
  return random(4) === 0 ? result.slice(random(result.length + 1)) : result;
}

function mapDirective(keys: readonly string[], random: (limit: number) => number): [string, JsonValue] {
  if (random(2) === 0) {
    return ['$patch', ['replace', 'delete', 'merge', null][random(4)] ?? null];
  }
  return ['$retainKeys', random(6) === 0 ? 'name' : keys.slice(0, random(keys.length + 2))];
}
