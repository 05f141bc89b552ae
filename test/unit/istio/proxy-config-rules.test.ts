import { describe, expect, it } from 'vitest';
import { defaultProxyConfig } from '../../../lib/istio/mesh-config.ts';
import { decodeProtoJson } from '../../../lib/istio/proto/decode-json.ts';
import { isProxyAddress, proxyConfigProblems } from '../../../lib/istio/proxy-config-rules.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';

const problems = (json: JsonObject) => proxyConfigProblems(decodeProtoJson(defaultProxyConfig(), json));
const tls = (settings: JsonObject) => ({ tracing: { tlsSettings: settings } });

describe('proxyConfigProblems', () => {
  it.each<[JsonObject]>([
    [{}],
    [{ tracingServiceName: 'CANONICAL_NAME_ONLY' }],
    [{ controlPlaneAuthPolicy: 'NONE' }],
    [{ tracing: { datadog: { address: '$(HOST_IP):8126' } } }],
    [{ tracing: { lightstep: { address: 'l.example.com:1', accessToken: 'x' } } }],
    [tls({ mode: 'SIMPLE', credentialName: 'c' })],
    [tls({ mode: 'MUTUAL', clientCertificate: 'a', privateKey: 'b' })],
    [tls({ mode: 'SIMPLE', insecureSkipVerify: true })],
    [{ privateKeyProvider: { cryptomb: { pollDelay: '10ms' } } }],
    [{ envoyMetricsService: { address: '' }, envoyAccessLogService: { address: 'als:15000' } }],
  ])('accepts %j', (json) => {
    expect(problems(json)).toEqual([]);
  });

  it.each<[JsonObject, RegExp]>([
    [{ binaryPath: '' }, /binaryPath must not be empty/],
    [{ serviceCluster: '' }, /serviceCluster or tracingServiceName/],
    [{ drainDuration: '1500ms' }, /drainDuration/],
    [{ discoveryAddress: '' }, /discoveryAddress must not be empty/],
    [{ statsdUdpAddress: 'x' }, /statsdUdpAddress must be HOST:PORT/],
    [{ envoyAccessLogService: { address: 'x:0' } }, /envoyAccessLogService/],
    [{ tracing: { datadog: { address: 'x' } } }, /tracing\.datadog\.address/],
    [{ controlPlaneAuthPolicy: 2 }, /controlPlaneAuthPolicy/],
    [{ statusPort: 65536 }, /statusPort/],
    [tls({ mode: 'MUTUAL', clientCertificate: 'a' }), /MUTUAL needs/],
    [tls({ mode: 'SIMPLE', credentialName: 'c', caCertificates: 'd' }), /credentialName excludes/],
    [
      tls({ mode: 'MUTUAL', insecureSkipVerify: true, caCertificates: 'd', clientCertificate: 'a', privateKey: 'b' }),
      /insecureSkipVerify/,
    ],
    [{ privateKeyProvider: { qat: {} } }, /privateKeyProvider/],
  ])('rejects %j', (json, message) => {
    expect(problems(json).join('; ')).toMatch(message);
  });
});

describe('isProxyAddress', () => {
  it.each([
    ['istiod.istio-system.svc:15012', true],
    ['istiod.:1', true],
    ['10.0.0.1:80', true],
    ['[::1]:80', true],
    ['a:+80', true],
    ['::1:80', false],
    ['a', false],
    ['a:', false],
    ['a:0', false],
    ['a:65536', false],
    [':80', false],
    ['a_b:80', false],
    ['a.5:80', false],
    ['-a:80', false],
    [`${'a'.repeat(64)}:80`, false],
  ])('tells of %s: %s', (address, want) => {
    expect(isProxyAddress(address)).toBe(want);
  });
});
