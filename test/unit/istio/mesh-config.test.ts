import { describe, expect, it } from 'vitest';
import { IstioError } from '../../../lib/istio/errors.ts';
import { decodeMeshConfig, defaultMeshConfig } from '../../../lib/istio/mesh-config.ts';
import { encodeProtoJson } from '../../../lib/istio/proto/encode-json.ts';

const decoded = (json: Parameters<typeof decodeMeshConfig>[0]) => JSON.parse(encodeProtoJson(decodeMeshConfig(json)));

describe('decodeMeshConfig', () => {
  it('gives the defaults for an empty parameter', () => {
    expect(decoded(null)).toEqual(JSON.parse(encodeProtoJson(defaultMeshConfig())));
    expect(decoded(null).enablePrometheusMerge).toBe(true);
    expect(decoded(null).defaultConfig).toMatchObject({ statusPort: 15020, drainDuration: '45s' });
  });

  it('lays defaultConfig over the defaults and merges proxy metadata', () => {
    const mesh = decoded({ defaultConfig: { drainDuration: '23s', proxyMetadata: { A: '1' } } });
    expect(mesh.defaultConfig).toMatchObject({ drainDuration: '23s', statusPort: 15020, proxyMetadata: { A: '1' } });
  });

  it('lays defaultProviders over none and replaces lists', () => {
    const mesh = decoded({ defaultProviders: { metrics: ['a'] }, defaultServiceExportTo: ['.'] });
    expect(mesh).toMatchObject({ defaultProviders: { metrics: ['a'] }, defaultServiceExportTo: ['.'] });
  });

  it('merges extension providers by name', () => {
    const mesh = decoded({
      extensionProviders: [
        { name: 'envoy', envoyFileAccessLog: { path: '/x' } },
        { name: 'otel', opentelemetry: { service: 's', port: 1 } },
      ],
    });
    expect(mesh.extensionProviders.map((item: { name: string }) => item.name)).toEqual([
      'prometheus',
      'stackdriver',
      'envoy',
      'otel',
    ]);
    expect(mesh.extensionProviders[2]).toEqual({ name: 'envoy', envoyFileAccessLog: { path: '/x' } });
  });

  it('sorts trust domain aliases and drops repetitions', () => {
    expect(decoded({ trustDomainAliases: ['b', 'a', 'b'] }).trustDomainAliases).toEqual(['a', 'b']);
  });

  it('reads its own encoding back unchanged', () => {
    const mesh = decoded({ trustDomain: 'example.com', defaultConfig: { concurrency: 0 } });
    expect(decoded(mesh)).toEqual(mesh);
  });

  it.each([
    ['x', /must be a YAML mapping/],
    [{ proxyListenPort: 'no' }, /proxyListenPort: a whole number/],
    [{ defaultConfig: { statusPort: 70000 } }, /statusPort must be between 1 and 65535/],
    [{ defaultConfig: { drainDuration: 'soon' } }, /defaultConfig\.drainDuration: "soon" is no duration/],
    [{ proxyListenPort: 0 }, /proxyListenPort/],
  ])('refuses %j and says where', (json, message) => {
    expect(() => decodeMeshConfig(json)).toThrow(message);
    expect(() => decodeMeshConfig(json)).toThrow(IstioError);
  });
});
