import type { Injection } from '../contract/injection.ts';
import { copyGoValue } from '../go/copy.ts';
import { goValueFromJson } from '../go/from-json.ts';
import { goFunc } from '../go/func.ts';
import { int64 } from '../go/numbers.ts';
import type { GoPointer, GoStruct, GoValue } from '../go/value.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member, objectAt, textAt } from '../json/member.ts';
import { annotationTexts } from '../kube/pod/metadata.ts';
import { type Owner, ownerOf } from '../kube/pod/owner.ts';
import { typedValue } from '../kube/typed-pod.ts';
import { type ProxyIds, proxyIds } from './openshift.ts';
import type { ProtoMessage } from './proto/message.ts';
import { messageType } from './proto/types.ts';
import { messageView } from './proto/view.ts';
import { proxyImage } from './proxy-image.ts';
import type { IstioFacts } from './version/changes.ts';

/** The mesh's part of what templates see. */
export interface MeshData {
  readonly mesh: ProtoMessage | undefined;
  readonly proxyConfig: ProtoMessage;
}

/** What the fields of the data follow from. */
export interface Sources {
  readonly injection: Injection;
  readonly meshData: MeshData;
  /** Whether nothing changes the values: then pods share them. */
  readonly keepsData: boolean;
  readonly facts: IstioFacts;
}

/** A field with its Go type. None is an interface. */
interface Field {
  readonly type: string;
  readonly make: (sources: Sources) => GoValue;
}

/** Fields of Istio's SidecarTemplateData in its order. */
const fields = new Map<string, Field>([
  ['TypeMeta', { type: 'v1.TypeMeta', make: typeMeta }],
  ['DeploymentMeta', { type: 'types.NamespacedName', make: (sources) => namespacedName(workloadOwner(sources)) }],
  [
    'ObjectMeta',
    { type: 'v1.ObjectMeta', make: ({ injection }) => typedValue('v1.ObjectMeta', metadataOf(injection)) },
  ],
  ['Spec', { type: 'v1.PodSpec', make: ({ injection }) => typedValue('v1.PodSpec', objectAt(injection.pod, 'spec')) }],
  [
    'ProxyConfig',
    {
      type: '*v1alpha1.ProxyConfig',
      make: ({ meshData }) => viewOf('istio.mesh.v1alpha1.ProxyConfig', meshData.proxyConfig),
    },
  ],
  [
    'MeshConfig',
    { type: '*v1alpha1.MeshConfig', make: ({ meshData }) => viewOf('istio.mesh.v1alpha1.MeshConfig', meshData.mesh) },
  ],
  ['Values', { type: 'map[string]interface {}', make: ownValues }],
  ['Revision', { type: 'string', make: ({ injection }) => injection.settings.revision }],
  ['NativeSidecars', { type: 'bool', make: ({ injection }) => injection.settings.nativeSidecars }],
  ['ProxyImage', { type: 'string', make: (sources) => imageOf('proxy', sources) }],
  ['ProxyInitImage', { type: 'string', make: (sources) => imageOf('proxy_init', sources) }],
  ['ProxyUID', { type: 'int64', make: ({ injection }) => int64(BigInt(idsOf(injection).uid)) }],
  ['ProxyGID', { type: 'int64', make: ({ injection }) => int64(BigInt(idsOf(injection).gid)) }],
  ['InboundTrafficPolicyMode', { type: 'string', make: ({ meshData }) => inboundMode(meshData.mesh) }],
  ['CompliancePolicy', { type: 'string', make: ({ injection }) => injection.settings.compliancePolicy }],
]);
/** Until Istio 1.21 `DeploymentMeta` was all metadata. */
const wholeDeploymentMeta: Field = { type: 'v1.ObjectMeta', make: deploymentMeta };
const fieldNames = [...fields.keys()];
const localhostMode = 1;

/** Go values of `values` parameters, by the parameter: many pods share one. */
const knownValues = new WeakMap<object, GoValue>();
/** Views of messages that many pods share. */
const knownViews = new WeakMap<ProtoMessage, GoPointer>();

/** The data that Istio's templates see: a `*inject.SidecarTemplateData`. */
export function templateData(sources: Sources): GoPointer {
  const target = new SidecarTemplateData(sources);
  return { kind: 'pointer', type: '*inject.SidecarTemplateData', target, isNil: false };
}

class SidecarTemplateData implements GoStruct {
  readonly kind = 'struct';
  readonly type = 'inject.SidecarTemplateData';
  readonly fields = fieldNames;
  readonly hasInterfaces = false;
  readonly #sources: Sources;
  readonly #made = new Map<string, GoValue>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  field(name: string): GoValue | undefined {
    return this.#made.get(name) ?? this.#makeField(name);
  }

  fieldType(name: string): string | undefined {
    return this.#field(name)?.type;
  }

  #field(name: string): Field | undefined {
    const isWhole = name === 'DeploymentMeta' && !this.#sources.facts.ownerIsName;
    return isWhole ? wholeDeploymentMeta : fields.get(name);
  }

  #makeField(name: string): GoValue | undefined {
    const value = this.#field(name)?.make(this.#sources);
    if (value !== undefined) {
      this.#made.set(name, value);
    }
    return value;
  }
}

function typeMeta(sources: Sources): GoValue {
  const { kind, apiVersion } = workloadOwner(sources);
  return typedValue('v1.TypeMeta', { kind, apiVersion });
}

/** The pod's or the file's workload's metadata, under the workload's name. */
function deploymentMeta(sources: Sources): GoValue {
  const { injection } = sources;
  const { workload } = injection;
  const { name } = workloadOwner(sources);
  const isOther = workload !== null && workload.kind !== 'Pod';
  const {
    managedFields: _fields,
    ownerReferences: _owners,
    ...whole
  } = isOther ? workload.metadata : metadataOf(injection);
  return typedValue('v1.ObjectMeta', { ...whole, name });
}

function imageOf(section: 'proxy' | 'proxy_init', { injection, meshData, facts }: Sources): string {
  return proxyImage({
    values: injection.values,
    section,
    imageType: section === 'proxy' ? meshData.proxyConfig.message('image')?.text('image_type') : undefined,
    annotations: annotationTexts(injection.pod),
    facts,
  });
}

function idsOf({ settings, namespaceObject, workload }: Injection): ProxyIds {
  return proxyIds(settings.platform === 'openshift' && workload === null ? namespaceObject : null);
}

/** The request's namespace; without one, the pod's own. */
export function namespaceOf(pod: JsonObject, namespace: string): string {
  return namespace || textAt(objectAt(pod, 'metadata'), 'namespace');
}

/** A pod stands for itself or its controller; any other workload of a file is known by its own name. */
function workloadOwner({ injection: { pod, namespace, workload }, facts }: Sources): Owner {
  if (workload === null) {
    return ownerOf(pod, namespaceOf(pod, namespace), facts);
  }
  if (workload.kind === 'Pod' && facts.asksOwnerOfFilePod) {
    return ownerOf(pod, textAt(objectAt(pod, 'metadata'), 'namespace'), facts);
  }
  const { apiVersion, kind, metadata } = workload;
  return { apiVersion, kind, name: textAt(metadata, 'name'), namespace: textAt(metadata, 'namespace') };
}

/** A pod that reaches the webhook without a namespace gets the request's; in a file it stays without. */
function metadataOf({ pod, namespace, workload }: Injection): JsonObject {
  const metadata = objectAt(pod, 'metadata');
  return workload === null && textAt(metadata, 'namespace') === '' && namespace !== ''
    ? { ...metadata, namespace }
    : metadata;
}

function viewOf(type: string, message: ProtoMessage | undefined): GoPointer {
  const known = message === undefined ? undefined : knownViews.get(message);
  const view = known ?? messageView(messageType(type), message);
  if (message !== undefined && known === undefined) {
    knownViews.set(message, view);
  }
  return view;
}

function ownValues({ injection, keepsData }: Sources): GoValue {
  const values = valuesOf(injection.values);
  return keepsData ? values : copyGoValue(values);
}

function valuesOf(values: JsonValue): GoValue {
  if (!isObject(values)) {
    return new Map();
  }
  let known = knownValues.get(values);
  if (known === undefined) {
    known = goValueFromJson(values, 'float64');
    knownValues.set(values, known);
  }
  return known;
}

function inboundMode(mesh: ProtoMessage | undefined): string {
  return mesh?.message('inbound_traffic_policy')?.number('mode') === localhostMode ? 'localhost' : 'passthrough';
}

/** A `types.NamespacedName`. */
function namespacedName({ name, namespace }: Owner): GoStruct {
  const parts = new Map([
    ['Namespace', namespace],
    ['Name', name],
  ]);
  return {
    kind: 'struct',
    type: 'types.NamespacedName',
    fields: [...parts.keys()],
    field: (key) => parts.get(key),
    fieldType: (key) => (parts.has(key) ? 'string' : undefined),
    method: (key) => (key === 'String' ? goFunc({ result: 'string' }, () => `${namespace}/${name}`) : undefined),
  };
}

/** Whether a flag of the values is on, at a path. */
export function flagOf(values: JsonValue, ...path: readonly [string, ...string[]]): boolean {
  const parent = isObject(values) ? objectAt(values, ...path.slice(0, -1)) : {};
  return member(parent, path.at(-1) ?? '') === true;
}
