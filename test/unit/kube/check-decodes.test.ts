import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { checkPodDecodes } from '../../../lib/kube/check-decodes.ts';
import { KubeError } from '../../../lib/kube/errors.ts';
import { normalPod } from '../../../lib/kube/normal-form.ts';

const app = (container: JsonValue) => ({ spec: { containers: [container] } });

describe('checkPodDecodes', () => {
  it.each<[string, JsonValue]>([
    ['nulls', { metadata: { labels: null }, spec: { containers: null, priority: null }, status: null }],
    ['unknown fields', app({ name: 'a', later: { than: ['this'] } })],
    ['names in another case', app({ NAME: 'a', Image: 'b' })],
    ['quantities as numbers', app({ resources: { limits: { cpu: 0.5, memory: 2n ** 60n } } })],
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
    [{ metadata: { creationTimestamp: 'now' } }, 'metadata.creationTimestamp'],
    [{ status: 5 }, 'status'],
  ])('refuses %j and says where', (pod, path) => {
    expect(() => checkPodDecodes(pod)).toThrow(KubeError);
    expect(() => checkPodDecodes(pod)).toThrow(expect.objectContaining({ path }));
  });
});
