import { createMeshBehaviour } from '../../../lib/istio/mesh-behaviour.ts';
import { type Given, sidecar } from '../../unit/inject/fixture.ts';

const collector = `
metadata: {labels: {injected: "yes"}}
spec:
  initContainers:
  - name: agent
    image: agents/agent:2
    restartPolicy: Always
    env: [{name: AGENT_MODE, value: sidecar}, {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
    ports: [{name: metrics, containerPort: 9090}]
    startupProbe: {httpGet: {path: /, port: 13133}}
    resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 256Mi}}
    securityContext: {allowPrivilegeEscalation: false, runAsUser: 10001, capabilities: {drop: [ALL]}}
    volumeMounts: [{name: agent-data, mountPath: /var/lib/agent}]
  volumes: [{name: agent-data, emptyDir: {sizeLimit: 1Gi}}]
`;

const proxy = `
spec:
  initContainers:
  - {name: istio-init, image: proxy, resources: {limits: {cpu: "2", memory: 1Gi}, requests: {cpu: 10m, memory: 40Mi}}}
  containers:
  - name: istio-proxy
    image: proxy
    ports: [{containerPort: 15090, protocol: TCP, name: http-envoy-prom}]
    readinessProbe: {httpGet: {path: /healthz/ready, port: 15021}}
    lifecycle: {postStart: {exec: {command: [pilot-agent, wait]}}}
    env: [{name: A, value: proxy}]
    resources: {limits: {cpu: "2", memory: 1Gi}, requests: {cpu: 10m, memory: 40Mi}}
    securityContext: {privileged: false, runAsUser: 1337, seccompProfile: {type: Localhost, localhostProfile: p.json}}
    volumeMounts: [{name: tokens, mountPath: /var/run/secrets/tokens}, {name: data, mountPath: /data}]
  volumes:
  - {name: tokens, projected: {sources: [{serviceAccountToken: {path: istio-token, audience: istio-ca}}]}}
  - {name: data, emptyDir: {medium: Memory}}
  securityContext: {fsGroup: 1337}
`;

const greedy = `
metadata: {annotations: {greedy: "yes"}}
spec:
  shareProcessNamespace: true
  containers:
  - name: agent
    image: agents/agent:2
    ports: [{name: web, containerPort: 80, hostPort: 8080}]
    livenessProbe: {tcpSocket: {port: 80}}
    resources: {limits: {cpu: "1", memory: 128Mi, hugepages-2Mi: 2Mi}}
    volumeMounts: [{name: agent-data, mountPath: /cache, subPathExpr: $(POD_NAME)}]
    securityContext: {privileged: true}
  volumes: [{name: agent-data, hostPath: {path: /var/agent}}]
`;

const greeting = 'spec: {containers: [{name: agent, image: agents/agent:2, env: [{name: B, value: hello}]}]}';

/** Configurations whose own containers are in order, each with another way to meet what a pod has. */
export const admissionTemplates: readonly Given[] = [
  { templates: { sidecar } },
  { templates: { sidecar: collector } },
  { templates: { sidecar: greedy } },
  { templates: { sidecar: greedy }, settings: { podResources: 'refuse' } },
  { templates: { sidecar: proxy }, behaviour: createMeshBehaviour({ mesh: null }) },
  { templates: { sidecar: collector, greeting }, settings: { defaultTemplates: ['greeting', 'sidecar'] } },
  { templates: { sidecar: greeting, proxy }, settings: { defaultTemplates: ['sidecar', 'proxy'] } },
];
