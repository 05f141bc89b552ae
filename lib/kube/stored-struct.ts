import { oncePerObject } from '../base/once-per-object.ts';
import type { FieldInfo, StructInfo, TypeInfo } from './type-info.ts';

/** In Kubernetes' protobuf encoding, a field with its tag and, where it has one, its length. */
export const fieldBytes = 2;

/** A quantity: it is a message with a text of its own, in which at least one digit stands. */
export const quantityBytes = 2 * fieldBytes + 1;

/** A field as it is kept in etcd. */
export interface StoredField {
  readonly info: TypeInfo;
  /** Bytes where the pod says nothing of it. */
  readonly least: number;
  /** False where some API server drops it before it is kept. */
  readonly isStored: boolean;
}

/** A struct as it is kept in etcd. */
export interface StoredStruct {
  /** Bytes of an empty one. */
  readonly least: number;
  /** By exact JSON name. */
  readonly fields: ReadonlyMap<string, StoredField>;
}

const container = {
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'Always',
};

/**
 * What API servers write, or shorter, where a text is empty.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/zz_generated.defaults.go
 */
const defaults: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'v1.Container': container,
  'v1.ContainerPort': { protocol: 'TCP' },
  'v1.EphemeralContainer': container,
};

/**
 * What API servers drop from a pod that is made: always, or where a feature is off in a release since 1.33.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/pod/util.go
 */
const dropped: Readonly<Record<string, readonly string[]>> = {
  'v1.Container': ['restartPolicyRules'],
  'v1.EnvVarSource': ['fileKeyRef'],
  'v1.ObjectMeta': ['managedFields', 'resourceVersion', 'selfLink', 'uid'],
  'v1.Pod': ['status'],
  'v1.PodSpec': ['hostnameOverride', 'resourceClaims', 'resources', 'schedulingGroup'],
  'v1.ResourceRequirements': ['claims'],
  'v1.Volume': ['image'],
  'v1.VolumeProjection': ['clusterTrustBundle', 'podCertificate'],
};

/** The struct as it is kept, worked out once. */
export const storedStruct: (info: StructInfo) => StoredStruct = oncePerObject(storedFields);

function storedFields(info: StructInfo): StoredStruct {
  const fields = new Map(info.encoded.map((field) => [field.json, storedField(info, field)]));
  return { least: [...fields.values()].reduce((sum, { least }) => sum + least, 0), fields };
}

function storedField({ name }: StructInfo, { json, info }: FieldInfo): StoredField {
  const isStored = dropped[name]?.includes(json) !== true;
  const written = defaults[name]?.[json]?.length ?? 0;
  return { info, least: isStored ? leastBytes(info) + written : 0, isStored };
}

/** Bytes of Go's zero value: the encoding leaves out nil pointers and what has no items, and nothing else. */
export function leastBytes(info: TypeInfo): number {
  switch (info.kind) {
    case 'struct':
      return fieldBytes + storedStruct(info).least;
    case 'custom':
      return info.name === 'resource.Quantity' ? quantityBytes : fieldBytes;
    case 'scalar':
      return fieldBytes;
    default:
      return 0;
  }
}
