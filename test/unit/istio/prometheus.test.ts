import { describe, expect, it } from 'vitest';
import { RefusedAnnotationError } from '../../../lib/contract/errors.ts';
import {
  applyPrometheusMerge,
  applySecurePrometheusAnnotation,
  getPrometheusScrapeConfiguration,
  restorePrometheus,
} from '../../../lib/istio/prometheus.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';

const options = { mesh: undefined, statusPort: 15020 };
const pod = (annotations: JsonObject, env: readonly JsonObject[] = []): JsonObject => ({
  metadata: { annotations },
  spec: { containers: [{ name: 'istio-proxy', env }] },
});
const parts = (subject: JsonObject) => {
  const { metadata, spec } = JSON.parse(JSON.stringify(subject));
  return { annotations: metadata.annotations, env: spec.containers[0].env };
};
const targets = 'prometheus.istio.io/scrape-targets';
const ours = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/path': '/stats/prometheus',
  'prometheus.io/port': '15020',
};

describe('applyPrometheusMerge', () => {
  it('annotates a pod that says nothing', () => {
    expect(parts(applyPrometheusMerge(pod({}), options))).toEqual({ annotations: ours, env: [] });
  });

  it('tells the agent what the pod says, in any spelling, and replaces it', () => {
    const subject = pod({
      'prometheus-io/scrape': 'true',
      'prometheus.io.port': '8080',
      'prometheus/io/path': '/m',
      keep: '1',
    });
    expect(parts(applyPrometheusMerge(subject, options))).toEqual({
      annotations: { ...ours, keep: '1' },
      env: [{ name: 'ISTIO_PROMETHEUS_ANNOTATIONS', value: '{"scrape":"true","path":"/m","port":"8080"}' }],
    });
  });

  it('tells older agents the first of several targets', () => {
    const subject = pod({ 'prometheus.istio.io/scrape-targets': '8080, 9100:/x' });
    expect(parts(applyPrometheusMerge(subject, options)).env[0].value).toBe(
      '{"scrape":"","path":"/metrics","port":"8080","targets":[{"port":"8080","path":"/metrics"},{"port":"9100","path":"/x"}]}',
    );
  });

  it("tells older agents the first of several targets instead of the pod's own port", () => {
    const subject = pod({ 'prometheus.io/port': 'web', 'prometheus.io/path': '/c', [targets]: '8080:/a' });
    expect(parts(applyPrometheusMerge(subject, options)).env[0].value).toBe(
      '{"scrape":"","path":"/a","port":"8080","targets":[{"port":"8080","path":"/a"}]}',
    );
  });

  it('takes the annotation of several targets away', () => {
    const subject = pod({ 'prometheus.istio.io/scrape-targets': '8080', 'prometheus-istio.io/scrape.targets': '1' });
    expect(parts(applyPrometheusMerge(subject, options)).annotations).toEqual(ours);
  });

  it.each([
    ['does not want to be scraped', { 'prometheus.io/scrape': 'false' }],
    ['points at the agent', { 'prometheus.io/port': '15020' }],
    ['switches merging off', { 'prometheus.istio.io/merge-metrics': 'f', 'prometheus.io/port': '1' }],
  ])('leaves a pod alone that %s', (_name, annotations) => {
    const subject = pod(annotations);
    expect(applyPrometheusMerge(subject, options)).toBe(subject);
  });

  it.each([
    [{ 'prometheus.io/port': '15090' }, 'prometheus.io/port'],
    [{ 'prometheus.io/port': '015020' }, 'prometheus.io/port'],
    [{ 'prometheus.io/port': 'web' }, 'prometheus.io/port'],
    [{ 'prometheus_io/port': '70000' }, 'prometheus_io/port'],
    [{ 'prometheus.istio.io/scrape-targets': '15020' }, 'prometheus.istio.io/scrape-targets'],
    [{ 'prometheus.istio.io/scrape-targets': '80,15006:/x' }, 'prometheus.istio.io/scrape-targets'],
    [{ 'prometheus.istio.io/scrape-targets': 'http:/x' }, 'prometheus.istio.io/scrape-targets'],
  ])('refuses %j', (annotations, annotation) => {
    const attempt = () => applyPrometheusMerge(pod(annotations), options);
    expect(attempt).toThrow(RefusedAnnotationError);
    expect(attempt).toThrow(expect.objectContaining({ annotation }));
  });

  it.each([
    { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080', keep: '1' },
    { 'prometheus.istio.io/scrape-targets': '8080:/a,9100:/b' },
  ])('is undone from what the agent was told: %j', (own) => {
    const subject = pod(own);
    const { annotations } = parts(restorePrometheus(applyPrometheusMerge(subject, options), options));
    expect(annotations).toEqual(parts(subject).annotations);
  });
});

it.each([15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090])("port %i is Istio's own", (port) => {
  const refused = () =>
    applyPrometheusMerge(pod({ 'prometheus.io/port': String(port) }), { ...options, statusPort: 1 });
  expect(refused).toThrow(/is reserved for Istio/);
});

describe('getPrometheusScrapeConfiguration', () => {
  it('drops a list of targets with a missing port', () => {
    const annotations = new Map([['prometheus.istio.io/scrape-targets', '80, :/metrics']]);
    expect(getPrometheusScrapeConfiguration(annotations)).toEqual({ scrape: '', path: '', port: '' });
  });
});

describe('applySecurePrometheusAnnotation', () => {
  const env = (value: string) => [{ name: 'ENVOY_SECURE_MERGED_METRICS_PORT', value }];
  it.each([
    [{}, env('15092'), { 'prometheus.istio.io/secure-port': '15092' }],
    [{ 'prometheus.istio.io/secure-port': '1' }, env('15092'), { 'prometheus.istio.io/secure-port': '1' }],
    [{ 'prometheus.istio.io.secure/port': '' }, env('15092'), { 'prometheus.istio.io.secure/port': '' }],
    [{}, [...env(''), ...env('15092')], { 'prometheus.istio.io/secure-port': '15092' }],
    [{}, env('0'), {}],
    [{}, [], {}],
  ])('makes of %j and %j: %j', (annotations, variables, want) => {
    expect(parts(applySecurePrometheusAnnotation(pod(annotations, variables))).annotations).toEqual(want);
  });
});
