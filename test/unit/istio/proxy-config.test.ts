import { describe, expect, it } from 'vitest';
import { IstioError } from '../../../lib/istio/errors.ts';
import { decodeMeshConfig } from '../../../lib/istio/mesh-config.ts';
import {
  annotatedMesh,
  decodeProxyConfigs,
  effectiveProxyConfig,
  protoToJson,
} from '../../../lib/istio/proxy-config.ts';
import { assumedFacts } from '../../../lib/istio/version/changes.ts';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';

const pod = (config: string, labels: JsonObject = {}): JsonObject => ({
  metadata: { labels, annotations: { 'proxy.istio.io/config': config } },
});
const resource = (name: string, namespace: string, spec: JsonObject, created = ''): JsonObject => ({
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'ProxyConfig',
  metadata: { name, namespace, creationTimestamp: created },
  spec,
});
const env = (name: string) => ({ environmentVariables: { FROM: name, [name]: '1' } });

function effective(subject: JsonObject, documents: readonly JsonValue[], mesh: JsonObject = {}): string {
  const sources = { mesh: decodeMeshConfig(mesh), resources: decodeProxyConfigs(documents), facts: assumedFacts };
  return protoToJson(effectiveProxyConfig(subject, 'shop', sources));
}

describe('effectiveProxyConfig', () => {
  it('merges workload, annotation, namespace, root namespace and mesh, in this order', () => {
    const documents = [
      resource('w', 'shop', { ...env('WORKLOAD'), selector: { matchLabels: { app: 'a' } } }),
      resource('n', 'shop', env('NAMESPACE')),
      resource('r', 'istio-system', env('ROOT')),
    ];
    const mesh = { defaultConfig: { proxyMetadata: { FROM: 'MESH', MESH: '1' } } };
    const subject = pod('proxyMetadata: {FROM: ANNOTATION, ANNOTATION: "1"}', { app: 'a', tier: 'b' });
    expect(effective(subject, documents, mesh)).toBe(
      '{"proxyMetadata":{"ANNOTATION":"1","FROM":"WORKLOAD","MESH":"1","NAMESPACE":"1","ROOT":"1","WORKLOAD":"1"}}',
    );
    expect(effective(subject, documents.slice(1), mesh)).toContain('"FROM":"ANNOTATION"');
    expect(effective({}, documents, mesh)).toContain('"FROM":"NAMESPACE"');
    expect(effective({}, documents.slice(2), mesh)).toContain('"FROM":"ROOT"');
    expect(effective({}, [], mesh)).toContain('"FROM":"MESH"');
  });

  it.each([
    [
      'the oldest',
      [
        resource('b', 'shop', env('B'), '2020-01-01T00:00:00Z'),
        resource('a', 'shop', env('A'), '2021-01-01T00:00:00Z'),
      ],
      'B',
    ],
    ['the first by name among equals', [resource('b', 'shop', env('B')), resource('a', 'shop', env('A'))], 'A'],
  ])('takes %s of several', (_name, documents, want) => {
    expect(effective({}, documents)).toContain(`"FROM":"${want}"`);
  });

  it('takes no resource of another namespace or for other labels', () => {
    const documents = [
      resource('a', 'other', env('A')),
      resource('b', 'shop', { ...env('B'), selector: { matchLabels: { app: 'x' } } }),
      resource('c', 'shop', { ...env('C'), selector: {} }),
    ];
    expect(effective(pod('{}', { app: 'a' }), documents)).toBe('{}');
  });

  it('keeps a zero concurrency and an image', () => {
    const documents = [resource('n', 'shop', { concurrency: 0, image: { imageType: 'debug' } })];
    expect(effective({}, documents, { defaultConfig: { concurrency: 4, image: { imageType: 'distroless' } } })).toBe(
      '{"concurrency":0,"image":{"imageType":"debug"}}',
    );
  });

  it.each([
    ['terminationDrainDuration: 500ms', {}, '{"terminationDrainDuration":"0.500s"}'],
    [
      'holdApplicationUntilProxyStarts: false',
      { holdApplicationUntilProxyStarts: true },
      '{"holdApplicationUntilProxyStarts":false}',
    ],
    ['tracing: {sampling: 5}', { tracing: { zipkin: { address: 'z:1' } } }, '{"tracing":{"sampling":5}}'],
    ['extraStatTags: [b]', { extraStatTags: ['a'] }, '{"extraStatTags":["b"]}'],
    [
      'proxyHeaders: {server: {value: x}}',
      { proxyHeaders: { requestId: { disabled: true }, xForwardedHost: { enabled: true } } },
      '{"proxyHeaders":{"requestId":{"disabled":true},"server":{"value":"x"}}}',
    ],
  ])('lays %s over the mesh', (text, defaultConfig, want) => {
    expect(effective(pod(text), [], { defaultConfig })).toBe(want);
  });
});

describe('annotatedMesh', () => {
  it('replaces fields of the default config and merges metadata', () => {
    const mesh = decodeMeshConfig({
      defaultConfig: { holdApplicationUntilProxyStarts: true, proxyMetadata: { A: '1' } },
    });
    const applied = annotatedMesh(pod('{holdApplicationUntilProxyStarts: false, proxyMetadata: {B: "2"}}'), {
      mesh,
      facts: assumedFacts,
    });
    expect(protoToJson(applied?.message('default_config'))).toBe(
      '{"proxyMetadata":{"A":"1","B":"2"},"holdApplicationUntilProxyStarts":false}',
    );
    expect(annotatedMesh({}, { mesh, facts: assumedFacts })).toBe(mesh);
  });
});

describe('decodeProxyConfigs', () => {
  it('refuses what is no ProxyConfig and says which', () => {
    expect(() => decodeProxyConfigs([null, { kind: 'Pod' }])).toThrow(/document 1 must be a resource of kind/);
    expect(() => decodeProxyConfigs([resource('a', 'n', { concurrency: 'x' })])).toThrow(
      /ProxyConfig n\/a: spec\.concurrency: a whole number is needed/,
    );
    expect(() => decodeProxyConfigs(['x'])).toThrow(IstioError);
  });
});
