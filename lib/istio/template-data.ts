import { copyGoValue } from '../go/copy.ts';
import { goValueFromJson } from '../go/from-json.ts';
import { isObject, type JsonObject, type JsonValue } from '../go/json.ts';
import { int64 } from '../go/numbers.ts';
import type { GoPointer, GoStruct, GoValue } from '../go/value.ts';
import { typedValue } from '../kube/typed-pod.ts';
import type { Injection } from './behaviour.ts';
import { proxyIds } from './openshift.ts';
import { type Owner, ownerOf } from './owner.ts';
import { annotationsOf, memberOf, objectAt, textAt } from './pod-fields.ts';
import type { ProtoMessage } from './proto/message.ts';
import { messageType } from './proto/types.ts';
import { messageView } from './proto/view.ts';
import { proxyImage } from './proxy-image.ts';

/** The mesh's part of what templates see. */
export interface MeshData {
  readonly mesh: ProtoMessage | undefined;
  readonly proxyConfig: ProtoMessage;
}

/** Fields of Istio's SidecarTemplateData with their Go types, in its order. */
const fieldTypes = new Map([
  ['TypeMeta', 'v1.TypeMeta'],
  ['DeploymentMeta', 'types.NamespacedName'],
  ['ObjectMeta', 'v1.ObjectMeta'],
  ['Spec', 'v1.PodSpec'],
  ['ProxyConfig', '*v1alpha1.ProxyConfig'],
  ['MeshConfig', '*v1alpha1.MeshConfig'],
  ['Values', 'map[string]interface {}'],
  ['Revision', 'string'],
  ['NativeSidecars', 'bool'],
  ['ProxyImage', 'string'],
  ['ProxyInitImage', 'string'],
  ['ProxyUID', 'int64'],
  ['ProxyGID', 'int64'],
  ['InboundTrafficPolicyMode', 'string'],
  ['CompliancePolicy', 'string'],
]);
const fieldNames = [...fieldTypes.keys()];
const localhostMode = 1;

/** Go values of `values` parameters, by the parameter: many pods share one. */
const knownValues = new WeakMap<object, GoValue>();
/** Views of messages that many pods share. */
const knownViews = new WeakMap<ProtoMessage, GoPointer>();

/** The data that Istio's templates see: a `*inject.SidecarTemplateData`, with a copy of the values of its own. */
export function templateData(injection: Injection, meshData: MeshData): GoPointer {
  const makers = fieldMakers(injection, meshData);
  const made = new Map<string, GoValue>();
  const target: GoStruct = {
    kind: 'struct',
    type: 'inject.SidecarTemplateData',
    fields: fieldNames,
    field: (name) => {
      const maker = makers.get(name);
      const known = made.get(name);
      if (maker === undefined || known !== undefined) {
        return known;
      }
      const value = maker();
      made.set(name, value);
      return value;
    },
    fieldType: (name) => fieldTypes.get(name),
  };
  return { kind: 'pointer', type: '*inject.SidecarTemplateData', target, isNil: false };
}

function fieldMakers(injection: Injection, { mesh, proxyConfig }: MeshData): ReadonlyMap<string, () => GoValue> {
  const { pod, settings, values, workload } = injection;
  const owner = workloadOwner(injection);
  const isOpenshift = settings.platform === 'openshift' && workload === null;
  const ids = proxyIds(isOpenshift ? injection.namespaceObject : null);
  const image = (section: 'proxy' | 'proxy_init') => () =>
    proxyImage({
      values,
      section,
      imageType: proxyConfig.message('image')?.text('image_type'),
      annotations: annotationsOf(pod),
    });
  return new Map<string, () => GoValue>([
    ['TypeMeta', () => typedValue('v1.TypeMeta', { kind: owner.kind, apiVersion: owner.apiVersion })],
    ['DeploymentMeta', () => namespacedName(owner)],
    ['ObjectMeta', () => typedValue('v1.ObjectMeta', metadataOf(injection))],
    ['Spec', () => typedValue('v1.PodSpec', objectAt(pod, 'spec'))],
    ['ProxyConfig', () => viewOf('istio.mesh.v1alpha1.ProxyConfig', proxyConfig)],
    ['MeshConfig', () => viewOf('istio.mesh.v1alpha1.MeshConfig', mesh)],
    ['Values', () => copyGoValue(valuesOf(values))],
    ['Revision', () => settings.revision],
    ['NativeSidecars', () => settings.nativeSidecars],
    ['ProxyImage', image('proxy')],
    ['ProxyInitImage', image('proxy_init')],
    ['ProxyUID', () => int64(BigInt(ids.uid))],
    ['ProxyGID', () => int64(BigInt(ids.gid))],
    ['InboundTrafficPolicyMode', () => inboundMode(mesh)],
    ['CompliancePolicy', () => settings.compliancePolicy],
  ]);
}

/** The request's namespace; without one, the pod's own. */
export function namespaceOf(pod: JsonObject, namespace: string): string {
  return namespace || textAt(objectAt(pod, 'metadata'), 'namespace');
}

/** A pod stands for itself or its controller; any other workload of a file is known by its own name. */
function workloadOwner({ pod, namespace, workload }: Injection): Owner {
  if (workload === null) {
    return ownerOf(pod, namespaceOf(pod, namespace));
  }
  if (workload.kind === 'Pod') {
    return ownerOf(pod, textAt(objectAt(pod, 'metadata'), 'namespace'));
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
    method: (key) =>
      key === 'String'
        ? { kind: 'func', type: 'func() string', params: [], variadic: false, call: () => `${namespace}/${name}` }
        : undefined,
  };
}

/** Whether a flag of the values is on, at a path. */
export function flagOf(values: JsonValue, ...path: readonly [string, ...string[]]): boolean {
  const parent = isObject(values) ? objectAt(values, ...path.slice(0, -1)) : {};
  return memberOf(parent, path.at(-1) ?? '') === true;
}
