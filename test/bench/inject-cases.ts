import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '../../lib/config/load/decode-settings.ts';
import type { Snapshot } from '../../lib/config/snapshot.ts';
import { createMeshBehaviour } from '../../lib/istio/mesh-behaviour.ts';
import type { JsonObject, JsonValue } from '../../lib/json/json-value.ts';
import { compileTemplate } from '../../lib/template/template.ts';
import { caseConfiguration, templateFunctions } from '../suites/istio/profile.ts';
import { ownPods, ownTemplate } from './inject-fixtures.ts';

/** One pod to inject, in as many variants as wanted. */
export interface BenchCase {
  readonly name: string;
  readonly snapshot: Snapshot;
  /** The request's pod. */
  readonly pod: JsonObject;
  /** What Istio's injector takes on one core of an AMD EPYC, in microseconds. */
  readonly go?: number;
  /** The body of a review: of another workload each time, or of another pod of the same. */
  readonly body: (varies: 'workload' | 'pod', index: number) => Uint8Array;
}

const istioCases = [
  ['hello', 'injection-096-hello-p0', 2850],
  ['hello-probes', 'injection-093-hello-probes-p0', 3080],
  ['traffic-annotations', 'injection-036-traffic-annotations-p0', 3290],
  ['gateway', 'injection-045-gateway-p0', 2280],
  ['merge-probers', 'injection-056-merge-probers-p0', 4500],
] as const;

export function benchCases(directory: string | undefined): readonly BenchCase[] {
  if (directory === undefined) {
    return Object.entries(ownPods).map(([name, pod]) => benchCase(name, pod, ownSnapshot()));
  }
  return istioCases.map(([name, folder, go]) => {
    const read = (file: string) => JSON.parse(readFileSync(join(directory, 'webhook', folder, file), 'utf8'));
    const configuration = caseConfiguration(directory, read('case.json'));
    return { ...benchCase(name, read('request.json').object, snapshotOf(configuration)), go };
  });
}

function snapshotOf(parts: Omit<Snapshot, 'cluster' | 'versions'>): Snapshot {
  return { ...parts, cluster: 'default', versions: new Map() };
}

function ownSnapshot(): Snapshot {
  const sidecar = compileTemplate({ name: 'sidecar', text: ownTemplate, functions: templateFunctions });
  return snapshotOf({
    fingerprint: '0123456789ab',
    policy: 'enabled',
    settings: defaultSettings,
    values: { hub: 'registry.example', tag: '1.2.3' },
    templates: new Map([['sidecar', sidecar]]),
    behaviour: createMeshBehaviour({ mesh: null }),
  });
}

function benchCase(name: string, pod: JsonObject, snapshot: Snapshot): BenchCase {
  return {
    name,
    snapshot,
    pod,
    body: (varies, index) => bodyOf(varies === 'pod' ? podOf(pod, index) : workloadOf(pod, index)),
  };
}

function bodyOf(pod: JsonValue): Uint8Array {
  const request = {
    uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
    operation: 'CREATE',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    namespace: 'shop',
    object: pod,
  };
  return Buffer.from(JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request }));
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
