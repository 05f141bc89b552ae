import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { knownPart } from '../../../lib/kube/known-part.ts';

const whole: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', labels: { anyName: 'x', __proto__: 'y' }, creationTimestamp: null },
  spec: {
    containers: [{ name: 'app', ports: [{ containerPort: 80 }], resources: { limits: { 'any.name/x': '1' } } }],
    securityContext: { supplementalGroups: [1] },
    nodeSelector: null,
  },
};

describe('knownPart', () => {
  it('is the pod itself where Kubernetes has all its names', () => {
    const { pod, cut } = knownPart(whole);
    expect(pod).toBe(whole);
    expect(cut.size).toBe(0);
  });

  it.each<[name: string, given: JsonObject, want: JsonObject]>([
    ['a name that no struct has', { spec: { containers: [{ name: 'a', later: 1 }] } }, containers({ name: 'a' })],
    ['a name in another letter case', { Spec: {}, spec: { DNSPolicy: 'None', dnsPolicy: 'Default' } }, spec()],
    ['a name that objects inherit', { spec: JSON.parse('{"__proto__":{"a":1},"dnsPolicy":"Default"}') }, spec()],
    ['a name far below', containers({ lifecycle: { preStop: { exec: { x: 1 } } } }), preStop({ exec: {} })],
    ['managed fields', { metadata: { name: 'a', managedFields: [{ manager: 'm' }] } }, { metadata: { name: 'a' } }],
  ])('leaves out %s', (_, given, want) => {
    expect(knownPart(given).pod).toEqual(want);
    expect(JSON.stringify(knownPart(given).pod)).toBe(JSON.stringify(want));
  });

  it.each<[name: string, given: JsonObject]>([
    ['values of another kind', { metadata: 'x', spec: { containers: {}, volumes: [1, null, 'a', []] } }],
    ['what is in maps', { metadata: { labels: { later: 1 } }, spec: { overhead: { later: {} } } }],
    ['lists of texts', { spec: { containers: [{ name: 'a', args: ['b'] }] } }],
  ])('leaves %s as it is', (_, given) => {
    expect(knownPart(given).pod).toBe(given);
  });

  it('tells what stands for something larger, and what that stands in, and shares the rest', () => {
    const volumes = [{ name: 'v', emptyDir: {} }];
    const given = {
      metadata: { name: 'web' },
      spec: { volumes, containers: [{ name: 'a' }, { name: 'b', later: 1 }] },
    };
    const { pod, cut } = knownPart(given);
    const { metadata, spec: known } = pod as { metadata: JsonObject; spec: typeof given.spec };
    expect([...cut]).toEqual([known.containers[1], known.containers, known, pod]);
    expect([metadata, known.volumes, known.containers[0]]).toEqual([given.metadata, volumes, { name: 'a' }]);
    expect(metadata).toBe(given.metadata);
    expect(known.volumes).toBe(volumes);
    expect(known.containers[0]).toBe(given.spec.containers[0]);
  });
});

function spec(): JsonObject {
  return { spec: { dnsPolicy: 'Default' } };
}

function containers(container: JsonObject): JsonObject {
  return { spec: { containers: [container] } };
}

function preStop(handler: JsonObject): JsonObject {
  return containers({ lifecycle: { preStop: handler } });
}
