import { describe, expect, it } from 'vitest';
import { looseRules } from '../../../lib/contract/author-rules.ts';
import type { Injection } from '../../../lib/contract/injection.ts';
import type { Settings } from '../../../lib/contract/settings.ts';
import type { GoStruct, GoValue } from '../../../lib/go/value.ts';
import { createMeshBehaviour } from '../../../lib/istio/mesh-behaviour.ts';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';

const settings: Settings = {
  ...looseRules,
  offeredTemplates: null,
  istioVersion: '',
  contact: '',
  environment: {},
  asksExactly: true,
  templates: [],
  defaultTemplates: ['sidecar'],
  aliases: new Map(),
  neverInjectSelector: [],
  alwaysInjectSelector: [],
  injectedAnnotations: {},
  revision: 'canary',
  nativeSidecars: false,
  platform: '',
  compliancePolicy: 'fips-140-3',
  podResources: 'pad',
};
const injectionOf = (pod: JsonObject, changes: Partial<Injection> = {}): Injection => ({
  pod,
  namespace: 'shop',
  namespaceObject: null,
  address: new Map(),
  settings,
  values: { global: { hub: 'h', tag: 't' }, sidecarInjectorWebhook: { rewriteAppHTTPProbe: true } },
  workload: null,
  ...changes,
});

function structOf(value: GoValue | undefined): GoStruct {
  const target =
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'pointer' ? value.target : value;
  if (typeof target !== 'object' || target === null || !('kind' in target) || target.kind !== 'struct') {
    throw new Error('no struct');
  }
  return target;
}

const behaviourOf = (mesh: JsonValue | undefined, proxyConfigs: readonly JsonValue[] = []) =>
  createMeshBehaviour({ mesh, proxyConfigs });
const dataOf = (injection: Injection, mesh: JsonValue | undefined = null) =>
  structOf(behaviourOf(mesh).templateData(injection));

function runStages(pod: JsonObject, injection: Injection, mesh: JsonValue | undefined = null) {
  const staged = behaviourOf(mesh).stages.reduce((now, stage) => stage.apply(now, { injection, rendered: {} }), pod);
  return JSON.parse(JSON.stringify(staged));
}

describe('templateData', () => {
  const pod = {
    metadata: {
      generateName: 'web-5f-',
      labels: { 'pod-template-hash': '5f' },
      annotations: { 'proxy.istio.io/config': 'statusPort: 15099' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5f', controller: true }],
    },
    spec: { containers: [{ name: 'a' }], serviceAccountName: 'sa' },
  };

  it('has what templates of Istio read', () => {
    const data = dataOf(injectionOf(pod));
    expect(data.field('Revision')).toBe('canary');
    expect(data.field('ProxyImage')).toBe('h/proxyv2:t');
    expect(data.field('ProxyUID')).toMatchObject({ type: 'int64', value: 1337n });
    expect(data.field('NativeSidecars')).toBe(false);
    expect(data.field('CompliancePolicy')).toBe('fips-140-3');
    expect(data.field('InboundTrafficPolicyMode')).toBe('passthrough');
    expect(structOf(data.field('TypeMeta')).field('Kind')).toBe('Deployment');
    expect(structOf(data.field('DeploymentMeta')).field('Name')).toBe('web');
    expect(structOf(data.field('DeploymentMeta')).field('Namespace')).toBe('shop');
    expect(structOf(data.field('ObjectMeta')).field('Namespace')).toBe('shop');
    expect(structOf(data.field('Spec')).field('ServiceAccountName')).toBe('sa');
    expect(structOf(data.field('ProxyConfig')).field('StatusPort')).toMatchObject({ value: 15099n });
    expect(data.field('GatewayNameLabel')).toBeUndefined();
  });

  it('knows the inbound policy of the mesh', () => {
    const mesh = { inboundTrafficPolicy: { mode: 'LOCALHOST' } };
    expect(dataOf(injectionOf(pod), mesh).field('InboundTrafficPolicyMode')).toBe('localhost');
  });

  it('gives every render values of its own', () => {
    const injection = injectionOf(pod);
    const values = dataOf(injection).field('Values');
    if (values instanceof Map) {
      values.set('global', 'changed');
    }
    expect(dataOf(injection).field('Values')).not.toEqual(values);
  });

  it('shares the values among renders of templates that change none', () => {
    const injection = injectionOf(pod);
    const valuesFor = (keepsData: boolean) =>
      structOf(behaviourOf(null).templateData(injection, { keepsData })).field('Values');
    expect(valuesFor(true)).toBe(valuesFor(true));
    expect(valuesFor(false)).not.toBe(valuesFor(true));
  });

  it('takes a workload of a file by its own name, and its annotation for the mesh', () => {
    const workload = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'tick', namespace: 'jobs' } };
    const data = dataOf(injectionOf(pod, { workload, namespace: 'jobs' }));
    expect(structOf(data.field('TypeMeta')).field('Kind')).toBe('CronJob');
    expect(structOf(data.field('DeploymentMeta')).field('Name')).toBe('tick');
    expect(structOf(data.field('ObjectMeta')).field('Namespace')).toBe('');
    const mesh = structOf(data.field('MeshConfig'));
    expect(structOf(mesh.field('DefaultConfig')).field('StatusPort')).toMatchObject({ value: 15099n });
  });

  it("uses OpenShift's ranges on that platform only", () => {
    const namespaceObject = { metadata: { annotations: { 'openshift.io/sa.scc.uid-range': '5000/10' } } };
    const uid = (platform: string) =>
      dataOf(injectionOf(pod, { namespaceObject, settings: { ...settings, platform } })).field('ProxyUID');
    expect(uid('openshift')).toMatchObject({ value: 5009n });
    expect(uid('')).toMatchObject({ value: 1337n });
  });
});

describe('stages', () => {
  const proxy = { name: 'istio-proxy', env: [{ name: 'ISTIO_META_NETWORK', value: 'old' }, { name: 'KEEP' }] };
  const merged = (annotations: JsonObject = {}): JsonObject => ({
    metadata: { annotations },
    spec: { containers: [proxy, { name: 'app', readinessProbe: { httpGet: { port: 80 } } }] },
  });

  it('sets the address of the cluster, metrics, probes, network and order', () => {
    const pod = { metadata: {}, spec: {} };
    const { metadata, spec } = runStages(merged(), injectionOf(pod, { address: new Map([['net', 'n1']]) }));
    expect(metadata.labels).toEqual({ 'topology.istio.io/network': 'n1' });
    expect(metadata.annotations['prometheus.io/port']).toBe('15020');
    expect(spec.containers.map(({ name }: { name: string }) => name)).toEqual(['app', 'istio-proxy']);
    expect(spec.containers[1].env).toEqual([
      { name: 'KEEP' },
      { name: 'ISTIO_META_NETWORK', value: 'n1' },
      { name: 'ISTIO_KUBE_APP_PROBERS', value: '{"/app-health/app/readyz":{"httpGet":{"port":80}}}' },
    ]);
    expect(spec.containers[0].readinessProbe.httpGet).toEqual({ path: '/app-health/app/readyz', port: 15020 });
  });

  it("follows the mesh's status port and not the pod's", () => {
    const annotations = { 'proxy.istio.io/config': 'statusPort: 15099' };
    const injection = injectionOf({ metadata: { annotations } });
    const { metadata } = runStages(merged(annotations), injection, { defaultConfig: { statusPort: 15030 } });
    expect(metadata.annotations['prometheus.io/port']).toBe('15030');
  });

  it.each([
    ['the annotation', '{holdApplicationUntilProxyStarts: true}', {}, {}],
    ['the mesh', '{}', { defaultConfig: { holdApplicationUntilProxyStarts: true } }, {}],
    ['the values', '{}', {}, { global: { proxy: { holdApplicationUntilProxyStarts: true } } }],
  ])('puts the proxy first where %s holds the application', (_name, config, mesh, values) => {
    const injection = injectionOf({ metadata: { annotations: { 'proxy.istio.io/config': config } } }, { values });
    expect(runStages(merged(), injection, mesh).spec.containers[0].name).toBe('istio-proxy');
  });

  it('lets an explicit false of the annotation count', () => {
    const annotations = { 'proxy.istio.io/config': '{holdApplicationUntilProxyStarts: false}' };
    const mesh = { defaultConfig: { holdApplicationUntilProxyStarts: true } };
    expect(runStages(merged(), injectionOf({ metadata: { annotations } }), mesh).spec.containers[0].name).toBe('app');
  });

  it('takes every setting for zero without a mesh', () => {
    const injection = injectionOf({}, { values: {} });
    const staged = createMeshBehaviour({ mesh: undefined }).stages.reduce(
      (now, stage) => stage.apply(now, { injection, rendered: {} }),
      merged(),
    );
    expect(JSON.parse(JSON.stringify(staged)).metadata.annotations['prometheus.io/port']).toBe('0');
  });

  it('leaves a pod without proxy its probes', () => {
    const pod = { spec: { containers: [{ name: 'app', livenessProbe: { httpGet: { port: 80 } } }] } };
    expect(runStages(pod, injectionOf(pod)).spec).toEqual(pod.spec);
  });

  it('can be undone', () => {
    const annotations = { 'prometheus.io/port': '8080' };
    const behaviour = behaviourOf(null);
    const staged = behaviour.stages.reduce(
      (now, stage) => stage.apply(now, { injection: injectionOf({}), rendered: {} }),
      merged(annotations),
    );
    const { metadata, spec } = JSON.parse(JSON.stringify(behaviour.undo?.(staged)));
    expect(metadata.annotations).toEqual(annotations);
    expect(spec.containers[0]).toEqual({ name: 'app', readinessProbe: { httpGet: { port: 80 } } });
  });
});
