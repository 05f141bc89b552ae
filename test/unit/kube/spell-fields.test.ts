import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { spellFields } from '../../../lib/kube/spell-fields.ts';

describe('spellFields', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['what is spelled right', { spec: { dnsPolicy: 'None' } }, { spec: { dnsPolicy: 'None' } }],
    ['the pod', { Metadata: { Labels: { Z: '1' } } }, { metadata: { labels: { Z: '1' } } }],
    ['the spec', { spec: { nodeselector: { A: 'b' } } }, { spec: { nodeSelector: { A: 'b' } } }],
    [
      'items of lists, at any depth',
      { spec: { INITCONTAINERS: [{ name: 'a', Env: [{ name: 'A', Value: 'b' }] }] } },
      { spec: { initContainers: [{ name: 'a', env: [{ name: 'A', value: 'b' }] }] } },
    ],
    [
      'behind pointers',
      { spec: { securityContext: { fsgroup: 5 }, containers: [{ Resources: { LIMITS: { cpu: '1' } } }] } },
      { spec: { securityContext: { fsGroup: 5 }, containers: [{ resources: { limits: { cpu: '1' } } }] } },
    ],
    [
      'two names for one field',
      { spec: { dnsPolicy: 'A', DNSPolicy: 'B', dnspolicy: 'C' } },
      { spec: { dnsPolicy: 'C' } },
    ],
    ['two objects for one field', { Spec: { hostPID: true }, spec: { x: 1 } }, { spec: { hostPID: true, x: 1 } }],
    [
      'what Go folds to ASCII',
      { spec: { containers: [{ re\u017fources: {} }] } } as JsonObject,
      { spec: { containers: [{ resources: {} }] } },
    ],
    [
      'directives of strategic merge',
      { spec: { $patch: 'replace', '$setElementOrder/containers': [{ name: 'a' }] } },
      { spec: { $patch: 'replace', '$setElementOrder/containers': [{ name: 'a' }] } },
    ],
    ['values of another kind', { spec: 'x', metadata: [1] }, { spec: 'x', metadata: [1] }],
  ])('spells %s', (_name, given, want) => {
    const { value, unknown } = spellFields('v1.Pod', given);
    expect(value).toEqual(want);
    expect(unknown.filter(({ path }) => path !== 'spec.x')).toEqual([]);
  });

  it('shares what is spelled right', () => {
    const pod = { spec: { containers: [{ name: 'a', env: [] }] } };
    expect(spellFields('v1.Pod', pod).value).toBe(pod);
  });

  it('tells what Kubernetes does not know, and what was probably meant', () => {
    const pod = { spec: { containers: [{ readynessProbe: {}, Env: [{ valeu: 'x' }] }], zzzzzz: 1 }, $patch: 'merge' };
    expect(spellFields('v1.Pod', pod).unknown).toEqual([
      { path: 'spec.containers[0].Env[0].valeu', nearest: 'value' },
      { path: 'spec.containers[0].readynessProbe', nearest: 'readinessProbe' },
      { path: 'spec.zzzzzz', nearest: undefined },
    ]);
  });

  it('takes names that objects inherit for what they are: unknown', () => {
    const pod = JSON.parse('{"spec": {"__proto__": {"a": 1}, "constructor": 1}}') as JsonObject;
    expect(spellFields('v1.Pod', pod).unknown.map(({ path }) => path)).toEqual(['spec.__proto__', 'spec.constructor']);
  });
});
