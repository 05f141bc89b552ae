import type { JsonObject } from '../json/json-value.ts';

/** How many: the sum of a start and its first hundred pods is least about here (`npm run bench -- young`). */
const count = 1;

/** Pods of Deployments as an API server sends them, each of another workload, every other one with probes. */
export function typicalPods(): readonly JsonObject[] {
  return Array.from({ length: count }, (_, index) => typicalPod(index));
}

function typicalPod(index: number): JsonObject {
  const name = `typical-${index}`;
  const token = {
    name: 'kube-api-access-00000',
    readOnly: true,
    mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  };
  const probe = { httpGet: { path: '/', port: 8080, scheme: 'HTTP' }, periodSeconds: 10 };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${name}-00000-`,
      labels: { app: name, 'pod-template-hash': '00000', 'sidecar.istio.io/inject': 'true' },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${name}-00000`, uid: '', controller: true },
      ],
    },
    spec: {
      serviceAccountName: 'default',
      volumes: [{ name: token.name, projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
      containers: [
        {
          name,
          image: name,
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
          ...(index % 2 === 0 ? { readinessProbe: probe, livenessProbe: probe } : {}),
          resources: { requests: { cpu: '100m', memory: '128Mi' } },
          volumeMounts: [token],
        },
      ],
      securityContext: {},
    },
  };
}
