import { hash } from 'node:crypto';
import { stringifyJson } from '../../json/json-text.ts';
import { isObject, type JsonObject } from '../../json/json-value.ts';
import { valueAt } from '../../json/member.ts';
import { objectIn, textIn } from '../cluster/json-path.ts';
import type { TrialPod } from './try-pod.ts';

/** A pod that a workload would make, and the workload as its author knows it. */
export interface WorkloadPod extends TrialPod {
  /** `Deployment/web`. */
  readonly workload: string;
}

/** Where a kind keeps its pods' template, and who stands between it and the pods. */
interface Kind {
  readonly template: readonly string[];
  readonly through?: 'ReplicaSet' | 'Job';
}

const template: readonly string[] = ['spec', 'template'];

/** Workloads of Kubernetes and of those that make ReplicaSets as Deployments do. By the kind alone. */
const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['Deployment', { template, through: 'ReplicaSet' }],
  ['Rollout', { template, through: 'ReplicaSet' }],
  ['ReplicaSet', { template }],
  ['StatefulSet', { template }],
  ['DaemonSet', { template }],
  ['ReplicationController', { template }],
  ['DeploymentConfig', { template }],
  ['Job', { template }],
  ['CronJob', { template: ['spec', 'jobTemplate', 'spec', 'template'], through: 'Job' }],
]);

/** Kinds of workloads, `Pod` aside. */
export const workloadKinds: ReadonlySet<string> = new Set(kinds.keys());

/**
 * The pod that a workload's controller would send, with the owner that tells templates whose it is: a Pod is itself,
 * a Deployment's comes from a ReplicaSet, a CronJob's from a Job. Names that a controller makes up are the same at
 * every call.
 * @param fallback the namespace of what names none
 * @returns undefined for what makes no pods
 */
export function podOfWorkload(object: JsonObject, fallback = 'default'): WorkloadPod | undefined {
  const kind = textIn(object, 'kind');
  const metadata = objectIn(object, 'metadata');
  const namespace = textIn(metadata, 'namespace') || fallback;
  if (kind === 'Pod') {
    const name = textIn(metadata, 'name') || textIn(metadata, 'generateName');
    return isObject(object.spec) ? { pod: object, namespace, workload: `Pod/${name}` } : undefined;
  }
  const layout = kinds.get(kind);
  const found = layout && valueAt(object, ...layout.template);
  if (layout === undefined || !isObject(found) || !isObject(found.spec)) {
    return undefined;
  }
  const owner = ownerOf(object, layout);
  return { pod: made(found, owner, namespace), namespace, workload: `${kind}/${textIn(metadata, 'name')}` };
}

interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly labels: JsonObject;
}

function ownerOf(object: JsonObject, { through, template: path }: Kind): Owner {
  const name = textIn(object, 'metadata', 'name');
  const suffix = hash('sha256', stringifyJson(valueAt(object, ...path) ?? null), 'hex').slice(0, 10);
  switch (through) {
    case 'ReplicaSet': {
      const label = object.kind === 'Rollout' ? 'rollouts-pod-template-hash' : 'pod-template-hash';
      return { apiVersion: 'apps/v1', kind: through, name: `${name}-${suffix}`, labels: { [label]: suffix } };
    }
    case 'Job':
      return { apiVersion: 'batch/v1', kind: through, name: `${name}-28000000`, labels: {} };
    default:
      return { apiVersion: textIn(object, 'apiVersion'), kind: textIn(object, 'kind'), name, labels: {} };
  }
}

function made(from: JsonObject, owner: Owner, namespace: string): JsonObject {
  const { apiVersion, kind, name } = owner;
  const uid = '00000000-0000-4000-8000-000000000000';
  const { name: _own, ...metadata } = objectIn(from, 'metadata');
  const labels = { ...objectIn(metadata, 'labels'), ...owner.labels };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      generateName: `${name}-`,
      namespace,
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: from.spec ?? {},
  };
}
