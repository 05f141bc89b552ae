import type { JsonObject } from '../../../lib/json/json-value.ts';

const probe = { httpGet: { path: '/healthz', port: 'http' }, exec: { command: ['sh'] } };
const container = {
  name: 'app',
  image: 'shop/app:1',
  command: ['run'],
  args: ['--all'],
  env: [{ name: 'A', value: 'b' }],
  envFrom: [{ configMapRef: { name: 'c' } }],
  ports: [{ name: 'http', containerPort: 8080 }],
  volumeMounts: [{ name: 'data', mountPath: '/data' }],
  readinessProbe: probe,
  resources: { requests: { cpu: '100m' } },
};

/** A review in which everything stands that is read: each text and list of it is made as large as it may come. */
export const review: JsonObject = {
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
    resource: { group: '', version: 'v1', resource: 'pods' },
    namespace: 'shop',
    operation: 'CREATE',
    object: {
      metadata: {
        name: 'web',
        generateName: 'web-',
        labels: { app: 'web', 'istio.io/rev': 'default' },
        annotations: {
          'inject.istio.io/templates': 'sidecar',
          'kubectl.kubernetes.io/default-container': 'app',
          'prometheus.io/port': '80',
          'proxy.istio.io/config': 'concurrency: 2',
          'proxy.istio.io/overrides': '{"containers":[{"name":"istio-proxy"}]}',
          'sidecar.istio.io/proxyCPU': '100m',
          'sidecar.istio.io/proxyImage': 'proxy:1',
          'sidecar.istio.io/userVolume': '{"a":{"emptyDir":{}}}',
          'sidecar.istio.io/userVolumeMount': '{"a":{"mountPath":"/a"}}',
          'traffic.sidecar.istio.io/excludeInboundPorts': '80',
          'traffic.sidecar.istio.io/includeOutboundIPRanges': '10.0.0.0/8',
          'k8s.v1.cni.cncf.io/networks': 'istio-cni',
        },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d', uid: 'o', controller: true }],
        finalizers: ['a/b'],
        managedFields: [{ manager: 'm', fieldsV1: { f: {} } }],
      },
      spec: {
        serviceAccountName: 'web',
        containers: [container],
        initContainers: [{ name: 'init', image: 'i:1' }],
        ephemeralContainers: [{ name: 'debug', image: 'd:1' }],
        volumes: [{ name: 'data', emptyDir: {} }],
        imagePullSecrets: [{ name: 'pull' }],
        tolerations: [{ key: 'k' }],
        hostAliases: [{ ip: '10.0.0.1', hostnames: ['h'] }],
        schedulingGates: [{ name: 'g' }],
        topologySpreadConstraints: [{ topologyKey: 'z', maxSkew: 1 }],
        resourceClaims: [{ name: 'claim' }],
        securityContext: { supplementalGroups: [1], sysctls: [{ name: 's', value: '1' }] },
        dnsConfig: { searches: ['a'], options: [{ name: 'o' }] },
        nodeSelector: { a: 'b' },
        resources: { requests: { cpu: '1' }, limits: { 'hugepages-2Mi': '2Mi' } },
        overhead: { cpu: '10m' },
        readinessGates: [{ conditionType: 'c' }],
      },
    },
  },
};

/** The same pod after an injection, as far as its annotations tell. */
export const injectedReview: JsonObject = withAnnotations({
  'sidecar.istio.io/status': '{"containers":["app","istio-proxy"],"initContainers":["init"],"volumes":["data"]}',
  'lambda-sidecar-injector/record': '{"config":"f00d","containers":{"app":"a.b"},"imagePullSecrets":["pull"]}',
});

/** What API Gateway hands on, but for the body. */
export const gatewayEvent: JsonObject = {
  path: '/t/token/inject/cluster/prod/net/a',
  httpMethod: 'POST',
  headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1' },
  queryStringParameters: { timeout: '10s' },
  requestContext: { requestId: 'r' },
  body: JSON.stringify(review),
  isBase64Encoded: false,
};

function withAnnotations(annotations: JsonObject): JsonObject {
  const { request, ...rest } = structuredClone(review) as { request: { object: { metadata: object } } } & JsonObject;
  const { object } = request;
  const metadata = { ...object.metadata, annotations } as JsonObject;
  return { ...rest, request: { ...request, object: { ...object, metadata } } as JsonObject };
}
