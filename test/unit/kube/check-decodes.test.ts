import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { checkPodDecodes } from '../../../lib/kube/check-decodes.ts';
import { KubeError } from '../../../lib/kube/errors.ts';
import { normalPod } from '../../../lib/kube/normal-form.ts';

const amounts = (...texts: readonly string[]): JsonObject =>
  Object.fromEntries(texts.map((text, index) => [`r${index}`, text]));
const app = (container: JsonValue) => ({ spec: { containers: [container] } });

describe('checkPodDecodes', () => {
  it.each<[string, JsonValue]>([
    ['nulls', { metadata: { labels: null }, spec: { containers: null, priority: null }, status: null }],
    ['unknown fields', app({ name: 'a', later: { than: ['this'] } })],
    ['names in another case', app({ NAME: 'a', Image: 'b' })],
    ['quantities as numbers', app({ resources: { limits: { cpu: 0.5, memory: 2n ** 60n } } })],
    [
      'quantities',
      app({
        resources: {
          limits: amounts('0', '007', '5', '0Ki', '100m', '15k', '3G', '3Gi', '1.5', '2E', '1e3', 'm', 'Ki'),
        },
      }),
    ],
    ['ports by name and number', app({ livenessProbe: { httpGet: { port: 'web' }, grpc: { port: 80 } } })],
    ['a time', { metadata: { creationTimestamp: '2024-01-02T03:04:05Z' } }],
    ['large user IDs', { spec: { securityContext: { runAsUser: 2n ** 62n } } }],
    ['managed fields', { metadata: { managedFields: [{ fieldsV1: { 'f:a': {} } }] } }],
  ])('takes %s', (_name, pod) => {
    expect(() => checkPodDecodes(pod)).not.toThrow();
    expect(() => normalPod(pod)).not.toThrow();
  });

  it.each<[JsonValue, string]>([
    [{ metadata: [] }, 'metadata'],
    [{ metadata: { labels: { a: 1 } } }, 'metadata.labels["a"]'],
    [{ spec: { containers: {} } }, 'spec.containers'],
    [app('a'), 'spec.containers[0]'],
    [app({ Name: 1 }), 'spec.containers[0].name'],
    [app({ ports: [{ containerPort: '80' }] }), 'spec.containers[0].ports[0].containerPort'],
    [app({ ports: [{ containerPort: 2 ** 31 }] }), 'spec.containers[0].ports[0].containerPort'],
    [app({ tty: 'true' }), 'spec.containers[0].tty'],
    [app({ livenessProbe: { httpGet: { port: 1.5 } } }), 'spec.containers[0].livenessProbe.httpGet.port'],
    [app({ resources: { limits: { cpu: 'lots' } } }), 'spec.containers[0].resources.limits["cpu"]'],
    ...['', '5K', '5mi', '5 Ki', '5kk', '1e', '- 1'].map((text): [JsonValue, string] => [
      app({ resources: { requests: amounts('5', text) } }),
      'spec.containers[0].resources.requests["r1"]',
    ]),
    [{ metadata: { creationTimestamp: 'now' } }, 'metadata.creationTimestamp'],
    [{ status: 5 }, 'status'],
  ])('refuses %j and says where', (pod, path) => {
    expect(() => checkPodDecodes(pod)).toThrow(KubeError);
    expect(() => checkPodDecodes(pod)).toThrow(expect.objectContaining({ path }));
  });
});

/** Bytes of what k8s.io/kubernetes v1.36.3 would keep of these pods, by `Pod.Size` after defaulting. */
describe('checkPodDecodes counts the bytes that etcd keeps at least', () => {
  const many = <T>(make: (index: number) => T): T[] => Array.from({ length: 1000 }, (_, index) => make(index));
  const pod = (spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
    metadata: { name: 'web', ...metadata },
    spec: { containers: [{ name: 'a', image: 'i' }], ...spec },
  });
  const named = (letter: string) => many((index) => ({ name: `${letter}${index}`, image: 'i' }));

  it.each<[string, JsonObject, number]>([
    ['containers', pod({ containers: named('i') }), 61_074],
    ['init containers', pod({ initContainers: named('i') }), 62_132],
    [
      'ports',
      pod({ containers: [{ name: 'a', ports: many((at) => ({ name: `p${at}`, containerPort: at + 1 })) }] }),
      20_007,
    ],
    ['ports that are null', pod({ containers: [{ name: 'a', image: 'i', ports: many(() => null) }] }), 15_242],
    ['volumes', pod({ volumes: many((at) => ({ name: `v${at}`, emptyDir: {} })) }), 14_131],
    ['tolerations', pod({ tolerations: many((at) => ({ key: `k${at}` })) }), 15_131],
    ['pull secrets', pod({ imagePullSecrets: many((at) => ({ name: `s${at}` })) }), 8131],
    ['labels', pod({}, { labels: Object.fromEntries(many((at) => [`k${at}`, 'v'])) }), 11_131],
    [
      'amounts',
      pod({
        containers: [
          { name: 'a', image: 'i', resources: { requests: Object.fromEntries(many((at) => [`k${at}`, '1'])) } },
        ],
      }),
      13_133,
    ],
  ])('%s', (_, given, kept) => {
    const counted = checkPodDecodes(given);
    expect(counted).toBeLessThanOrEqual(kept);
    expect(counted).toBeGreaterThan(0.84 * kept);
  });

  it('and not what API servers drop, or do not read', () => {
    const text = 'x'.repeat(10_000);
    const dropped = {
      ...pod({ Hostname: text, hostname: 'a', later: text, hostnameOverride: text }, { selfLink: text, uid: text }),
      status: { message: text },
    };
    expect(checkPodDecodes(dropped)).toBeLessThan(300);
  });

  it('each empty text that has a default, too', () => {
    const ports = [{ containerPort: 80, protocol: '' }];
    expect(checkPodDecodes(pod({ containers: [{ name: 'a', ports }] }))).toBeLessThanOrEqual(
      checkPodDecodes(pod({ containers: [{ name: 'a', ports: [{ containerPort: 80 }] }] })),
    );
  });
});
