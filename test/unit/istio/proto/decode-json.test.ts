import { describe, expect, it } from 'vitest';
import { decodeProtoJson, emptyMessage } from '../../../../lib/istio/proto/decode-json.ts';
import { encodeProtoJson } from '../../../../lib/istio/proto/encode-json.ts';
import { ProtoError } from '../../../../lib/istio/proto/errors.ts';
import type { JsonValue } from '../../../../lib/json/json-value.ts';
import { thrownBy } from '../../../support/fakes/thrown-by.ts';

const proxy = emptyMessage('istio.mesh.v1alpha1.ProxyConfig');
const mesh = emptyMessage('istio.mesh.v1alpha1.MeshConfig');

describe('decodeProtoJson', () => {
  it.each<[string, JsonValue, string]>([
    ['snake_case names', { config_path: '/a' }, '{"configPath":"/a"}'],
    ['lowerCamelCase before snake_case', { configPath: '/a', config_path: '/b' }, '{"configPath":"/a"}'],
    ['nothing of unknown fields', { statuzPort: 1, x: { y: [] } }, '{}'],
    ['enum names', { interceptionMode: 'TPROXY' }, '{"interceptionMode":"TPROXY"}'],
    ['enum numbers', { interceptionMode: 1 }, '{"interceptionMode":"TPROXY"}'],
    ['enum numbers without a name', { interceptionMode: 77 }, '{"interceptionMode":77}'],
    ['quoted integers', { statusPort: '15030' }, '{"statusPort":15030}'],
    ['Go durations', { drainDuration: '1m' }, '{"drainDuration":"60s"}'],
    ['durations with 3 digits', { drainDuration: '90500ms' }, '{"drainDuration":"90.500s"}'],
    ['durations with 9 digits', { drainDuration: '1ns' }, '{"drainDuration":"0.000000001s"}'],
    ['negative durations', { drainDuration: '-1.5s' }, '{"drainDuration":"-1.500s"}'],
    ['a wrapped zero', { concurrency: 0 }, '{"concurrency":0}'],
    ['a wrapped false', { holdApplicationUntilProxyStarts: false }, '{"holdApplicationUntilProxyStarts":false}'],
    ['null as absent', { statusPort: null, proxyMetadata: null, tracing: null }, '{}'],
    ['zero scalars as unset', { statusPort: 0, configPath: '' }, '{}'],
    ['an empty member of a oneof', { serviceCluster: '' }, '{"serviceCluster":""}'],
    ['maps sorted', { proxyMetadata: { B: '<', A: '2' } }, '{"proxyMetadata":{"A":"2","B":"\\u003c"}}'],
    ['null texts of a map', { proxyMetadata: { A: null } }, '{"proxyMetadata":{"A":""}}'],
    ['fields in the order of the .proto file', { statusPort: 1, configPath: 'c' }, '{"configPath":"c","statusPort":1}'],
    ['nested messages', { tracing: { zipkin: { address: 'z:1' } } }, '{"tracing":{"zipkin":{"address":"z:1"}}}'],
    [
      'keys that look like prototypes',
      JSON.parse('{"proxyMetadata":{"__proto__":"x"}}'),
      '{"proxyMetadata":{"__proto__":"x"}}',
    ],
  ])('takes %s', (_name, json, want) => {
    expect(encodeProtoJson(decodeProtoJson(proxy, json))).toBe(want);
  });

  it('replaces messages whole and keeps what is not mentioned', () => {
    const base = decodeProtoJson(proxy, { configPath: '/c', tracing: { sampling: 5, zipkin: { address: 'z:1' } } });
    expect(encodeProtoJson(decodeProtoJson(base, { tracing: { sampling: 9 } }))).toBe(
      '{"configPath":"/c","tracing":{"sampling":9}}',
    );
  });

  it('lets one member of a oneof drive out the other', () => {
    const base = decodeProtoJson(proxy, { serviceCluster: 'x' });
    const over = decodeProtoJson(base, { tracingServiceName: 'CANONICAL_NAME_ONLY' });
    expect(encodeProtoJson(over)).toBe('{"tracingServiceName":"CANONICAL_NAME_ONLY"}');
  });

  it('reads free-form structs', () => {
    const json = {
      extensionProviders: [
        {
          name: 'l',
          envoyFileAccessLog: { logFormat: { labels: { a: 'b', n: 1.5, z: null, l: [true, { k: 'v' }] } } },
        },
      ],
    };
    expect(JSON.parse(encodeProtoJson(decodeProtoJson(mesh, json)))).toEqual(json);
  });

  it.each<[string, JsonValue, string, string]>([
    ['text where an object is needed', 'x', 'wrong-type', ''],
    ['a number as text', { configPath: 1 }, 'wrong-type', 'configPath'],
    ['a number as metadata', { proxyMetadata: { A: 1 } }, 'wrong-type', 'proxyMetadata.A'],
    ['a quoted bool', { holdApplicationUntilProxyStarts: 'true' }, 'wrong-type', 'holdApplicationUntilProxyStarts'],
    ['a fraction as integer', { statusPort: 1.5 }, 'wrong-type', 'statusPort'],
    ['an integer beyond 32 bits', { statusPort: 2147483648 }, 'out-of-range', 'statusPort'],
    ['an unknown enum', { interceptionMode: 'NO' }, 'unknown-enum', 'interceptionMode'],
    ['a number as duration', { drainDuration: 5 }, 'bad-duration', 'drainDuration'],
    ['a bad duration', { drainDuration: '5 s' }, 'bad-duration', 'drainDuration'],
    ['an object as list', { runtimeValues: [] }, 'wrong-type', 'runtimeValues'],
  ])('refuses %s', (_name, json, code, path) => {
    expect(thrownBy(ProtoError, () => decodeProtoJson(proxy, json))).toMatchObject({ code, path });
  });

  it('bounds the depth of free-form structs', () => {
    let deep: JsonValue = 'x';
    for (let level = 0; level < 200; level++) {
      deep = { a: deep };
    }
    const json = { extensionProviders: [{ envoyFileAccessLog: { logFormat: { labels: deep } } }] };
    expect(() => decodeProtoJson(mesh, json)).toThrow(ProtoError);
  });
});
