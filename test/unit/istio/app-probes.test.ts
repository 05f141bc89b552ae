import { describe, expect, it } from 'vitest';
import {
  appProbers,
  decodeProbers,
  encodeProbers,
  mergeOrAppendProbers,
  restoreAppProbes,
  rewriteAppProbes,
  shouldRewriteAppHttpProbers,
} from '../../../lib/istio/app-probes.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';

const pod = (container: JsonObject, annotations: JsonObject = {}): JsonObject => ({
  metadata: { annotations },
  spec: { containers: [{ name: 'app', ...container }] },
});
const app = (subject: JsonObject) => JSON.parse(JSON.stringify(subject)).spec.containers[0];

describe('appProbers', () => {
  it.each<[string, JsonObject, string]>([
    [
      'http with fields in Go order',
      { readinessProbe: { timeoutSeconds: 3, httpGet: { scheme: 'HTTPS', port: 80, path: '/<', host: 'h' } } },
      '{"/app-health/app/readyz":{"httpGet":{"path":"/\\u003c","port":80,"host":"h","scheme":"HTTPS"},"timeoutSeconds":3}}',
    ],
    ['tcp', { livenessProbe: { tcpSocket: { port: 80 } } }, '{"/app-health/app/livez":{"tcpSocket":{"port":80}}}'],
    [
      'grpc with its null service',
      { startupProbe: { grpc: { port: 8 } } },
      '{"/app-health/app/startupz":{"grpc":{"port":8,"service":null}}}',
    ],
    [
      'named ports as numbers',
      { ports: [{ name: 'w', containerPort: 81 }], livenessProbe: { httpGet: { port: 'w' } } },
      '{"/app-health/app/livez":{"httpGet":{"port":81}}}',
    ],
    ['nothing for unknown named ports', { livenessProbe: { httpGet: { port: 'nope' } } }, '{}'],
    ['nothing for commands', { livenessProbe: { exec: { command: ['a'] } } }, '{}'],
    ['nothing for probes that point at the agent', { livenessProbe: { httpGet: { port: 15020 } } }, '{}'],
    [
      'lifecycle handlers without timeouts',
      { lifecycle: { preStop: { httpGet: { port: 1 } }, postStart: { tcpSocket: { port: 2 } } } },
      '{"/app-lifecycle/app/poststartz":{"tcpSocket":{"port":2}},"/app-lifecycle/app/prestopz":{"httpGet":{"port":1}}}',
    ],
  ])('writes %s', (_name, container, want) => {
    expect(encodeProbers(appProbers(pod(container), 15020))).toBe(want);
  });

  it("has init containers' probes, and not the proxy's", () => {
    const probe = { readinessProbe: { httpGet: { port: 1 } } };
    const subject = {
      spec: { initContainers: [{ name: 'side', ...probe }], containers: [{ name: 'istio-proxy', ...probe }] },
    };
    expect(encodeProbers(appProbers(subject, 15020))).toBe('{"/app-health/side/readyz":{"httpGet":{"port":1}}}');
  });
});

describe('rewriteAppProbes', () => {
  it('points probes at the agent over plain HTTP', () => {
    const probe = { periodSeconds: 2, httpGet: { path: '/x', port: 'w', scheme: 'HTTPS', httpHeaders: [] } };
    expect(app(rewriteAppProbes(pod({ readinessProbe: probe }), 15020)).readinessProbe).toEqual({
      periodSeconds: 2,
      httpGet: { path: '/app-health/app/readyz', port: 15020, scheme: 'HTTP', httpHeaders: [] },
    });
  });

  it.each([{ tcpSocket: { port: 1 } }, { grpc: { port: 1 } }])('turns %j into httpGet', (handler) => {
    expect(app(rewriteAppProbes(pod({ livenessProbe: handler }), 15020)).livenessProbe).toEqual({
      httpGet: { path: '/app-health/app/livez', port: 15020 },
    });
  });

  it.each([
    ['15050', 15050],
    [' 15050', 0],
  ])('takes the port of the annotation %j', (annotation, port) => {
    const subject = pod({ livenessProbe: { tcpSocket: { port: 1 } } }, { 'status.sidecar.istio.io/port': annotation });
    expect(app(rewriteAppProbes(subject, 15020)).livenessProbe.httpGet.port).toBe(port);
  });

  it('shares a pod without probes', () => {
    const subject = pod({});
    expect(rewriteAppProbes(subject, 15020)).toBe(subject);
  });

  it('is undone from what the agent was told', () => {
    const subject = pod({
      readinessProbe: { httpGet: { path: '/x', port: 80, scheme: 'HTTPS' }, timeoutSeconds: 4 },
      livenessProbe: { grpc: { port: 5, service: null } },
      lifecycle: { preStop: { tcpSocket: { port: 6 } } },
    });
    const probers = decodeProbers(encodeProbers(appProbers(subject, 15020))) ?? new Map();
    expect(restoreAppProbes(rewriteAppProbes(subject, 15020), probers)).toEqual(subject);
  });
});

describe('mergeOrAppendProbers', () => {
  const told = { name: 'ISTIO_KUBE_APP_PROBERS', value: '{"/b":{"httpGet":{"port":1}}}' };
  it('appends on a first injection', () => {
    expect(mergeOrAppendProbers(false, [{ name: 'A' }, told], new Map()).length).toBe(3);
  });
  it('merges in place where there was one, and what stands there wins', () => {
    const added = new Map([
      ['/a', { httpGet: { port: 2 } }],
      ['/b', { httpGet: { port: 3 } }],
    ]);
    expect(mergeOrAppendProbers(true, [told, { name: 'A' }], added)).toEqual([
      { name: 'ISTIO_KUBE_APP_PROBERS', value: '{"/a":{"httpGet":{"port":2}},"/b":{"httpGet":{"port":1}}}' },
      { name: 'A' },
    ]);
  });
  it('leaves a broken value alone', () => {
    const broken = [{ name: 'ISTIO_KUBE_APP_PROBERS', value: '{' }];
    expect(mergeOrAppendProbers(true, broken, new Map())).toBe(broken);
  });
});

describe('shouldRewriteAppHttpProbers', () => {
  it.each([
    [undefined, true, true],
    ['F', true, false],
    ['true', false, true],
    ['yes', false, false],
  ])('annotation %j over setting %j gives %j', (value, setting, want) => {
    const annotations = new Map(value === undefined ? [] : [['sidecar.istio.io/rewriteAppHTTPProbers', value]]);
    expect(shouldRewriteAppHttpProbers(annotations, setting)).toBe(want);
  });
});
