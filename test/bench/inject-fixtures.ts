import type { JsonObject } from '../../lib/json/json-value.ts';

/** A sidecar of the usual size: a native proxy, an init container, volumes, environment from the pod. */
export const ownTemplate = `
metadata:
  labels:
    mesh.example/name: {{ index .ObjectMeta.Labels "app" | default .DeploymentMeta.Name | quote }}
spec:
  initContainers:
  - name: redirect
    image: "{{ .Values.hub }}/redirect:{{ .Values.tag }}"
    args: ["-p", "15001", "-u", "1337"]
    securityContext:
      capabilities: {add: [NET_ADMIN], drop: [ALL]}
      runAsUser: 0
  - name: proxy
    image: "{{ .Values.hub }}/proxy:{{ .Values.tag }}"
    restartPolicy: Always
    ports:
    - {containerPort: 15090, name: metrics, protocol: TCP}
    env:
    - name: WORKLOAD
      value: {{ .DeploymentMeta.Name | quote }}
    - name: APP_CONTAINERS
      value: "{{ range $index, $container := .Spec.Containers }}{{ if $index }},{{ end }}{{ $container.Name }}{{ end }}"
    - name: POD_NAME
      valueFrom: {fieldRef: {fieldPath: metadata.name}}
    - name: POD_NAMESPACE
      valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
    readinessProbe:
      httpGet: {path: /ready, port: 15021}
      periodSeconds: 15
    resources:
      limits: {cpu: 2000m, memory: 1024Mi}
      requests: {cpu: 100m, memory: 128Mi}
    volumeMounts:
    - {name: proxy-data, mountPath: /var/lib/proxy}
    - {name: proxy-token, mountPath: /var/run/secrets/tokens}
  volumes:
  - name: proxy-data
    emptyDir: {medium: Memory}
  - name: proxy-token
    projected:
      sources:
      - serviceAccountToken: {audience: mesh, expirationSeconds: 43200, path: token}
`;

const probe = { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 5 };
const web = { name: 'web', image: 'shop/web:1', ports: [{ name: 'http', containerPort: 8080 }] };

function podWith(spec: JsonObject, annotations: JsonObject = {}): JsonObject {
  return {
    metadata: {
      generateName: 'web-fake-',
      labels: { app: 'web', 'pod-template-hash': 'fake' },
      annotations,
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-fake', uid: '', controller: true }],
    },
    spec,
  };
}

/** Pods of our own in the shapes that are measured. */
export const ownPods: Readonly<Record<string, JsonObject>> = {
  hello: podWith({ containers: [web] }),
  'hello-probes': podWith({ containers: [{ ...web, livenessProbe: probe, readinessProbe: probe }] }),
  'traffic-annotations': podWith({ containers: [web] }, { 'traffic.sidecar.istio.io/excludeOutboundPorts': '3306' }),
  'ten-containers': podWith({
    containers: Array.from({ length: 10 }, (_, index) => ({ ...web, name: `web-${index}` })),
  }),
};
