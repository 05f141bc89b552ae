import { suggestName } from '../../base/did-you-mean.ts';
import { type Policy, policies } from '../../contract/policy.ts';
import { isObject, type JsonValue } from '../../json/json-value.ts';

import type { ConfigProblem, ConfigProblemCode } from '../config-problem.ts';
import { isTemplateName, lookupPaths, templateFolder } from '../parameter-names.ts';
import { defaultCluster, isListed, type Snapshot } from '../snapshot.ts';
import type { ParameterReading } from '../source/source.ts';
import { compileTemplates, type TemplateSources, type WatchFor } from './compile-templates.ts';
import { createBehaviour } from './create-behaviour.ts';
import { factsOfSetting, sidecarTemplate } from './decode-settings.ts';
import { type EffectiveParameter, effectiveParameter } from './effective-parameters.ts';
import { fingerprintOf } from './fingerprint.ts';
import { loadSettings } from './load-settings.ts';
import { readJsonOrYaml } from './read-text.ts';
import { createSharedParts, type SharedParts } from './shared-parts.ts';

/**
 * What became of a cluster's parameters. `problems` of a valid snapshot are those that do no harm: settings that only
 * another version knows, a policy of `off`, and whatever is broken under that.
 */
export type SnapshotResult =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot; readonly problems: readonly ConfigProblem[] }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] };

/** The type of `loadSnapshot`. */
export type LoadSnapshot = (cluster: string, reading: ParameterReading) => SnapshotResult | Promise<SnapshotResult>;

/** The type of `templateNames`. */
export type TemplateNames = (
  cluster: string,
  reading: ParameterReading,
) => readonly string[] | Promise<readonly string[]>;

/** Said, and no reason to refuse a configuration; `check` and `push` are stricter. */
const harmless: ReadonlySet<ConfigProblemCode> = new Set(['unknown-key', 'use-switch']);

/** What else goes into a snapshot. */
export interface LoadOptions {
  /** Who looks on while templates are rendered: for commands that try them. Such templates are shared with nobody. */
  readonly watchFor?: WatchFor;
  /** What is taken from, and kept for, other clusters; nothing without it. */
  readonly shared?: SharedParts;
}

/** What is gathered while one snapshot is made. */
interface Loading {
  readonly cluster: string;
  readonly reading: ParameterReading;
  readonly problems: ConfigProblem[];
  readonly used: EffectiveParameter[];
  readonly shared: SharedParts;
}

/**
 * Decodes, validates and compiles what was read for a cluster into a snapshot, or tells everything that is wrong with
 * it. `reading` holds `parameterNames(name)` and `templateNames(name, reading)`, without those that do not exist. A
 * cluster that the default's settings do not list, where they list any, has the default's snapshot. No
 * reading and no clock; what it waits for is the code that these parameters need.
 */
export async function loadSnapshot(
  name: string,
  reading: ParameterReading,
  { watchFor, shared = createSharedParts() }: LoadOptions = {},
): Promise<SnapshotResult> {
  const clusters = knownClusters(reading);
  const cluster = isListed(clusters, name) ? name : defaultCluster;
  const loading: Loading = { cluster, reading, problems: [], used: [], shared };
  const policy = loadPolicy(loading);
  const values = loadValues(loading);
  const { settings, limits, problems: wrong } = loadSettings(take(loading, 'settings'));
  loading.problems.push(...wrong);
  const { problems, used } = loading;
  const facts = factsOfSetting(settings.istioVersion);
  const { behaviours } = shared;
  const made = { facts, problems, behaviours };
  const behaviour = await createBehaviour(take(loading, 'mesh'), take(loading, 'proxyconfigs'), made);
  const sources = { facts, environment: settings.environment, limits, watchFor, shared: shared.templates };
  const templates = await loadTemplates(loading, [sidecarTemplate, ...settings.templates], sources);
  if (problems.some(({ code }) => !harmless.has(code)) && policy !== 'off') {
    return { kind: 'invalid', problems };
  }
  const fingerprint = fingerprintOf(cluster, used);
  const versions = new Map(used.map(({ name, version }) => [name, version]));
  const known = clusters === undefined ? {} : { clusters };
  const snapshot = { cluster, fingerprint, policy, settings, values, templates, behaviour, versions, ...known };
  return { kind: 'snapshot', snapshot: Object.freeze(snapshot), problems };
}

/**
 * Full names of the further templates that the effective `settings` in `reading` ask for: what a second round of
 * reading must add before `loadSnapshot`. Empty where `settings` is missing or broken.
 */
export function templateNames(name: string, reading: ParameterReading): readonly string[] {
  const cluster = isListed(knownClusters(reading), name) ? name : defaultCluster;
  const { settings } = loadSettings(take({ cluster, reading, problems: [], used: [] }, 'settings'));
  const names = new Set(settings.templates.filter(isTemplateName));
  return [...names].flatMap((template) => lookupPaths(cluster, `${templateFolder}/${template}`));
}

/** The clusters that the default's settings list; what is wrong with those is reported where they are loaded. */
export function knownClusters(reading: ParameterReading): ReadonlySet<string> | undefined {
  return loadSettings(take({ cluster: defaultCluster, reading, problems: [], used: [] }, 'settings')).clusters;
}

function take(
  { cluster, reading, problems, used }: Omit<Loading, 'shared'>,
  name: string,
): EffectiveParameter | undefined {
  const effective = effectiveParameter(cluster, name, reading);
  switch (effective.kind) {
    case 'value':
      used.push(effective.parameter);
      return effective.parameter;
    case 'absent':
      return undefined;
    case 'broken':
      problems.push(effective.problem);
      return undefined;
  }
}

function loadPolicy(loading: Loading): Policy {
  const parameter = take(loading, 'policy');
  const text = parameter?.text.trim() ?? 'enabled';
  const policy = policies.find((known) => known === text);
  if (policy === undefined) {
    const message = `${JSON.stringify(text.slice(0, 40))} is no policy${suggestName(text, policies)}`;
    loading.problems.push({ code: 'invalid', parameter: parameter?.name ?? 'policy', line: 1, column: 1, message });
  }
  if (parameter !== undefined && policy === 'off') {
    const message = 'a policy of "off" is taken back by releases and by clusters\' own; use `sidecar-injector off`';
    loading.problems.push({ code: 'use-switch', parameter: parameter.name, line: 1, column: 1, message });
  }
  return policy ?? 'enabled';
}

function loadValues(loading: Loading): JsonValue {
  const parameter = take(loading, 'values');
  if (parameter === undefined) {
    return {};
  }
  const known = loading.shared.values.find([parameter.text]);
  if (known.part !== undefined) {
    return known.part;
  }
  const read = readJsonOrYaml(parameter);
  if (read.kind === 'broken') {
    loading.problems.push(read.problem);
    return {};
  }
  if (read.value !== null && !isObject(read.value)) {
    const message = 'must be a mapping: templates use .Values.NAME';
    loading.problems.push({ code: 'invalid', parameter: parameter.name, line: 1, column: 1, message });
    return {};
  }
  const value = read.value ?? {};
  known.keep(value);
  return value;
}

function loadTemplates(
  loading: Loading,
  names: readonly string[],
  sources: TemplateSources,
): Promise<Snapshot['templates']> {
  const texts = new Map<string, EffectiveParameter>();
  for (const name of new Set(names.filter(isTemplateName))) {
    const path = name === sidecarTemplate ? 'template' : `${templateFolder}/${name}`;
    const before = loading.problems.length;
    const parameter = take(loading, path);
    if (parameter !== undefined) {
      texts.set(name, parameter);
    } else if (loading.problems.length === before) {
      loading.problems.push(missingTemplate(loading.cluster, path));
    }
  }
  return compileTemplates(texts, sources, loading.problems);
}

function missingTemplate(cluster: string, path: string): ConfigProblem {
  const [parameter = path, ...others] = lookupPaths(cluster, path);
  const also = others.length === 0 ? '' : `, nor at ${others.join(', ')}`;
  return { code: 'missing', parameter, message: `there is no template here${also}; store one` };
}
