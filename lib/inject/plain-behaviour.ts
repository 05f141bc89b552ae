import type { Behaviour } from '../contract/behaviour.ts';
import type { Injection } from '../contract/injection.ts';
import { goValueFromJson } from '../go/from-json.ts';
import type { GoPointer, GoStruct, GoValue } from '../go/value.ts';
import type { JsonObject } from '../json/json-value.ts';
import { objectAt } from '../json/member.ts';
import { specOf } from '../kube/pod/containers.ts';
import { type Owner, ownerOf } from '../kube/pod/owner.ts';
import { typedValue } from '../kube/typed-pod.ts';

/**
 * The injector without a mesh: templates see the pod and the values under the names that Istio's templates use, and
 * nothing is done to the pod beyond what the templates say.
 */
export const plainBehaviour: Behaviour = {
  validate: () => [],
  templateData: plainTemplateData,
  stages: [],
  keepsRecord: true,
};

/** Field names in Go's order, with the Go types of Istio's template data. */
const fieldTypes = {
  TypeMeta: 'v1.TypeMeta',
  DeploymentMeta: 'v1.ObjectMeta',
  ObjectMeta: 'v1.ObjectMeta',
  Spec: 'v1.PodSpec',
  Values: 'map[string]interface {}',
  Revision: 'string',
  NativeSidecars: 'bool',
  CompliancePolicy: 'string',
} as const;

function plainTemplateData(injection: Injection): GoValue {
  const fields = fieldReaders(injection);
  const known = new Map<string, GoValue>();
  const data: GoStruct = {
    kind: 'struct',
    type: 'inject.TemplateData',
    fields: Object.keys(fieldTypes),
    field: (name) => {
      const read = fields.get(name);
      if (read !== undefined && !known.has(name)) {
        known.set(name, read());
      }
      return known.get(name);
    },
    hasInterfaces: false,
    fieldType: (name) => new Map<string, string>(Object.entries(fieldTypes)).get(name),
  };
  const pointer: GoPointer = { kind: 'pointer', type: '*inject.TemplateData', target: data, isNil: false };
  return pointer;
}

function fieldReaders(injection: Injection): ReadonlyMap<string, () => GoValue> {
  const { pod, namespace, settings, values, workload } = injection;
  const metadata = withNamespace(objectAt(pod, 'metadata'), workload === null ? namespace : '');
  const owner = () => ownerOrWorkload({ ...pod, metadata }, injection);
  return new Map<string, () => GoValue>([
    ['TypeMeta', () => typedValue('v1.TypeMeta', { apiVersion: owner().apiVersion, kind: owner().kind })],
    ['DeploymentMeta', () => typedValue('v1.ObjectMeta', { name: owner().name, namespace: owner().namespace })],
    ['ObjectMeta', () => typedValue('v1.ObjectMeta', metadata)],
    ['Spec', () => typedValue('v1.PodSpec', specOf(pod))],
    ['Values', () => goValueFromJson(values, 'float64')],
    ['Revision', () => settings.revision],
    ['NativeSidecars', () => settings.nativeSidecars],
    ['CompliancePolicy', () => settings.compliancePolicy],
  ]);
}

function withNamespace(metadata: JsonObject, namespace: string): JsonObject {
  return metadata.namespace === undefined && namespace !== '' ? { ...metadata, namespace } : metadata;
}

/** The workload of a file, else what the pod's controller tells. A Pod in a file is asked like any other. */
function ownerOrWorkload(
  pod: JsonObject,
  { namespace, workload }: Injection,
): Pick<Owner, 'apiVersion' | 'kind' | 'name' | 'namespace'> {
  if (workload === null || workload.kind === 'Pod') {
    return ownerOf(pod, namespace);
  }
  const { name, namespace: own } = workload.metadata;
  const { apiVersion, kind } = workload;
  return {
    apiVersion,
    kind,
    name: typeof name === 'string' ? name : '',
    namespace: typeof own === 'string' ? own : '',
  };
}
