import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { type NamedList, withItems } from '../../../../lib/kube/pod/containers.ts';

describe('withItems', () => {
  const [app, other] = [{ name: 'app' }, { name: 'other' }];
  const pod = { metadata: { name: 'p' }, spec: { hostname: 'h', containers: [app], volumes: [other] } };

  it.each<[string, NamedList, readonly JsonObject[], JsonObject]>([
    ['sets a list', 'volumes', [app], { hostname: 'h', containers: [app], volumes: [app] }],
    ['adds a list', 'initContainers', [other], { ...pod.spec, initContainers: [other] }],
    ['takes away a list in which nothing is left', 'volumes', [], { hostname: 'h', containers: [app] }],
    ['keeps the containers where none is left', 'containers', [], { ...pod.spec, containers: [] }],
  ])('%s', (_name, list, items, spec) => {
    expect(withItems(pod, list, items)).toStrictEqual({ ...pod, spec });
  });

  it.each<[string, JsonObject, NamedList, readonly JsonObject[]]>([
    ['the very list that it has', pod, 'containers', pod.spec.containers],
    ['no items of a list that it does not have', pod, 'initContainers', []],
  ])('gives the very pod for %s', (_name, before, list, items) => {
    expect(withItems(before, list, items)).toBe(before);
  });

  it('takes away an empty list that is there', () => {
    const volumes: readonly JsonObject[] = [];
    expect(withItems({ spec: { volumes } }, 'volumes', volumes)).toStrictEqual({ spec: {} });
  });
});
