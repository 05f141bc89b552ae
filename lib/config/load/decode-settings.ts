import { authorMayValues, forbiddableThings, looseRules } from '../../contract/author-rules.ts';
import type { Settings } from '../../contract/settings.ts';
import { assumedFacts, factsOf, type IstioFacts } from '../../istio/version/changes.ts';
import { parseIstioVersion } from '../../istio/version/istio-version.ts';
import { isObject, type JsonValue } from '../../json/json-value.ts';
import { defaultLimits, type Limits } from '../../template/limits.ts';
import type { Report } from './report.ts';
import {
  checkKeys,
  decodeBoolean,
  decodeChoice,
  decodeClusterName,
  decodeContact,
  decodeCount,
  decodeIstioVersion,
  decodeLabelSelector,
  decodeList,
  decodeMapping,
  decodeTemplateName,
  decodeText,
  type Field,
} from './settings-fields.ts';

/** The name of the template that the `template` parameter holds. */
export const sidecarTemplate = 'sidecar';

/** The `settings` parameter, decoded. */
export interface DecodedSettings {
  readonly settings: Settings;
  /** Bounds of every render. */
  readonly limits: Limits;
  /** The clusters that may have parameters of their own; absent where any may. */
  readonly clusters?: ReadonlySet<string>;
}

/** What applies where `settings` says nothing. */
export const defaultSettings: Settings = {
  templates: [],
  defaultTemplates: [sidecarTemplate],
  aliases: new Map(),
  offeredTemplates: null,
  neverInjectSelector: [],
  alwaysInjectSelector: [],
  injectedAnnotations: {},
  revision: 'default',
  nativeSidecars: true,
  platform: '',
  compliancePolicy: '',
  istioVersion: '',
  contact: '',
  environment: {},
  asksExactly: true,
  podResources: 'pad',
  ...looseRules,
};

/** Settings as they are written; the others follow from them. */
type WrittenSettings = Omit<Settings, 'environment' | 'asksExactly'>;

/** Settings that only answer `env` in templates, with the name that templates of older versions ask for. */
const answers = [
  ['nativeSidecars', 'ENABLE_NATIVE_SIDECARS'],
  ['inboundPassthrough', 'PILOT_ENABLE_INBOUND_PASSTHROUGH'],
  ['legacyFsGroup', 'ENABLE_LEGACY_FSGROUP_INJECTION'],
] as const;

/** Limits that settings may lower: they guard the webhook itself, so they cannot be raised. */
const limitNames = ['steps', 'outputBytes', 'work'] as const satisfies readonly (keyof Limits)[];

/** One decoder a setting. */
const decoders = {
  templates: (field) => decodeList(field, decodeTemplateName),
  defaultTemplates: (field) => decodeList(field, decodeTemplateName),
  aliases: (field) => decodeMapping(field, (item) => decodeList(item, decodeTemplateName)),
  offeredTemplates: (field) => decodeList(field, decodeTemplateName),
  authorMay: (field) => decodeChoice(field, authorMayValues),
  forbid: (field) => decodeList(field, (item) => decodeChoice(item, forbiddableThings)),
  neverInjectSelector: (field) => decodeList(field, decodeLabelSelector),
  alwaysInjectSelector: (field) => decodeList(field, decodeLabelSelector),
  injectedAnnotations: (field) => Object.fromEntries(decodeMapping(field, decodeText)),
  revision: (field) => decodeText(field) || defaultSettings.revision,
  nativeSidecars: decodeBoolean,
  platform: decodeText,
  compliancePolicy: decodeText,
  istioVersion: decodeIstioVersion,
  contact: decodeContact,
  podResources: (field) => decodeChoice(field, ['pad', 'refuse', 'leave']),
} as const satisfies { readonly [K in keyof WrittenSettings]: (field: Field) => WrittenSettings[K] };

/** Names of all settings. */
export const settingNames: readonly string[] = [
  ...new Set([...Object.keys(decoders), ...answers.map(([setting]) => setting), 'limits', 'clusters']),
];

/**
 * Decodes what was read from `settings`; null stands for an empty text. Everything that is wrong goes into the
 * report, and has its default in the result.
 */
export function decodeSettings(value: JsonValue, report: Report): DecodedSettings {
  const root: Field = { value, path: [], report };
  if (value !== null && !isObject(value)) {
    report.add('invalid', [], 'must be a mapping from setting to value, such as "revision: default"');
    return { settings: defaultSettings, limits: defaultLimits };
  }
  checkKeys(root, settingNames);
  const read = <K extends keyof WrittenSettings>(
    name: K,
    decode: (field: Field) => WrittenSettings[K],
  ): WrittenSettings[K] => {
    const field = memberOf(root, name);
    return field === undefined ? defaultSettings[name] : decode(field);
  };
  const istioVersion = read('istioVersion', decoders.istioVersion);
  const facts = factsOfSetting(istioVersion);
  const settings: Settings = {
    templates: read('templates', decoders.templates),
    defaultTemplates: read('defaultTemplates', decoders.defaultTemplates),
    aliases: read('aliases', decoders.aliases),
    offeredTemplates: read('offeredTemplates', decoders.offeredTemplates),
    authorMay: read('authorMay', decoders.authorMay),
    forbid: read('forbid', decoders.forbid),
    neverInjectSelector: read('neverInjectSelector', decoders.neverInjectSelector),
    alwaysInjectSelector: read('alwaysInjectSelector', decoders.alwaysInjectSelector),
    injectedAnnotations: read('injectedAnnotations', decoders.injectedAnnotations),
    revision: read('revision', decoders.revision),
    nativeSidecars: decodeNativeSidecars(root, facts),
    platform: read('platform', decoders.platform),
    compliancePolicy: read('compliancePolicy', decoders.compliancePolicy),
    istioVersion,
    contact: read('contact', decoders.contact),
    environment: decodeEnvironment(root),
    asksExactly: facts.asksExactly,
    podResources: read('podResources', decoders.podResources),
  };
  checkTemplateNames(settings, report);
  const clusters = memberOf(root, 'clusters');
  const known = clusters === undefined ? {} : { clusters: new Set(decodeList(clusters, decodeClusterName)) };
  return { settings, limits: decodeLimits(memberOf(root, 'limits')), ...known };
}

/** What the version in the setting `istioVersion` does; `''` stands for the assumed one. */
export function factsOfSetting(istioVersion: string): IstioFacts {
  const version = parseIstioVersion(istioVersion);
  return version === undefined ? assumedFacts : factsOf(version);
}

function decodeNativeSidecars(root: Field, facts: IstioFacts): boolean {
  const field = memberOf(root, 'nativeSidecars');
  return field === undefined ? facts.isNativeByDefault : decodeBoolean(field);
}

/** Only what is set is answered: for anything else templates have defaults of their own. */
function decodeEnvironment(root: Field): Readonly<Record<string, string>> {
  const set = answers.flatMap(([setting, name]) => {
    const field = memberOf(root, setting);
    const isOn = setting === 'nativeSidecars' ? () => field?.value === true : decodeBoolean;
    return field === undefined ? [] : [[name, String(isOn(field))] as const];
  });
  return Object.fromEntries(set);
}

function memberOf({ value, path, report }: Field, name: string): Field | undefined {
  const member = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return member === undefined ? undefined : { value: member, path: [...path, name], report };
}

function decodeLimits(field: Field | undefined): Limits {
  if (field === undefined) {
    return defaultLimits;
  }
  checkKeys(field, limitNames);
  decodeMapping(field, () => undefined);
  const lowered = limitNames.map((name) => {
    const member = memberOf(field, name);
    return [name, member === undefined ? defaultLimits[name] : decodeCount(member, defaultLimits[name])] as const;
  });
  return { ...defaultLimits, ...Object.fromEntries(lowered) };
}

/** `sidecar` is the `template` parameter and listed nowhere; what defaults and aliases name must exist. */
function checkTemplateNames(
  { templates, defaultTemplates, aliases, offeredTemplates }: Settings,
  report: Report,
): void {
  for (const [index, name] of templates.entries()) {
    if (name === sidecarTemplate) {
      report.add('invalid', ['templates', index], '"sidecar" is the parameter "template" and always there; remove it');
    } else if (templates.indexOf(name) < index) {
      report.add('invalid', ['templates', index], `${JSON.stringify(name)} is listed twice; remove one`);
    }
  }
  const known = new Set([sidecarTemplate, ...templates]);
  const check = (name: string, path: readonly (string | number)[], names: ReadonlySet<string>): void => {
    if (!names.has(name)) {
      const advice = `list it under "templates" and store it at templates/${name}`;
      report.add('missing', path, `there is no template ${JSON.stringify(name)}; ${advice}`);
    }
  };
  const withAliases = new Set([...known, ...aliases.keys()]);
  for (const [index, name] of defaultTemplates.entries()) {
    check(name, ['defaultTemplates', index], withAliases);
  }
  for (const [index, name] of (offeredTemplates ?? []).entries()) {
    check(name, ['offeredTemplates', index], withAliases);
  }
  for (const [alias, names] of aliases) {
    for (const [index, name] of names.entries()) {
      check(name, ['aliases', alias, index], known);
    }
  }
}
