import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { parsePart } from '../../../lib/json/parse-part.ts';
import { knownPod } from '../../../lib/kube/known-pod.ts';

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

function partOf(pod: JsonObject) {
  return parsePart(JSON.stringify(pod), knownPod(), { maxDepth: 100 });
}

describe('what is known of a pod', () => {
  it('is the pod itself where Kubernetes has all its names', () => {
    const { value, cut } = partOf(whole);
    expect(value).toEqual(whole);
    expect(cut.size).toBe(0);
  });

  it.each<[name: string, given: JsonObject, want: JsonObject]>([
    ['a name that no struct has', { spec: { containers: [{ name: 'a', later: 1 }] } }, containers({ name: 'a' })],
    ['a name in another letter case', { Spec: {}, spec: { DNSPolicy: 'None', dnsPolicy: 'Default' } }, spec()],
    ['a name that objects inherit', { spec: JSON.parse('{"__proto__":{"a":1},"dnsPolicy":"Default"}') }, spec()],
    ['a name far below', containers({ lifecycle: { preStop: { exec: { x: 1 } } } }), preStop({ exec: {} })],
    ['managed fields', { metadata: { name: 'a', managedFields: [{ manager: 'm' }] } }, { metadata: { name: 'a' } }],
  ])('leaves out %s', (_, given, want) => {
    expect(JSON.stringify(partOf(given).value)).toBe(JSON.stringify(want));
  });

  it.each<[name: string, given: JsonObject]>([
    ['values of another kind', { metadata: 'x', spec: { containers: {}, volumes: [1, null, 'a', []] } }],
    ['what is in maps', { metadata: { labels: { later: 1 } }, spec: { overhead: { later: {} } } }],
    ['lists of texts', { spec: { containers: [{ name: 'a', args: ['b'] }] } }],
  ])('leaves %s as it is', (_, given) => {
    expect(partOf(given)).toEqual({ value: given, cut: new Set() });
  });

  it('tells what stands for something larger, and what that stands in', () => {
    const { value, cut } = partOf({
      metadata: { name: 'web' },
      spec: { volumes: [{ name: 'v', emptyDir: {} }], containers: [{ name: 'a' }, { name: 'b', later: 1 }] },
    });
    const { spec: known } = value as { spec: { containers: readonly JsonObject[] } };
    expect([...cut]).toEqual([value, known, known.containers, known.containers[1]]);
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
