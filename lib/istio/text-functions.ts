import { isAscii, utf8Length } from '../go/bytes.ts';
import { encodeGoJson } from '../go/encode-json.ts';
import { GoError } from '../go/errors.ts';
import { goValueFromJson } from '../go/from-json.ts';
import { boxOf } from '../go/numbers.ts';
import { formatValue } from '../go/print.ts';
import { entriesOf, entryOf, stringMap } from '../go/string-map.ts';
import type { GoValue } from '../go/value.ts';
import { parseJson } from '../json/json-text.ts';
import { chargeForParts } from '../template/charge-for-parts.ts';
import type { RunContext } from '../template/function.ts';
import { lineOf } from '../template/source.ts';
import { YamlError } from '../yaml/errors.ts';
import { formatYaml } from '../yaml/format-yaml.ts';
import {
  type Args,
  any,
  define,
  type FunctionRow,
  type FunctionSources,
  lasting,
  map,
  textOf,
  variadic,
} from './declare-function.ts';

const maxIndent = 1_000_000;

const toJson = define([map], 'string', ([entries]) => encodeGoJson(stringMap(entriesOf(entries))));

/** Those that do the same in all versions. */
const steadyFunctions: readonly FunctionRow[] = [
  ['isset', define([map, 'string'], 'bool', ([entries, key]) => entryOf(entries, textOf(key)) !== undefined)],
  ['kubevirtInterfaces', define(['string'], 'string', ([text]) => textOf(text))],
  ['excludeInterfaces', define(['string'], 'string', ([text]) => textOf(text))],
  ['annotation', define(['v1.ObjectMeta', 'string', any], 'string', annotationOrDefault)],
  [
    'valueOrDefault',
    define([any, any], any, ([value, preset]) => (isMissing(value) ? (preset ?? null) : (value ?? null))),
  ],
  ['toJSON', toJson],
  ['fromJSON', define(['string'], any, ([text]) => decodeJson(textOf(text)))],
  ['structToJSON', define([any], 'string', ([value], run) => encodeOr('{}', value, run))],
  [
    'toYaml',
    define(
      [any],
      'string',
      lasting(([value], run) => toYaml(value ?? null, run)),
    ),
  ],
  ['indent', define(['int', 'string'], 'string', ([spaces, text], run) => indent(spaces, textOf(text), run))],
  ['directory', define(['string'], 'string', ([path]) => textOf(path).slice(0, textOf(path).lastIndexOf('/') + 1))],
  ['contains', define(['string', 'string'], 'bool', ([needle, text]) => textOf(text).includes(textOf(needle)))],
  ['toLower', define(['string'], 'string', ([text]) => toLower(textOf(text)))],
  ['omit', variadic([map, 'string'], map, ([entries, ...keys]) => omitKeys(entries, keys))],
  ['strdict', variadic(['string'], map, (texts) => stringMap(pairUp(texts.map(textOf))))],
  ['toJsonMap', variadic([map], 'string', (maps) => encodeGoJson(mergeMaps(maps)))],
  ['mergeMaps', variadic([map], map, (maps) => mergeMaps(maps))],
];

/**
 * Those of Istio's functions that are about texts, maps and JSON, and know nothing of a mesh. `env` reads no
 * environment.
 */
export function istioTextFunctions({ facts, environment }: FunctionSources): readonly FunctionRow[] {
  const env = define(['string', 'string'], 'string', ([name, preset]) =>
    Object.hasOwn(environment, textOf(name)) ? (environment[textOf(name)] ?? '') : textOf(preset),
  );
  return [...steadyFunctions, ...(facts.toJsonIsSprigs ? [] : [['toJson', toJson] as const]), ['env', env]];
}

function isMissing(value: GoValue | undefined): boolean {
  return value === '' || value === null || value === undefined;
}

function annotationOrDefault([metadata, name, preset]: Args): string {
  const box = boxOf(metadata);
  const annotations = box?.kind === 'struct' ? box.field('Annotations') : undefined;
  return entryOf(annotations, textOf(name)) ?? formatValue(preset ?? null);
}

function decodeJson(text: string): GoValue {
  try {
    return goValueFromJson(parseJson(text), 'float64');
  } catch {
    return '{}';
  }
}

/** What cannot be encoded (a function, NaN) gives the preset, as Istio only logs it. */
function encodeOr(preset: string, value: GoValue | undefined, run: RunContext): string {
  if (value === null || value === undefined) {
    return preset;
  }
  chargeForParts(value, run);
  try {
    return encodeGoJson(value);
  } catch (error) {
    if (error instanceof GoError) {
      return preset;
    }
    throw error;
  }
}

/** What YAML cannot hold gives an empty text, as Istio only logs it. */
function toYaml(value: GoValue, run: RunContext): string {
  const json = value === null ? 'null' : encodeOr('', value, run);
  try {
    return json === '' ? '' : formatYaml(parseJson(json));
  } catch (error) {
    if (error instanceof YamlError) {
      return '';
    }
    throw error;
  }
}

/** Indents every line but the first. */
function indent(spaces: GoValue | undefined, text: string, run: RunContext): string {
  const width = Math.abs(Number(typeof spaces === 'bigint' ? spaces : 0n));
  if (width > maxIndent) {
    throw new GoError(`indent: ${width} spaces are too many; use at most ${maxIndent}`);
  }
  run.charge(utf8Length(text) + width * lineOf(text, text.length));
  return text.replaceAll('\n', `\n${' '.repeat(width)}`);
}

/** strings.ToLower: rune by rune, without the special cases of JavaScript's toLowerCase. */
function toLower(text: string): string {
  if (isAscii(text)) {
    return text.toLowerCase();
  }
  return Array.from(text, (char) => (char === '\u0130' ? 'i' : lowerRune(char))).join('');
}

function lowerRune(char: string): string {
  const lower = char.toLowerCase();
  return lower.length === char.length ? lower : char;
}

function omitKeys(entries: GoValue | undefined, keys: Args): GoValue {
  const omitted = new Set(keys);
  return stringMap(new Map([...entriesOf(entries)].filter(([key]) => !omitted.has(key))));
}

/** Keys and values in turn; a key without a value has an empty one. */
function pairUp(texts: readonly string[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (let index = 0; index < texts.length; index += 2) {
    pairs.set(texts[index] ?? '', texts[index + 1] ?? '');
  }
  return pairs;
}

function mergeMaps(maps: Args): ReturnType<typeof stringMap> {
  return stringMap(new Map(maps.flatMap((item) => [...entriesOf(item)])));
}
