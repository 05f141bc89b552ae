/**
 * `npm run bench -- report [PARAMETERS] [PODS] [WORKLOADS]`: how long `report` takes for a whole cluster, from the
 * text that kubectl prints to the table. Half of the workloads carry the present sidecar, the others have none.
 * PARAMETERS is a folder of parameters, such as `import istio` writes.
 */
import { resolve } from 'node:path';
import type { CommandIo } from '../../lib/cli/command.ts';
import { type OpenedSnapshot, openSnapshot } from '../../lib/cli/open-snapshot.ts';
import { runCommandLine } from '../../lib/cli/run-command-line.ts';
import { tryPod } from '../../lib/cli/trial/try-pod.ts';
import type { JsonObject } from '../../lib/json/json-value.ts';

const limits = { seconds: 10 } as const;

/** Prints seconds of wall and CPU; more than ten of CPU make the exit code 1. */
export async function bench([
  folder = 'examples/parameters',
  pods = '10000',
  workloads = '500',
]: readonly string[]): Promise<void> {
  const text = JSON.stringify(await cluster(resolve(folder), Number(pods), Number(workloads)), null, 4);
  const started = { wall: performance.now(), cpu: process.cpuUsage() };
  const said = { out: '', err: '' };
  await runCommandLine(['report', '-f', '-', '--parameters', folder], ioOver(text, said));
  const { user, system } = process.cpuUsage(started.cpu);
  const seconds = { wall: (performance.now() - started.wall) / 1000, cpu: (user + system) / 1e6 };
  console.log(`${said.out.trimEnd().split('\n').at(-1)} (${(text.length / 1e6).toFixed(0)} MB of JSON)`);
  console.log(`report: ${seconds.wall.toFixed(1)} s, ${seconds.cpu.toFixed(1)} s of CPU (at most ${limits.seconds})`);
  process.exitCode = seconds.cpu > limits.seconds ? 1 : 0;
}

function ioOver(text: string, said: { out: string; err: string }): CommandIo {
  return {
    out: (chunk) => {
      said.out += chunk;
    },
    err: (chunk) => {
      said.err += chunk;
    },
    progress: () => {},
    env: {},
    cwd: process.cwd(),
    color: false,
    interactive: false,
    readInput: async () => text,
    ask: async () => '',
    signal: new AbortController().signal,
  };
}

async function cluster(folder: string, pods: number, workloads: number): Promise<JsonObject> {
  const snapshot = await openSnapshot(ioOver('', { out: '', err: '' }), { parameters: folder });
  const labels = { 'sidecar-injection': 'enabled', 'kubernetes.io/metadata.name': 'shop' };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } };
  const each = pods / workloads;
  const items = Array.from({ length: pods }, (_, index) => {
    const workload = Math.floor(index / each);
    const pod = podOf(workload, index);
    return workload % 2 === 0 ? pod : injected(pod, snapshot);
  });
  return { apiVersion: 'v1', kind: 'List', items: [namespace, ...items] };
}

function injected(pod: JsonObject, snapshot: OpenedSnapshot): JsonObject {
  const { outcome } = tryPod({ pod, namespace: 'shop', address: new Map() }, snapshot);
  return outcome.kind === 'injected' ? outcome.pod : pod;
}

/** A pod as kubectl prints it: what its author wrote, what controllers and the API server added, and its status. */
function podOf(workload: number, index: number): JsonObject {
  const owner = `svc-${workload}-7c9d8f6b5`;
  const id = index.toString(36).padStart(5, '0');
  const token = `kube-api-access-${id}`;
  const containers = [0, 1, 2].map((at) => ({
    name: `c${at}`,
    image: `registry.example.com/svc-${workload}:${at}`,
    env: Array.from({ length: 20 }, (_, each) => ({ name: `VAR_${each}`, value: `value ${each} of ${workload}` })),
    resources: { requests: { cpu: '100m', memory: '128Mi' } },
    volumeMounts: [{ name: token, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }],
    ...{ terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', imagePullPolicy: 'Always' },
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ name: `${owner}-${id}`, generateName: `${owner}-`, namespace: 'shop', uid: `${index}-e5d1` },
      ...{ resourceVersion: String(1e6 + index), creationTimestamp: '2026-11-01T10:00:00Z' },
      labels: { app: `svc-${workload}`, 'pod-template-hash': '7c9d8f6b5' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: 'x', controller: true }],
    },
    spec: {
      containers,
      volumes: [
        { name: token, projected: { defaultMode: 420, sources: [{ serviceAccountToken: { path: 'token' } }] } },
      ],
      ...{ restartPolicy: 'Always', terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst' },
      ...{ serviceAccountName: 'default', nodeName: `ip-10-0-${index % 200}-1`, schedulerName: 'default-scheduler' },
    },
    status: {
      phase: 'Running',
      containerStatuses: [0, 1, 2].map((at) => ({
        name: `c${at}`,
        imageID: 'r@sha256:9e1234567890abcdef',
        ready: true,
      })),
    },
  };
}
