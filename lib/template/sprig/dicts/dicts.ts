import { copyGoValue } from '../../../go/copy.ts';
import { GoError, GoPanic } from '../../../go/errors.ts';
import { typeName } from '../../../go/type-name.ts';
import type { GoMap, GoValue } from '../../../go/value.ts';
import { canBeNil } from '../../../go/zero-value.ts';
import { chargeForParts } from '../../charge-for-parts.ts';
import type { RunContext } from '../../function.ts';
import { anything, type Declared, type Dict, dictType, fn, listType, mapOf, textOf, variadic } from '../declare.ts';
import { stringSlice } from '../lists/list-values.ts';
import { textOfValue } from '../strings/text.ts';
import { merge } from './merge.ts';

const deepCopying = fn([anything], anything, ([value = null], run) => {
  chargeForParts(value, run);
  return deepCopy(value);
});

/** Making, reading and changing dictionaries. `set`, `unset` and the merges change their argument in place. */
export const dictFunctions: readonly Declared[] = [
  ['dict', variadic([anything], dictType, (args, run) => dict(args, run))],
  ['get', fn([dictType, 'string'], anything, ([map, key]) => valueAt(mapOf(map)?.get(key)))],
  ['set', changing(fn([dictType, 'string', anything], dictType, ([map, key, value]) => set(map, key, value)))],
  ['unset', changing(fn([dictType, 'string'], dictType, ([map, key]) => unset(map, key)))],
  ['hasKey', fn([dictType, 'string'], 'bool', ([map, key]) => mapOf(map)?.has(key) === true)],
  ['pluck', variadic(['string', dictType], listType, ([key, ...maps]) => pluck(textOf(key), maps))],
  [
    'keys',
    variadic([dictType], '[]string', (maps, run) =>
      stringSlice(maps.flatMap((map) => [...(counted(map, run)?.keys() ?? [])])),
    ),
  ],
  ['values', fn([dictType], listType, ([map], run) => [...(counted(map, run)?.values() ?? [])])],
  ['pick', variadic([dictType, 'string'], dictType, ([map, ...keys]) => pick(mapOf(map), keys))],
  ['omit', variadic([dictType, 'string'], dictType, ([map, ...keys], run) => omit(counted(map, run), keys))],
  ['dig', variadic([anything], anything, (args) => dig(args))],
  ['deepCopy', deepCopying],
  ['mustDeepCopy', deepCopying],
  ['merge', merging((args, run) => merge(args, { overwrite: false, fail: () => '', run }))],
  ['mergeOverwrite', merging((args, run) => merge(args, { overwrite: true, fail: () => '', run }))],
  ['mustMerge', merging((args, run) => merge(args, { overwrite: false, fail: throwGoError, run }))],
  ['mustMergeOverwrite', merging((args, run) => merge(args, { overwrite: true, fail: throwGoError, run }))],
];

function merging(call: (args: readonly GoValue[], run: RunContext) => GoValue): Declared[1] {
  return changing(variadic([dictType, dictType], anything, call));
}

function changing(declared: Declared[1]): Declared[1] {
  return { ...declared, changes: true };
}

function throwGoError(message: string): never {
  throw new GoError(message);
}

/** A dictionary that is gone through as a whole. */
function counted(value: GoValue | undefined, run: RunContext): GoMap | undefined {
  const map = mapOf(value);
  run.charge(map?.size ?? 0);
  return map;
}

/** A key that is missing reads as empty text, one that holds nil as nil. */
function valueAt(value: GoValue | undefined): GoValue {
  return value === undefined ? '' : value;
}

/** Pairs of keys and values; a last key without a value gets empty text. */
function dict(args: readonly GoValue[], run: RunContext): GoMap {
  const map: GoMap = new Map();
  for (let at = 0; at < args.length; at += 2) {
    map.set(textOfValue(args[at] ?? null, run), at + 1 < args.length ? (args[at + 1] ?? null) : '');
  }
  return map;
}

function set(dict: Dict, key: string, value: GoValue): GoValue {
  if (!(dict instanceof Map)) {
    throw new GoPanic('assignment to entry in nil map');
  }
  return dict.set(key, value);
}

function unset(dict: Dict, key: string): GoValue {
  mapOf(dict)?.delete(key);
  return dict;
}

function pluck(key: string, dicts: readonly GoValue[]): GoValue[] {
  const maps = dicts.map(mapOf).filter((map) => map?.has(key));
  return maps.map((map) => map?.get(key) ?? null);
}

function pick(map: GoMap | undefined, keys: readonly GoValue[]): GoMap {
  const wanted = keys.map(textOf).filter((key) => map?.has(key));
  return new Map(wanted.map((key) => [key, map?.get(key) ?? null]));
}

function omit(map: GoMap | undefined, keys: readonly GoValue[]): GoMap {
  const unwanted = new Set(keys);
  return new Map([...(map ?? [])].filter(([key]) => !unwanted.has(key)));
}

/** `dig "a" "b" default dict`: walks down, gives the default for a missing key, and fails on a step that is no map. */
function dig(args: readonly GoValue[]): GoValue {
  if (args.length < 3) {
    throw new GoPanic('dig needs at least three arguments');
  }
  const keys = args.slice(0, -2);
  let step: GoValue = args.at(-1) ?? null;
  let map = dictOf(step);
  const texts = keys.map(keyText);
  for (const [index, key] of texts.entries()) {
    map = index === 0 ? map : dictOf(step);
    const next = map.get(key);
    if (next === undefined) {
      return args.at(-2) ?? null;
    }
    step = next;
  }
  return step;
}

function dictOf(value: GoValue): GoMap {
  if (value instanceof Map) {
    return value;
  }
  if (typeName(value) === dictType) {
    return new Map();
  }
  throw badConversion(value, dictType);
}

function keyText(value: GoValue): string {
  if (typeof value === 'string') {
    return value;
  }
  throw badConversion(value, 'string');
}

function badConversion(value: GoValue, wanted: string): GoPanic {
  const type = value === null ? 'nil' : typeName(value);
  return new GoPanic(`interface conversion: interface {} is ${type}, not ${wanted}`);
}

function deepCopy(value: GoValue): GoValue {
  if (value === null) {
    throw new GoPanic('reflect: call of reflect.Value.Type on zero Value');
  }
  return canBeNil(typeName(value)) ? copyGoValue(value) : value;
}
