import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { member, objectAt, textAt } from '../../json/member.ts';
import { formatYaml } from '../../yaml/format-yaml.ts';
import { IstioError } from '../errors.ts';
import { factsOf } from '../version/changes.ts';
import { findVersion } from '../version/find-version.ts';
import { formatIstioVersion } from '../version/istio-version.ts';
import { refusalOf } from '../version/old-versions.ts';
import { featureSettings } from './feature-settings.ts';
import { findConfigMap, revisionOf } from './find-config-map.ts';
import { mappingIn, type NamedText } from './named-text.ts';
import { type Istiod, readIstiod } from './read-istiod.ts';
import { usableSelectors } from './usable-selectors.ts';

/** What an import looks at. */
export interface ImportSources {
  /** Has the ConfigMap `istio-sidecar-injector`. */
  readonly injector: NamedText;
  /** Has the ConfigMap `istio`. */
  readonly mesh: NamedText;
  /** Has the Deployment of istiod. */
  readonly istiod?: NamedText;
  /** The version, where the user says it. */
  readonly istioVersion?: string;
  /** Which of several revisions. */
  readonly revision?: string;
}

/** Parameters made from an installation of Istio. */
export interface ImportedParameters {
  /** `1.22` or `1.22.8`. */
  readonly version: string;
  /** How the version was seen. */
  readonly seen: string;
  readonly revision: string;
  /** Plain texts by name: `policy`, `template`, `templates/gateway`, … */
  readonly parameters: ReadonlyMap<string, string>;
  /** What stays with Istio. */
  readonly leftOut: readonly LeftOut[];
  /** What the user should know of. */
  readonly notes: readonly string[];
}

/** A part of the configuration that is not taken over. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
}

const sidecarTemplate = 'sidecar';
const policies: ReadonlySet<string> = new Set(['enabled', 'disabled']);
/** Templates of Istio that are for its gateway controller: on pods they fail, there and here. */
const controllerTemplates: ReadonlySet<string> = new Set([
  'waypoint',
  'kube-gateway',
  'agentgateway',
  'agentgateway-waypoint',
]);

/**
 * Turns the ConfigMaps of an Istio installation into the parameters with which this injector makes the same pods.
 *
 * @throws IstioError `configmap-invalid` that names the file and what is missing in it; `version-unsupported` for an
 *   Istio before 1.18; `version-unknown` where the version matters and nothing tells it.
 */
export function importConfigMaps(sources: ImportSources): ImportedParameters {
  const read = readSources(sources);
  const { version, seen, notes: versionNotes } = versionOf(sources, read);
  const facts = factsOf(version);
  const notes = [...versionNotes];
  const features = featureSettings({ ...read, facts });
  const settings = {
    ...copiedSettings(read.config, notes),
    ...templateSettings(read.templates),
    revision: read.revision,
    istioVersion: formatIstioVersion(version),
    ...features.settings,
  };
  const parameters = new Map([
    ['policy', policyOf(read.config, notes)],
    ['template', read.templates.get(sidecarTemplate) ?? missingSidecar(notes)],
    ['values', read.valuesText.trim() || '{}'],
    ['settings', formatYaml(settings)],
    ['mesh', read.meshText.trim() === '' ? '{}' : read.meshText],
    ...furtherTemplates(read.templates).map((name) => [`templates/${name}`, read.templates.get(name) ?? ''] as const),
  ]);
  notes.push(...features.notes);
  return { version: settings.istioVersion, seen, revision: read.revision, parameters, leftOut: leftOutOf(read), notes };
}

/** What was read, before anything is made of it. */
interface Read {
  readonly revision: string;
  readonly config: JsonObject;
  readonly templates: ReadonlyMap<string, string>;
  readonly valuesText: string;
  readonly values: JsonObject;
  readonly meshText: string;
  readonly hasNetworks: boolean;
  readonly istiod: Istiod | undefined;
}

function readSources({ injector, mesh, istiod, revision }: ImportSources): Read {
  const injectorMap = findConfigMap(injector, { key: 'config', base: 'istio-sidecar-injector', revision });
  const ownRevision = revisionOf(injectorMap);
  const meshMap = findConfigMap(mesh, { key: 'mesh', base: 'istio', revision: ownRevision });
  const [data, meshData] = [objectAt(injectorMap, 'data'), objectAt(meshMap, 'data')];
  const config = mappingIn({ name: `${injector.name}, data.config`, text: textAt(data, 'config') });
  const [valuesText, meshText] = [textAt(data, 'values'), textAt(meshData, 'mesh')];
  mappingIn({ name: `${mesh.name}, data.mesh`, text: meshText });
  return {
    revision: ownRevision,
    config,
    templates: templatesOf(injector.name, config),
    valuesText,
    values: mappingIn({ name: `${injector.name}, data.values`, text: valuesText }),
    meshText,
    hasNetworks: Object.keys(objectAt(networksIn(mesh.name, textAt(meshData, 'meshNetworks')), 'networks')).length > 0,
    istiod: istiod === undefined ? undefined : readIstiod(istiod, ownRevision),
  };
}

function networksIn(name: string, text: string): JsonObject {
  return mappingIn({ name: `${name}, data.meshNetworks`, text });
}

function templatesOf(name: string, config: JsonObject): ReadonlyMap<string, string> {
  const templates = new Map<string, string>();
  for (const [key, text] of Object.entries(objectAt(config, 'templates'))) {
    if (typeof text !== 'string') {
      throw new IstioError('configmap-invalid', `${name}: the template ${JSON.stringify(key)} is not text`);
    }
    templates.set(key, text);
  }
  return templates;
}

type Version = Extract<ReturnType<typeof findVersion>, { kind: 'found' }>;

function versionOf({ injector, istioVersion }: ImportSources, { config, templates, values, istiod }: Read): Version {
  const valuesTag = member(objectAt(values, 'global'), 'tag');
  const found = findVersion({
    ...(istioVersion === undefined ? {} : { said: istioVersion }),
    ...(istiod?.tag === undefined ? {} : { istiodTag: istiod.tag }),
    ...(typeof valuesTag === 'string' ? { valuesTag } : {}),
    templates,
    hasSingleTemplate: textAt(config, 'template') !== '',
  });
  switch (found.kind) {
    case 'found':
      return found;
    case 'too-old':
      throw new IstioError('version-unsupported', `${injector.name}: ${refusalOf(found.sign)}`);
    case 'open':
      throw new IstioError('version-unknown', `${injector.name}: ${found.message}`);
  }
}

/** Istio injects nothing under a policy that it does not know. */
function policyOf(config: JsonObject, notes: string[]): string {
  const policy = textAt(config, 'policy');
  if (policies.has(policy)) {
    return policy;
  }
  notes.push(`policy ${JSON.stringify(policy)} is unknown to Istio, which then injects nothing: it became "off"`);
  return 'off';
}

function missingSidecar(notes: string[]): string {
  notes.push('there is no template "sidecar": the parameter "template" became one that adds nothing');
  return '{}\n';
}

function copiedSettings(config: JsonObject, notes: string[]): JsonObject {
  const copied: Record<string, JsonValue> = {};
  for (const key of ['defaultTemplates', 'aliases', 'injectedAnnotations']) {
    copied[key] = member(config, key) ?? null;
  }
  for (const key of ['neverInjectSelector', 'alwaysInjectSelector']) {
    const { usable, notes: more } = usableSelectors(key, member(config, key) ?? null);
    copied[key] = usable;
    notes.push(...more);
  }
  return Object.fromEntries(Object.entries(copied).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: JsonValue): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function templateSettings(templates: ReadonlyMap<string, string>): JsonObject {
  const further = furtherTemplates(templates);
  return further.length === 0 ? {} : { templates: further };
}

function furtherTemplates(templates: ReadonlyMap<string, string>): readonly string[] {
  return [...templates.keys()].filter((name) => name !== sidecarTemplate && !controllerTemplates.has(name)).sort();
}

function leftOutOf({ templates, hasNetworks }: Read): readonly LeftOut[] {
  const left = [...templates.keys()].filter((name) => controllerTemplates.has(name)).sort();
  return [
    ...(left.length === 0
      ? []
      : [
          {
            what: `templates ${left.join(', ')}`,
            why: 'istiod renders them for gateways of the Gateway API, not for pods',
          },
        ]),
    ...(hasNetworks ? [{ what: 'data.meshNetworks', why: 'istiod reads it; no template sees it' }] : []),
  ];
}
