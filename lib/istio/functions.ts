import { isAscii, utf8Length } from '../go/bytes.ts';
import { encodeGoJson } from '../go/encode-json.ts';
import { GoError } from '../go/errors.ts';
import { formatDuration } from '../go/format-duration.ts';
import { goValueFromJson } from '../go/from-json.ts';
import { boxOf } from '../go/numbers.ts';
import { formatValue } from '../go/print.ts';
import { entriesOf, entryOf, stringMap } from '../go/string-map.ts';
import { typeName } from '../go/type-name.ts';
import type { GoValue } from '../go/value.ts';
import { parseJson } from '../json/json-text.ts';
import { chargeForParts } from '../template/charge-for-parts.ts';
import type { FunctionTable, RunContext, TemplateFunction } from '../template/function.ts';
import { YamlError } from '../yaml/errors.ts';
import { formatYaml } from '../yaml/format-yaml.ts';
import { appendMultusNetwork } from './multus.ts';
import { omitNil } from './omit-nil.ts';
import { otelResourceAttributes, wantsOtelAttributes } from './otel-attributes.ts';
import { applicationPorts, containersIn, excludeInboundPort, includeInboundPorts } from './port-functions.ts';
import { nanosecondsOf, viewedMessage } from './proto/view.ts';
import { protoToJson } from './proxy-config.ts';
import { assumedFacts, type IstioFacts } from './version/changes.ts';

const any = 'interface {}';
const map = 'map[string]string';
const containers = '[]v1.Container';
const maxIndent = 1_000_000;

/** What the functions depend on besides their arguments. */
export interface FunctionSources {
  readonly facts: IstioFacts;
  /** What `env` answers; for every other name it gives the template's default. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Functions that do the same in all versions. */
const steadyFunctions: FunctionTable = new Map<string, TemplateFunction>([
  ['formatDuration', define(['*durationpb.Duration'], 'string', ([value]) => durationOf(value))],
  ['isset', define([map, 'string'], 'bool', ([entries, key]) => entryOf(entries, textOf(key)) !== undefined)],
  [
    'excludeInboundPort',
    define([any, 'string'], 'string', ([port, ports]) => excludeInboundPort(port ?? null, textOf(ports))),
  ],
  ['includeInboundPorts', define([containers], 'string', ([list]) => includeInboundPorts(list))],
  ['kubevirtInterfaces', define(['string'], 'string', ([text]) => textOf(text))],
  ['excludeInterfaces', define(['string'], 'string', ([text]) => textOf(text))],
  ['applicationPorts', define([containers], 'string', ([list]) => applicationPorts(list))],
  ['annotation', define(['v1.ObjectMeta', 'string', any], 'string', annotationOrDefault)],
  [
    'valueOrDefault',
    define([any, any], any, ([value, preset]) => (isMissing(value) ? (preset ?? null) : (value ?? null))),
  ],
  ['toJSON', define([map], 'string', ([entries]) => encodeGoJson(stringMap(entriesOf(entries))))],
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
  [
    'omitNil',
    define(
      [any],
      any,
      lasting(([value = null], run) => {
        chargeForParts(value, run);
        return omitNil(value);
      }),
    ),
  ],
  [
    'otelResourceAttributes',
    define(['*v1alpha1.MeshConfig', map, map, 'string', containers], 'string', otelAttributes),
  ],
]);

/**
 * The functions that a version of Istio gives to its templates, declared as there. They go over sprig's and hide those
 * of the same name (`indent`, `contains`, `omit`, `env`, …). `env` reads no environment.
 */
export function istioFunctionsOf({ facts, environment }: FunctionSources): FunctionTable {
  const toJson: TemplateFunction | undefined = facts.toJsonIsSprigs ? undefined : steadyFunctions.get('toJSON');
  return new Map<string, TemplateFunction>([
    ...steadyFunctions,
    ...(toJson === undefined ? [] : [['toJson', toJson] as const]),
    ['protoToJSON', define([any], 'string', ([value]) => protoToJson(expectMessage(value), facts))],
    [
      'appendMultusNetwork',
      define(['string', 'string'], 'string', ([a, b]) =>
        appendMultusNetwork(textOf(a), textOf(b), facts.namespacesNetworks),
      ),
    ],
    [
      'env',
      define(['string', 'string'], 'string', ([name, preset]) =>
        Object.hasOwn(environment, textOf(name)) ? (environment[textOf(name)] ?? '') : textOf(preset),
      ),
    ],
  ]);
}

/** The functions where nobody says a version. */
export const istioFunctions: FunctionTable = istioFunctionsOf({ facts: assumedFacts, environment: {} });

type Call = TemplateFunction['call'];
type Args = readonly GoValue[];

function define(params: readonly string[], result: string, call: Call): TemplateFunction {
  return { params, result, call };
}

function variadic(params: readonly string[], result: string, call: Call): TemplateFunction {
  return { params, variadic: true, result, call };
}

/** Remembers what comes of lists and maps that stay as they are: templates print the values for pod after pod. */
function lasting(call: Call): Call {
  const known = new WeakMap<object, GoValue>();
  return (args, run) => {
    const [value] = args;
    if (run.keepsData !== true || !(value instanceof Map || Array.isArray(value))) {
      return call(args, run);
    }
    let result = known.get(value);
    if (result === undefined) {
      result = call(args, run);
      known.set(value, result);
    }
    return result;
  };
}

function textOf(value: GoValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function isMissing(value: GoValue | undefined): boolean {
  return value === '' || value === null || value === undefined;
}

/** Invalid durations are nil: `0s`. */
function durationOf(value: GoValue | undefined): string {
  return formatDuration(nanosecondsOf(viewedMessage(value)));
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

function expectMessage(value: GoValue | undefined): ReturnType<typeof viewedMessage> {
  if (boxOf(value)?.kind !== 'pointer') {
    const found = value === undefined ? 'nil' : typeName(value);
    throw new GoError(`protoToJSON takes a protobuf message such as .ProxyConfig, not ${found}`);
  }
  return viewedMessage(value);
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
  const lines = text.split('\n');
  if (width > maxIndent) {
    throw new GoError(`indent: ${width} spaces are too many; use at most ${maxIndent}`);
  }
  run.charge(utf8Length(text) + width * lines.length);
  return lines.join(`\n${' '.repeat(width)}`);
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

function otelAttributes([mesh, annotations, labels, namespace, list]: Args): string {
  const message = viewedMessage(mesh);
  if (!wantsOtelAttributes(message)) {
    return '';
  }
  return otelResourceAttributes({
    mesh: message,
    annotations: entriesOf(annotations),
    labels: entriesOf(labels),
    namespace: textOf(namespace),
    containers: containersIn(list).map((container) => ({
      name: textOf(container.field('Name')),
      image: textOf(container.field('Image')),
    })),
  });
}
