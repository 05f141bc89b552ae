import type { JsonObject } from '../../../lib/json/json-value.ts';

/** Pods of Deployments as `kubectl get pods -o json` prints them, with the defaults and status that a cluster adds. */
export function fleetOf(pods: number, workloads: number): readonly JsonObject[] {
  return Array.from({ length: pods }, (_, index) => podOf(index % workloads, index));
}

const hash = '5d4f8c7b6';

function podOf(workload: number, index: number): JsonObject {
  const name = `service-${workload}`;
  const token = `kube-api-access-${index.toString(36).padStart(5, 'a').slice(-5)}`;
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: `${name}-${hash}`,
    uid: `u-${workload}`,
    controller: true,
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-${hash}-${index.toString(36).padStart(5, '0')}`,
      generateName: `${name}-${hash}-`,
      namespace: `team-${workload % 20}`,
      uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      resourceVersion: String(1000 + index),
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { app: name, 'pod-template-hash': hash },
      ownerReferences: [owner],
    },
    spec: specOf(name, token, `node-${index % 50}`),
    status: {
      phase: 'Running',
      podIP: `10.0.${index >> 8}.${index & 255}`,
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

function specOf(name: string, token: string, nodeName: string): JsonObject {
  const tokenMount = { name: token, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true };
  return {
    nodeName,
    serviceAccountName: 'default',
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    terminationGracePeriodSeconds: 30,
    securityContext: {},
    schedulerName: 'default-scheduler',
    containers: [
      {
        name: 'app',
        image: `registry.example.com/${name}:1.2.3`,
        imagePullPolicy: 'IfNotPresent',
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        env: Array.from({ length: 12 }, (_, index) => ({
          name: `SETTING_${index}`,
          value: `value ${index} of ${name}`,
        })),
        readinessProbe: {
          httpGet: { path: '/ready', port: 'http', scheme: 'HTTP' },
          periodSeconds: 5,
          failureThreshold: 3,
        },
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        volumeMounts: [tokenMount],
      },
    ],
    volumes: [{ name: token, projected: { defaultMode: 420, sources: [{ serviceAccountToken: { path: 'token' } }] } }],
    tolerations: [
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    ],
  };
}
