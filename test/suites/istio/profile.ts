import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { looseRules } from '../../../lib/contract/author-rules.ts';
import type { Policy } from '../../../lib/contract/policy.ts';
import type { Settings } from '../../../lib/contract/settings.ts';
import type { RenderableTemplate } from '../../../lib/contract/template.ts';
import type { InjectConfiguration } from '../../../lib/inject/injection-types.ts';
import { createMeshBehaviour } from '../../../lib/istio/mesh-behaviour.ts';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import type { LabelSelector } from '../../../lib/kube/label-selector.ts';
import type { Limits } from '../../../lib/template/limits.ts';
import { sprigFunctions } from '../../../lib/template/sprig/sprig.ts';
import { compileTemplate } from '../../../lib/template/template.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { istioFunctions } from '../../support/go-views.ts';
import { tenthOfLimits } from '../../support/tenth-of-limits.ts';
import { pairsOf } from './case-address.ts';
import { list, object, readText, text } from './case-files.ts';
import { noteRendering } from './render-log.ts';

/** A profile's configuration as one case has it. */
export interface CaseConfiguration extends InjectConfiguration {
  readonly policy: Policy;
}

/** What templates may call: sprig's functions, and over them Istio's. */
export const templateFunctions = new Map([...sprigFunctions, ...istioFunctions]);

const configurations = new Map<string, CaseConfiguration>();
const templates = new Map<string, RenderableTemplate>();

/** The configuration of a case: its profile, with the revision and features that `case.json` tells. */
export function caseConfiguration(
  directory: string,
  caseJson: JsonObject,
  limits: Partial<Limits> = tenthOfLimits,
): CaseConfiguration {
  const { profile, revision, features, nativeSidecars: native, proxyConfigs, nodes, path } = caseJson;
  const key = JSON.stringify([directory, profile, revision, features, native, proxyConfigs, nodes, path, limits]);
  const known = configurations.get(key) ?? loadConfiguration(directory, caseJson, limits);
  configurations.set(key, known);
  return known;
}

function loadConfiguration(directory: string, caseJson: JsonObject, limits: Partial<Limits>): CaseConfiguration {
  const folder = join(directory, 'profiles', text(caseJson.profile));
  const config = object(parseYaml(readText(join(folder, 'config.yaml'))));
  const meshFile = join(folder, 'mesh.yaml');
  const values = parseYaml(readText(join(folder, 'values.json'))) ?? {};
  const settings = caseSettings(config, caseJson, values);

  const files = Object.entries(object(config.templateFiles));
  return {
    policy: text(config.policy) as Policy,
    settings,
    values,
    templates: new Map(files.map(([name, file]) => [name, templateAt(join(folder, text(file)), name, limits)])),
    behaviour: createMeshBehaviour({
      mesh: existsSync(meshFile) ? parseYaml(readText(meshFile)) : undefined,
      proxyConfigs: list(caseJson.proxyConfigs).map(resourceOf),
    }),
    fingerprint: '',
  };
}

function templateAt(path: string, name: string, limits: Partial<Limits>): RenderableTemplate {
  const key = JSON.stringify([path, limits]);
  const known = templates.get(key) ?? compileIstioTemplate(name, readText(path), limits);
  templates.set(key, known);
  return known;
}

/** Cases may show a ProxyConfig resource without `kind`, or with its metadata at the top. */
function resourceOf(value: JsonValue): JsonValue {
  const { kind, metadata, spec, ...rest } = object(value);
  return { kind: kind ?? 'ProxyConfig', metadata: metadata ?? rest, spec: spec ?? {} };
}

function compileIstioTemplate(name: string, source: string, limits: Partial<Limits>): RenderableTemplate {
  const template = compileTemplate({ name, text: source, functions: templateFunctions, limits });
  return { ...template, render: (data, options) => noteRendering(template.render(data, options)) };
}

function caseSettings(config: JsonObject, caseJson: JsonObject, values: JsonValue): Settings {
  const features = object(caseJson.features);
  const defaults = list(config.defaultTemplates).map(text);
  return {
    templates: Object.keys(object(config.templateFiles)),
    defaultTemplates: defaults.length === 0 ? ['sidecar'] : defaults,
    aliases: new Map(Object.entries(object(config.aliases)).map(([name, names]) => [name, list(names).map(text)])),
    neverInjectSelector: selectors(config.neverInjectSelector),
    alwaysInjectSelector: selectors(config.alwaysInjectSelector),
    injectedAnnotations: object(config.injectedAnnotations) as Readonly<Record<string, string>>,
    revision: text(caseJson.revision),
    nativeSidecars: nativeSidecars(caseJson, values),
    istioVersion: '',
    environment: {},
    contact: '',
    asksExactly: true,
    offeredTemplates: null,
    ...looseRules,
    platform: text(features.PLATFORM),
    compliancePolicy: text(features.COMPLIANCE_POLICY),
    podResources: 'pad',
  };
}

export function selectors(value: JsonValue | undefined): readonly LabelSelector[] {
  return list(value) as unknown as readonly LabelSelector[];
}

/** The cluster that has the case's nodes. */
const clusterWithNodes = 'Kubernetes';

/**
 * What Istio makes of the feature and of the kubelets' versions, which the case may say, too. A pod of another cluster
 * than the one with the nodes, as values or path name it, has no nodes to look at; in a file (no `values`) there is none.
 */
export function nativeSidecars(caseJson: JsonObject, values?: JsonValue): boolean {
  const feature = text(object(caseJson.features).ENABLE_NATIVE_SIDECARS) || 'auto';
  if (feature !== 'auto') {
    return feature === 'true';
  }
  if (caseJson.client === false || (values !== undefined && clusterOf(caseJson, values) !== clusterWithNodes)) {
    return false;
  }
  const versions = list(caseJson.nodes).map((node) => text(object(node).kubeletVersion));
  return typeof caseJson.nativeSidecars === 'boolean'
    ? caseJson.nativeSidecars
    : versions.length > 0 && versions.every((version) => minorOf(version) >= 33);
}

function clusterOf({ path }: JsonObject, values: JsonValue): string {
  const { clusterName } = object(object(object(object(values).global).multiCluster));
  return pairsOf(text(path)).get('cluster') || text(clusterName) || clusterWithNodes;
}

function minorOf(version: string): number {
  return Number(/^v?\d+\.(\d+)/.exec(version)?.[1] ?? 0);
}
