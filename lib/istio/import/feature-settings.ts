import type { JsonObject } from '../../json/json-value.ts';
import { objectAt, textAt } from '../../json/member.ts';
import type { IstioFacts } from '../version/changes.ts';
import type { Istiod } from './read-istiod.ts';

/** Where istiod's features are seen. */
export interface FeatureSources {
  readonly values: JsonObject;
  readonly istiod: Istiod | undefined;
  readonly templates: ReadonlyMap<string, string>;
  readonly facts: IstioFacts;
}

/** Settings that follow from istiod's features, and what cannot be followed. */
export interface FeatureSettings {
  readonly settings: JsonObject;
  readonly notes: readonly string[];
}

/** Flags that only templates of older versions ask `env` for. */
const templateFlags = [
  ['PILOT_ENABLE_INBOUND_PASSTHROUGH', 'inboundPassthrough'],
  ['ENABLE_LEGACY_FSGROUP_INJECTION', 'legacyFsGroup'],
] as const;

/** Variables of istiod that count, and the setting that each becomes. */
const settingNames = new Map<string, string>([
  ['ENABLE_NATIVE_SIDECARS', 'nativeSidecars'],
  ['PLATFORM', 'platform'],
  ['COMPLIANCE_POLICY', 'compliancePolicy'],
  ...templateFlags,
]);

/**
 * Reads istiod's environment: from its Deployment where that is given, else from `values.pilot.env`, which the
 * ConfigMap has since 1.26.
 */
export function featureSettings(sources: FeatureSources): FeatureSettings {
  const { values, istiod } = sources;
  const elsewhere = istiod?.environment.elsewhere ?? new Map<string, string>();
  const environment = new Map(
    [...valuesEnvironment(values), ...(istiod?.environment.values ?? [])].filter(([name]) => !elsewhere.has(name)),
  );
  const native = elsewhere.has('ENABLE_NATIVE_SIDECARS')
    ? { settings: {}, notes: [] }
    : nativeSidecars(environment.get('ENABLE_NATIVE_SIDECARS'), sources);
  const flags = templateFlags.flatMap(([name, setting]) => {
    const value = environment.get(name);
    return value !== undefined && asks(sources, name) ? [[setting, value === 'true'] as const] : [];
  });
  const texts = [
    ['platform', environment.get('PLATFORM') || textAt(objectAt(values, 'global'), 'platform')],
    ['compliancePolicy', environment.get('COMPLIANCE_POLICY') ?? ''],
  ] as const;
  return {
    settings: {
      ...native.settings,
      ...Object.fromEntries(flags),
      ...Object.fromEntries(texts.filter(([, text]) => text)),
    },
    notes: [...native.notes, ...tcpNotes(environment, sources), ...elsewhereNotes(sources)],
  };
}

/** Variables that count and could not be followed to their values: nothing is guessed, and each is told. */
function elsewhereNotes(sources: FeatureSources): readonly string[] {
  const { elsewhere, unread } = sources.istiod?.environment ?? { elsewhere: new Map<string, string>(), unread: [] };
  const flags = new Set<string>(templateFlags.map(([name]) => name));
  const counting = [...settingNames].filter(([name]) => !flags.has(name) || asks(sources, name));
  const names = counting.map(([name]) => name).join(', ');
  return [
    ...counting.flatMap(([name, setting]) => {
      const where = elsewhere.get(name);
      return where === undefined ? [] : [`${name} of istiod comes from ${where}: set ${setting} in settings to it`];
    }),
    ...unread.map((where) => `istiod takes variables from ${where}: if one of ${names} is there, set it in settings`),
  ];
}

/** Values may be booleans and numbers: the chart prints them as text. */
function valuesEnvironment(values: JsonObject): readonly (readonly [string, string])[] {
  return Object.entries(objectAt(values, 'pilot', 'env')).map(([name, value]) => [name, String(value)]);
}

function asks({ templates }: FeatureSources, text: string): boolean {
  return [...templates.values()].some((template) => template.includes(text));
}

function nativeSidecars(said: string | undefined, sources: FeatureSources): FeatureSettings {
  const { facts, istiod } = sources;
  if (said === 'true' || said === 'false') {
    return { settings: { nativeSidecars: said === 'true' }, notes: [] };
  }
  const isAuto = facts.isNativeByDefault && (said === undefined || said === 'auto');
  if (said !== undefined && !isAuto) {
    const note = `ENABLE_NATIVE_SIDECARS is ${JSON.stringify(said)}, which Istio takes for false: sidecars are regular`;
    return { settings: { nativeSidecars: false }, notes: [note] };
  }
  const notes = isAuto ? autoNotes(sources) : notesOnUnknown(sources, istiod);
  return { settings: {}, notes };
}

function autoNotes(sources: FeatureSources): readonly string[] {
  return asks(sources, '.NativeSidecars')
    ? [
        'sidecars are native, as Istio has it where every node is of Kubernetes 1.33 or newer: set nativeSidecars to false in settings if one is older',
      ]
    : [];
}

/** Until 1.25 the ConfigMap does not say it. */
function notesOnUnknown(sources: FeatureSources, istiod: Istiod | undefined): readonly string[] {
  return istiod === undefined && asks(sources, 'ENABLE_NATIVE_SIDECARS')
    ? [
        'sidecars are regular, unless ENABLE_NATIVE_SIDECARS is set on istiod: give its Deployment with --istiod, or set nativeSidecars to true in settings',
      ]
    : [];
}

/** Only until 1.18 could TCP probes be left alone. */
function tcpNotes(environment: ReadonlyMap<string, string>, { facts }: FeatureSources): readonly string[] {
  return environment.get('REWRITE_TCP_PROBES') === 'false' && !facts.rewritesInitProbes
    ? ['REWRITE_TCP_PROBES is false on istiod, and TCP probes are rewritten here all the same']
    : [];
}
