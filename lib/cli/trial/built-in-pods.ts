import type { JsonObject } from '../../json/json-value.ts';
import { podOfWorkload } from './pod-of-workload.ts';
import type { TrialPod } from './try-pod.ts';

/** A pod that every template should stand, by a name for messages. */
export interface BuiltInPod extends TrialPod {
  readonly name: string;
  /** Of a system that a template need not be made for: that it is refused is not the template's fault. */
  readonly isOtherSystem?: boolean;
}

const namespace = 'shop';
const container: JsonObject = { name: 'app', image: 'registry.example.com/app:1' };

const port = 8080;
const probe: JsonObject = { httpGet: { path: '/healthz', port: 'http' } };

/** Pod specs that differ in what templates and stages look at. */
const specs: Readonly<Record<string, JsonObject>> = {
  bare: { containers: [container] },
  'with probes and ports': {
    containers: [
      {
        ...container,
        ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }, { containerPort: 9090 }],
        livenessProbe: probe,
        readinessProbe: { tcpSocket: { port } },
        startupProbe: { grpc: { port } },
        lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } },
      },
    ],
  },
  'with host ports': { containers: [{ ...container, ports: [{ containerPort: port, hostPort: port }] }] },
  'with init containers and volumes': {
    serviceAccountName: 'app',
    initContainers: [
      { name: 'prepare', image: 'registry.example.com/prepare:1' },
      { name: 'helper', image: 'registry.example.com/helper:1', restartPolicy: 'Always' },
    ],
    containers: [{ ...container, volumeMounts: [{ name: 'work', mountPath: '/work' }] }],
    volumes: [{ name: 'work', emptyDir: {} }],
  },
  'of two containers': { containers: [container, { name: 'app-two', image: 'registry.example.com/two:1' }] },
  'with security contexts': {
    securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{ ...container, securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } } }],
  },
  'with resources': {
    containers: [
      { ...container, resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } } },
    ],
  },
  'with pod-level resources': {
    resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } },
    containers: [container],
  },
  'for Windows': {
    os: { name: 'windows' },
    nodeSelector: { 'kubernetes.io/os': 'windows' },
    containers: [container],
  },
  'of a user namespace': {
    hostUsers: false,
    shareProcessNamespace: true,
    dnsPolicy: 'Default',
    containers: [container],
  },
};

const template: JsonObject = {
  metadata: { labels: { app: 'checkout', 'app.kubernetes.io/name': 'checkout', version: 'v1' } },
  spec: { containers: [container] },
};

/** One workload of each kind that makes pods. */
const owners: readonly JsonObject[] = [
  ...['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => workload(kind, 'apps/v1', { template })),
  workload('Job', 'batch/v1', { template }),
  workload('CronJob', 'batch/v1', { jobTemplate: { spec: { template } } }),
  workload('ReplicationController', 'v1', { template }),
];

function workload(kind: string, apiVersion: string, spec: JsonObject): JsonObject {
  return { apiVersion, kind, metadata: { name: 'checkout', namespace }, spec };
}

function bySpec(): readonly BuiltInPod[] {
  return Object.entries(specs).map(([name, spec]) => ({
    name: name === 'bare' ? 'a bare pod' : `a pod ${name}`,
    isOtherSystem: spec.os !== undefined,
    namespace,
    pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'checkout', namespace }, spec },
  }));
}

function byOwner(): readonly BuiltInPod[] {
  return owners.flatMap((object) => {
    const made = podOfWorkload(object);
    return made === undefined ? [] : [{ name: `a pod of a ${String(object.kind)}`, namespace, pod: made.pod }];
  });
}

/** The pods that every template is tried with: kinds of specs, and one pod of each kind of workload. */
export const builtInPods: readonly BuiltInPod[] = [...bySpec(), ...byOwner()];
