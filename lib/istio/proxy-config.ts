import { oncePerObject } from '../base/once-per-object.ts';
import { compareBytes } from '../go/bytes.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { objectAt, textAt } from '../json/member.ts';
import { annotationOf, labelOf } from '../kube/pod/metadata.ts';
import { parseAnnotationYaml } from './annotation-yaml.ts';
import { IstioError } from './errors.ts';
import { applyProxyConfig, defaultProxyConfig, withBaseEntries } from './mesh-config.ts';
import { decodeProtoJson, emptyMessage } from './proto/decode-json.ts';
import { encodeProtoJson } from './proto/encode-json.ts';
import { ProtoError } from './proto/errors.ts';
import { ProtoMessage } from './proto/message.ts';
import { equalMessages, overlayMessage } from './proto/overlay-message.ts';
import { assumedFacts, type IstioFacts } from './version/changes.ts';

/** The annotation with which a pod changes its proxy's configuration. */
export const proxyConfigAnnotation = 'proxy.istio.io/config';

const proxyConfigType = 'istio.mesh.v1alpha1.ProxyConfig';

/** A ProxyConfig resource of the cluster. */
export interface ProxyConfigResource {
  readonly namespace: string;
  /** Labels that a pod must have; null for one that is for its whole namespace. */
  readonly matchLabels: ReadonlyMap<string, string> | null;
  /** What it sets, as a mesh's ProxyConfig. */
  readonly config: ProtoMessage;
}

/**
 * Decodes ProxyConfig resources and sorts them as Istio looks at them: oldest first, then by name and namespace.
 * @throws IstioError (`proxyconfig-invalid`)
 */
export function decodeProxyConfigs(documents: readonly JsonValue[]): readonly ProxyConfigResource[] {
  const sorted = documents
    .filter((document) => document !== null)
    .map((document, index) => expectResource(document, index))
    .sort(compareResources);
  return sorted.map((document) => decodeResource(document));
}

function expectResource(document: JsonValue, index: number): JsonObject {
  if (!isObject(document) || textAt(document, 'kind') !== 'ProxyConfig') {
    throw new IstioError('proxyconfig-invalid', `document ${index + 1} must be a resource of kind ProxyConfig`);
  }
  return document;
}

function compareResources(a: JsonObject, b: JsonObject): number {
  const [one, other] = [objectAt(a, 'metadata'), objectAt(b, 'metadata')];
  for (const key of ['creationTimestamp', 'name', 'namespace']) {
    const order = compareBytes(textAt(one, key), textAt(other, key));
    if (order !== 0) {
      return order;
    }
  }
  return 0;
}

function decodeResource(document: JsonObject): ProxyConfigResource {
  const metadata = objectAt(document, 'metadata');
  const namespace = textAt(metadata, 'namespace') === '' ? 'default' : textAt(metadata, 'namespace');
  try {
    const spec = decodeProtoJson(emptyMessage('istio.networking.v1beta1.ProxyConfig'), objectAt(document, 'spec'));
    const selector = spec.message('selector');
    return {
      namespace,
      matchLabels: selector === undefined ? null : selector.texts('match_labels'),
      config: asProxyConfig(spec),
    };
  } catch (cause) {
    if (cause instanceof ProtoError) {
      const name = `${namespace}/${textAt(metadata, 'name')}`;
      throw new IstioError('proxyconfig-invalid', `ProxyConfig ${name}: spec.${cause.message}`, { cause });
    }
    throw cause;
  }
}

function asProxyConfig(spec: ProtoMessage): ProtoMessage {
  return emptyMessage(proxyConfigType)
    .with('concurrency', spec.get('concurrency'))
    .with('proxy_metadata', spec.get('environment_variables'))
    .with('image', spec.get('image'));
}

/** What decides about a pod's proxy besides the pod. */
export interface ProxyConfigSources {
  readonly mesh: ProtoMessage | undefined;
  readonly resources: readonly ProxyConfigResource[];
  readonly facts: IstioFacts;
}

/**
 * The ProxyConfig of a pod that an API server sent, in Istio's order: the workload's resource, the annotation, the
 * namespace's resource, the root namespace's, the mesh, Istio's defaults (EffectiveProxyConfig).
 */
export function effectiveProxyConfig(pod: JsonObject, namespace: string, sources: ProxyConfigSources): ProtoMessage {
  const { mesh, resources, facts } = sources;
  const root = mesh?.text('root_namespace') ?? '';
  const annotated = annotatedConfig(pod);
  const layers = [
    mesh?.message('default_config'),
    root === '' ? undefined : namespaceConfig(resources, root),
    namespace === root ? undefined : namespaceConfig(resources, namespace),
    layer(annotated, workloadConfig(resources, namespace, pod), facts),
  ];
  return layers.reduce<ProtoMessage>((base, over) => layer(base, over, facts) ?? base, defaultProxyConfig(facts));
}

/** Lays one ProxyConfig over another. */
function layer(
  base: ProtoMessage | undefined,
  over: ProtoMessage | undefined,
  facts: IstioFacts,
): ProtoMessage | undefined {
  if (base === undefined || over === undefined) {
    return over ?? base;
  }
  return withBaseEntries(overlayMessage(base, over), base, facts);
}

function namespaceConfig(resources: readonly ProxyConfigResource[], namespace: string): ProtoMessage | undefined {
  return resources.find((item) => item.namespace === namespace && item.matchLabels === null)?.config;
}

function workloadConfig(
  resources: readonly ProxyConfigResource[],
  namespace: string,
  pod: JsonObject,
): ProtoMessage | undefined {
  return resources.find(
    (item) =>
      item.namespace === namespace &&
      item.matchLabels !== null &&
      item.matchLabels.size > 0 &&
      [...item.matchLabels].every(([key, value]) => labelOf(pod, key) === value),
  )?.config;
}

function annotatedConfig(pod: JsonObject): ProtoMessage | undefined {
  const text = annotationOf(pod, proxyConfigAnnotation);
  return text === undefined ? undefined : decodeProtoJson(emptyMessage(proxyConfigType), parseAnnotationYaml(text));
}

/**
 * The mesh whose default ProxyConfig has a pod's annotation laid over it, as files are injected and as the order of
 * containers is decided. The mesh itself where the pod has no such annotation (mesh.ApplyProxyConfig).
 */
export function annotatedMesh(
  pod: JsonObject,
  { mesh, facts }: Pick<ProxyConfigSources, 'mesh' | 'facts'>,
): ProtoMessage | undefined {
  const text = annotationOf(pod, proxyConfigAnnotation);
  if (text === undefined) {
    return mesh;
  }
  const base = mesh?.message('default_config') ?? defaultProxyConfig(facts);
  const holder = mesh ?? emptyMessage('istio.mesh.v1alpha1.MeshConfig');
  return holder.with('default_config', applyProxyConfig(parseAnnotationYaml(text), base, { facts }));
}

/** Fields that `PROXY_CONFIG` leaves out where they are as Istio's defaults have them. */
const cleanedFields = [
  'config_path',
  'binary_path',
  'control_plane_auth_policy',
  'service_cluster',
  'drain_duration',
  'termination_drain_duration',
  'discovery_address',
  'envoy_metrics_service',
  'envoy_access_log_service',
  'tracing',
  'proxy_admin_port',
  'stat_name_length',
  'status_port',
  'concurrency',
];

/**
 * The JSON of a message; of a ProxyConfig only what differs from the defaults (Istio's protoToJSON). `{}` for what
 * cannot be encoded, as Istio only logs it.
 */
export function protoToJson(message: ProtoMessage | undefined, facts: IstioFacts = assumedFacts): string {
  return message === undefined ? '{}' : encoderOf(facts)(message);
}

/** Pods without wishes of their own share one message. */
const encoderOf = oncePerObject((facts: IstioFacts) =>
  oncePerObject((message: ProtoMessage) => encodeCleaned(message, facts)),
);

function encodeCleaned(message: ProtoMessage, facts: IstioFacts): string {
  try {
    return encodeProtoJson(cleanProxyConfig(message, facts));
  } catch (error) {
    if (error instanceof ProtoError) {
      return '{}';
    }
    throw error;
  }
}

function cleanProxyConfig(message: ProtoMessage, facts: IstioFacts): ProtoMessage {
  if (message.type.name !== proxyConfigType) {
    return message;
  }
  const defaults = defaultProxyConfig(facts);
  return cleanedFields.reduce((cleaned, name) => {
    const [value, preset] = [message.get(name), defaults.get(name)];
    const isPreset =
      value instanceof ProtoMessage && preset instanceof ProtoMessage ? equalMessages(value, preset) : value === preset;
    return isPreset ? cleaned.with(name, undefined) : cleaned;
  }, message);
}
