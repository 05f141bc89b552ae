import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../../lib/config/load/decode-settings.ts';
import type { Injection } from '../../../../lib/contract/injection.ts';
import { istioFunctionsOf } from '../../../../lib/istio/functions.ts';
import { createMeshBehaviour } from '../../../../lib/istio/mesh-behaviour.ts';
import { factsOf } from '../../../../lib/istio/version/changes.ts';
import { parseIstioVersion } from '../../../../lib/istio/version/istio-version.ts';
import type { JsonObject, JsonValue } from '../../../../lib/json/json-value.ts';
import { compileTemplate } from '../../../../lib/template/template.ts';

const facts = (text: string) => factsOf(parseIstioVersion(text) ?? { major: 0, minor: 0 });
const run = { charge: () => {} };

function injection(pod: JsonObject, changes: Partial<Injection> = {}): Injection {
  const values = {
    global: { hub: 'h', tag: 't', variant: 'distroless' },
    sidecarInjectorWebhook: { rewriteAppHTTPProbe: true },
  };
  const base = { pod, namespace: 'shop', namespaceObject: null, address: new Map(), workload: null };
  return { ...base, settings: defaultSettings, values, ...changes };
}

const proxy = { name: 'istio-proxy', image: 'p' };
const podOf = (app: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  metadata: { name: 'web', ...metadata },
  spec: { containers: [{ name: 'app', ...app }, proxy] },
});

function staged(version: string, pod: JsonObject, mesh: JsonValue = {}): JsonObject {
  const behaviour = createMeshBehaviour({ mesh, facts: facts(version) });
  const context = { injection: injection(pod), rendered: pod };
  return behaviour.stages.reduce((result, stage) => stage.apply(result, context), pod);
}

function rendered(version: string, text: string, changes: Partial<Injection> = {}, mesh: JsonValue = {}): string {
  const [behaviour, functions] = [
    createMeshBehaviour({ mesh, facts: facts(version) }),
    istioFunctionsOf({ facts: facts(version), environment: { ENABLE_NATIVE_SIDECARS: 'true' } }),
  ];
  const pod = changes.pod ?? podOf({});
  return compileTemplate({ name: 't', text, functions }).render(behaviour.templateData(injection(pod, changes)));
}

describe('stages', () => {
  const hook = { lifecycle: { preStop: { httpGet: { path: '/drain', port: 8080 } } } };

  it('leave lifecycle hooks alone until 1.24', () => {
    expect(staged('1.24', podOf(hook))).toMatchObject(podOf(hook));
    expect(JSON.stringify(staged('1.24', podOf(hook)))).not.toContain('ISTIO_KUBE_APP_PROBERS');
    expect(JSON.stringify(staged('1.25', podOf(hook)))).toContain('/app-lifecycle/app/prestopz');
  });

  it('leave probes of init containers alone until 1.18', () => {
    const init = { name: 'setup', startupProbe: { tcpSocket: { port: 7000 } }, restartPolicy: 'Always' };
    const pod = { ...podOf({}), spec: { initContainers: [init], containers: [{ name: 'app' }, proxy] } };
    expect(staged('1.18', pod)).toMatchObject({ spec: { initContainers: [init] } });
    expect(JSON.stringify(staged('1.19', pod))).toContain('/app-health/setup/startupz');
  });

  it.each(['15090', 'metrics'])('take the scrape port %s until 1.30', (port) => {
    const pod = podOf({}, { annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': port } });
    expect(JSON.stringify(staged('1.30.3', pod))).toContain(`\\"port\\":\\"${port}\\"`);
    expect(() => staged('1.31', pod)).toThrow(/port/);
  });

  it('leave the annotation for several places of metrics as it is until 1.30', () => {
    const annotations = { 'prometheus.io/scrape': 'true', 'prometheus.istio.io/scrape-targets': '80:/a' };
    const before = staged('1.30', podOf({}, { annotations }));
    expect(before).toMatchObject({ metadata: { annotations: { 'prometheus.istio.io/scrape-targets': '80:/a' } } });
    expect(JSON.stringify(before)).not.toContain('targets\\"');
    expect(JSON.stringify(staged('1.31', podOf({}, { annotations })))).toContain('\\"targets\\":[{');
  });

  it('tell the secure port from 1.31 on', () => {
    const env = [{ name: 'ENVOY_SECURE_MERGED_METRICS_PORT', value: '15091' }];
    const pod = { metadata: {}, spec: { containers: [{ ...proxy, env }] } };
    expect(JSON.stringify(staged('1.30', pod))).not.toContain('secure-port');
    expect(JSON.stringify(staged('1.31', pod))).toContain('"prometheus.istio.io/secure-port":"15091"');
  });

  it('put no proxy first among init containers until 1.18', () => {
    const pod = { spec: { containers: [], initContainers: [{ name: 'setup' }, proxy] } };
    expect(staged('1.18', pod)).toMatchObject({ spec: { initContainers: [{ name: 'setup' }, proxy] } });
    expect(staged('1.19', pod)).toMatchObject({ spec: { initContainers: [proxy, { name: 'setup' }] } });
  });

  it('follow the user of the own proxy in the patches that have it', () => {
    const own = { ...proxy, securityContext: { runAsUser: 7 } };
    const init = { name: 'istio-init', args: ['-u', '1337'] };
    const pod = { metadata: {}, spec: { containers: [own], initContainers: [init] } };
    expect(JSON.stringify(staged('1.22.0', pod))).toContain('"-u","1337"');
    expect(JSON.stringify(staged('1.22.1', pod))).toContain('"-u","7"');
  });
});

describe('templates', () => {
  it('see the whole metadata as the workload until 1.21', () => {
    const pod = podOf({}, { labels: { a: 'b' } });
    expect(rendered('1.21', '{{ .DeploymentMeta.Name }} {{ .DeploymentMeta.Labels.a }}', { pod })).toBe('web b');
    expect(() => rendered('1.22', '{{ .DeploymentMeta.Labels }}', { pod })).toThrow(/Labels/);
  });

  it.each([
    ['1.21', 'batch/v1beta1'],
    ['1.22', 'batch/v1'],
  ])('of %s see a CronJob as of %s', (version, want) => {
    const ownerReferences = [{ apiVersion: 'batch/v1', kind: 'Job', name: 'nightly-27000000', controller: true }];
    const pod = podOf({}, { generateName: 'nightly-27000000-', ownerReferences });
    expect(rendered(version, '{{ .TypeMeta.APIVersion }}', { pod })).toBe(want);
  });

  it.each([
    ['1.21', {}, 'h/proxyv2:t'],
    ['1.22', {}, 'h/proxyv2:t-distroless'],
    ['1.30', { defaultConfig: { image: {} } }, 'h/proxyv2:t'],
    ['1.31', { defaultConfig: { image: {} } }, 'h/proxyv2:t-distroless'],
  ])('of %s with the mesh %j see the image %s', (version, mesh, want) => {
    expect(rendered(version, '{{ .ProxyImage }}', {}, mesh)).toBe(want);
  });

  it('find the default of tracing left out of PROXY_CONFIG until 1.21', () => {
    const mesh = { defaultConfig: { tracing: { zipkin: { address: 'zipkin.istio-system:9411' } } } };
    expect(rendered('1.21', '{{ protoToJSON .ProxyConfig }}', {}, mesh)).toBe('{}');
    expect(rendered('1.22', '{{ protoToJSON .ProxyConfig }}', {}, mesh)).toContain('zipkin');
  });

  it('lose proxy headers of the mesh until 1.19.0', () => {
    const mesh = { defaultConfig: { proxyHeaders: { server: { disabled: true } } } };
    const pod = podOf(
      {},
      { annotations: { 'proxy.istio.io/config': 'proxyHeaders: {attemptCount: {disabled: true}}' } },
    );
    expect(rendered('1.19.0', '{{ protoToJSON .ProxyConfig }}', { pod }, mesh)).not.toContain('server');
    expect(rendered('1.19.1', '{{ protoToJSON .ProxyConfig }}', { pod }, mesh)).toContain('server');
  });

  it('get from env what is told, and their own default for every other name', () => {
    const text = '{{ env "ENABLE_NATIVE_SIDECARS" "false" }} {{ env "HOME" "none" }} {{ env "toString" "x" }}';
    expect(rendered('1.26', text)).toBe('true none x');
  });
});

describe('functions', () => {
  const call = (version: string, name: string, args: readonly string[]) =>
    istioFunctionsOf({ facts: facts(version), environment: {} })
      .get(name)
      ?.call(args, run);

  it('count the namespace of a network in the patches that have it', () => {
    const args = ['[{"name": "a"}]', 'default/istio-cni'];
    expect(call('1.25.0', 'appendMultusNetwork', args)).toBe('[{"name": "a"}, {"name": "default/istio-cni"}]');
    expect(call('1.25.1', 'appendMultusNetwork', args)).toBe(
      '[{"name": "a"}, {"name": "istio-cni", "namespace": "default"}]',
    );
  });

  it("have Istio's own toJson in 1.18 only", () => {
    const names = (version: string) => istioFunctionsOf({ facts: facts(version), environment: {} });
    expect(names('1.18').get('toJson')).toBe(names('1.18').get('toJSON'));
    expect(names('1.19').has('toJson')).toBe(false);
  });
});

describe('validate', () => {
  const refused = (version: string, annotation: string, value: string) =>
    createMeshBehaviour({ mesh: {}, facts: facts(version) }).validate(
      injection(podOf({}, { annotations: { [annotation]: value } })),
    ).length > 0;

  it.each([
    ['sidecar.istio.io/enableCoreDump', 'maybe', '1.24', '1.25', true],
    ['sidecar.istio.io/proxyCPU', 'much', '1.28.3', '1.28.4', false],
    ['traffic.sidecar.istio.io/excludeInterfaces', '9', '1.29', '1.30', false],
  ])('%s: %j changes between %s and %s', (annotation, value, before, after, wasRefused) => {
    expect(refused(before, annotation, value)).toBe(wasRefused);
    expect(refused(after, annotation, value)).toBe(!wasRefused);
  });
});

describe('prepare', () => {
  it.each([
    ['1.23.0', 'containers', true],
    ['1.23.1', 'containers', false],
    ['1.26', 'initContainers', true],
    ['1.27', 'initContainers', false],
  ])('of %s keeps a user that an own proxy among %s shares: %s', (version, list, keeps) => {
    const context = { securityContext: { runAsUser: 1000 } };
    const own = { ...proxy, ...context };
    const containers = [{ name: 'app', ...context }];
    const spec = list === 'containers' ? { containers: [...containers, own] } : { containers, initContainers: [own] };
    const settings = { ...defaultSettings, platform: 'openshift' };
    const prepared = createMeshBehaviour({ mesh: {}, facts: facts(version) }).prepare?.(
      injection({ spec }, { settings }),
    );
    expect(JSON.stringify(prepared).match(/runAsUser/g)).toHaveLength(keeps ? 2 : 1);
  });
});
