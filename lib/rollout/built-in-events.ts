/** An event as the function gets it from API Gateway, but marked as a trial, which no caller of the API can do. */
export interface TrialEvent {
  readonly name: string;
  readonly event: Readonly<Record<string, unknown>>;
}

const container = { name: 'app', image: 'example.org/app:1.0', resources: {} };

/** Pods that every configuration must have an answer for. */
const pods = {
  'a bare pod': { metadata: { name: 'bare' }, spec: { containers: [container] } },
  'a pod of a Deployment, with a probe and a port': {
    metadata: {
      generateName: 'checkout-7c9d8f6b5-',
      labels: { app: 'checkout', 'pod-template-hash': '7c9d8f6b5' },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'checkout-7c9d8f6b5', uid: '5b1f3c0e', controller: true },
      ],
    },
    spec: {
      serviceAccountName: 'default',
      containers: [
        {
          ...container,
          ports: [{ containerPort: 8080, protocol: 'TCP' }],
          readinessProbe: { httpGet: { path: '/ready', port: 8080, scheme: 'HTTP' } },
        },
      ],
    },
  },
  'a pod that asks for injection': {
    metadata: { name: 'asks', labels: { 'sidecar.istio.io/inject': 'true' } },
    spec: { containers: [container], initContainers: [{ ...container, name: 'before' }] },
  },
  'a pod that opts out': {
    metadata: { name: 'out', annotations: { 'sidecar.istio.io/inject': 'false' } },
    spec: { containers: [container] },
  },
  "a pod on its node's network": {
    metadata: { name: 'node' },
    spec: { hostNetwork: true, containers: [container] },
  },
} as const;

/** The built-in reviews, each as an event for the function. */
export const builtInEvents: readonly TrialEvent[] = Object.entries(pods).map(([name, pod], index) => ({
  name,
  event: {
    isTrial: true,
    httpMethod: 'POST',
    path: '/inject',
    headers: { 'Content-Type': 'application/json' },
    queryStringParameters: { timeout: '10s' },
    body: JSON.stringify(reviewOf(pod, `before-traffic-${index + 1}`)),
    isBase64Encoded: false,
  },
}));

function reviewOf(pod: object, uid: string): object {
  const kind = { group: '', version: 'v1', kind: 'Pod' };
  const resource = { group: '', version: 'v1', resource: 'pods' };
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      ...{ uid, kind, resource, requestKind: kind, requestResource: resource },
      ...{ namespace: 'before-traffic', operation: 'CREATE', userInfo: { username: 'before-traffic' }, dryRun: true },
      object: { apiVersion: 'v1', kind: 'Pod', ...pod },
    },
  };
}
