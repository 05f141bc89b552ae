import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member, objectAt, textAt } from '../json/member.ts';
import { YamlError } from '../yaml/errors.ts';
import { formatYaml } from '../yaml/format-yaml.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { IstioError } from './errors.ts';

/** A file with its name, for messages. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Parameters made from Istio's ConfigMaps. */
export interface ImportedParameters {
  /** Plain texts by name: `policy`, `template`, `templates/gateway`, … */
  readonly parameters: ReadonlyMap<string, string>;
  /** What the user should know of. */
  readonly notes: readonly string[];
}

const sidecarTemplate = 'sidecar';
const policies: ReadonlySet<string> = new Set(['enabled', 'disabled']);
const copiedSettings = [
  'defaultTemplates',
  'aliases',
  'neverInjectSelector',
  'alwaysInjectSelector',
  'injectedAnnotations',
];

/**
 * Turns Istio's two ConfigMaps, as `kubectl get -o yaml` prints them, into the parameters with which this injector
 * makes the same pods.
 *
 * @throws IstioError (`configmap-invalid`) that names the file and what is missing in it.
 */
export function importConfigMaps(injector: NamedText, mesh: NamedText): ImportedParameters {
  const injectorMap = decodeConfigMap(injector, 'config');
  const config = decodeMapping(injector, 'config', textAt(objectAt(injectorMap, 'data'), 'config'));
  const meshText = textAt(objectAt(decodeConfigMap(mesh, 'mesh'), 'data'), 'mesh');
  decodeMapping(mesh, 'mesh', meshText);
  const templates = templatesOf(injector, config);
  const notes: string[] = [];
  const parameters = new Map([
    ['policy', policyOf(config, notes)],
    ['template', templates.get(sidecarTemplate) ?? missingSidecar(notes)],
    ['values', textAt(objectAt(injectorMap, 'data'), 'values').trim() || '{}'],
    ['settings', formatYaml(settingsOf(injectorMap, config, templates))],
    ['mesh', meshText.trim() === '' ? '{}' : meshText],
  ]);
  for (const [name, text] of templates) {
    if (name !== sidecarTemplate) {
      parameters.set(`templates/${name}`, text);
    }
  }
  notes.push(
    'nativeSidecars is true: set it to false in settings if a node of the cluster is older than Kubernetes 1.33',
  );
  return { parameters, notes };
}

function decodeConfigMap({ name, text }: NamedText, key: string): JsonObject {
  const map = decodeYaml(name, text);
  if (!isObject(map) || textAt(map, 'kind') !== 'ConfigMap') {
    throw new IstioError('configmap-invalid', `${name} is no ConfigMap; save it with "kubectl get configmap -o yaml"`);
  }
  if (typeof member(objectAt(map, 'data'), key) !== 'string') {
    throw new IstioError('configmap-invalid', `${name} has no data.${key}; is it the right one of Istio's ConfigMaps?`);
  }
  return map;
}

function decodeMapping({ name }: NamedText, key: string, text: string): JsonObject {
  const value = decodeYaml(`${name}, data.${key}`, text);
  if (value !== null && !isObject(value)) {
    throw new IstioError('configmap-invalid', `${name}: data.${key} is not a YAML mapping`);
  }
  return value ?? {};
}

function decodeYaml(name: string, text: string): JsonValue {
  try {
    return parseYaml(text, { name });
  } catch (cause) {
    if (cause instanceof YamlError) {
      throw new IstioError('configmap-invalid', `${name}: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

function templatesOf({ name }: NamedText, config: JsonObject): ReadonlyMap<string, string> {
  const templates = new Map<string, string>();
  for (const [key, text] of Object.entries(objectAt(config, 'templates'))) {
    if (typeof text !== 'string') {
      throw new IstioError('configmap-invalid', `${name}: the template ${JSON.stringify(key)} is not text`);
    }
    templates.set(key, text);
  }
  return templates;
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

function settingsOf(injectorMap: JsonObject, config: JsonObject, templates: ReadonlyMap<string, string>): JsonObject {
  const copied = copiedSettings.flatMap((key) => {
    const value = member(config, key) ?? null;
    return isEmpty(value) ? [] : [[key, value] as const];
  });
  const others = [...templates.keys()].filter((name) => name !== sidecarTemplate).sort();
  return {
    ...Object.fromEntries(copied),
    ...(others.length === 0 ? {} : { templates: others }),
    revision: textAt(objectAt(injectorMap, 'metadata', 'labels'), 'istio.io/rev') || 'default',
    nativeSidecars: true,
  };
}

function isEmpty(value: JsonValue): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
