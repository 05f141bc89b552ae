import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../lib/json/json-value.ts';
import { podReview } from '../support/fakes/pod-review.ts';
import { ownPods } from './inject-fixtures.ts';

/** What tells the pods of a benchmark apart: each is of a workload never seen, or another one of the same. */
export type Variety = 'workload' | 'pod';

/** One pod to inject, in as many variants as wanted. */
export interface BenchCase {
  readonly name: string;
  /** The body of a review. */
  readonly body: (varies: Variety, index: number) => string;
}

const istioCases = {
  hello: 'injection-096-hello-p0',
  'hello-probes': 'injection-093-hello-probes-p0',
  'traffic-annotations': 'injection-036-traffic-annotations-p0',
  gateway: 'injection-045-gateway-p0',
  'merge-probers': 'injection-056-merge-probers-p0',
} as const;

/** Five of Istio's own cases, from a folder laid out as those are; else pods of our own. */
export function benchCases(directory: string | undefined): readonly BenchCase[] {
  if (directory === undefined) {
    return Object.entries(ownPods).map(([name, pod]) => benchCase(name, pod));
  }
  return Object.entries(istioCases).map(([name, folder]) => {
    const request = JSON.parse(readFileSync(join(directory, 'webhook', folder, 'request.json'), 'utf8'));
    return benchCase(name, request.object);
  });
}

/**
 * A review with next to nothing in it, whose answer is that nothing is done: what it takes is the shell around a review
 * (event, address, log line, answer).
 */
export const shellCase: BenchCase = {
  name: 'shell',
  body: (_, index) => podReview({ metadata: { name: `pod-${index}` } }, 'kube-system'),
};

function benchCase(name: string, pod: JsonObject): BenchCase {
  return { name, body: (varies, index) => podReview(varies === 'pod' ? podOf(pod, index) : workloadOf(pod, index)) };
}

/** Another pod of the same workload: its name and its service account token's volume differ. */
function podOf(pod: JsonObject, index: number): JsonObject {
  const suffix = (index + 7 * 36 ** 4).toString(36).slice(-5);
  const { metadata, spec } = pod as {
    metadata: JsonObject;
    spec: { containers: JsonObject[]; volumes?: JsonObject[] };
  };
  const name = `kube-api-access-${suffix}`;
  const mount = { name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
  return {
    ...pod,
    metadata: { ...metadata, name: `${String(metadata.generateName ?? 'pod-')}${suffix}` },
    spec: {
      ...spec,
      containers: spec.containers.map((container) => ({
        ...container,
        volumeMounts: [...((container.volumeMounts as JsonObject[] | undefined) ?? []), mount],
      })),
      volumes: [
        ...(spec.volumes ?? []),
        { name, projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
      ],
    },
  };
}

/** A pod of another workload: labels, owner and the first container differ. */
function workloadOf(pod: JsonObject, index: number): JsonObject {
  const own = podOf(pod, index) as { metadata: JsonObject; spec: { containers: JsonObject[] } };
  const [first = {}, ...others] = own.spec.containers;
  const owners = (own.metadata.ownerReferences as JsonObject[] | undefined) ?? [];
  return {
    ...own,
    metadata: {
      ...own.metadata,
      generateName: `app-${index}-fake-`,
      labels: { ...(own.metadata.labels as JsonObject), app: `app-${index}` },
      ownerReferences: owners.map((owner) => ({ ...owner, name: `app-${index}-fake` })),
    },
    spec: {
      ...own.spec,
      containers: [{ ...first, name: first.name === 'istio-proxy' ? first.name : `app-${index}` }, ...others],
    },
  } as JsonObject;
}
