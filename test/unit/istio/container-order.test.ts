import { describe, expect, it } from 'vitest';
import { orderContainers } from '../../../lib/istio/container-order.ts';

const named = (names: string) =>
  names
    .split(' ')
    .filter(Boolean)
    .map((name) => ({ name }));
const ordered = (containers: string, init: string, hold: boolean) => {
  const pod = orderContainers(
    { spec: { containers: named(containers), initContainers: named(init) } },
    { holdsApplication: hold },
  );
  const { spec } = JSON.parse(JSON.stringify(pod));
  const names = (list: { name: string }[]) => list.map(({ name }) => name).join(' ');
  return [names(spec.containers), names(spec.initContainers)];
};

describe('orderContainers', () => {
  it.each([
    ['istio-proxy a b', 'istio-init x', false, 'a b istio-proxy', 'x istio-init'],
    ['a istio-proxy b', 'x istio-init', true, 'istio-proxy a b', 'x istio-init'],
    [
      'a istio-proxy',
      'x enable-core-dump istio-validation',
      false,
      'a istio-proxy',
      'istio-validation x enable-core-dump',
    ],
    ['a', 'x enable-core-dump istio-proxy istio-init', false, 'a', 'istio-init istio-proxy enable-core-dump x'],
    ['a', 'istio-proxy x istio-validation', true, 'a', 'istio-validation istio-proxy x'],
    ['a', 'x y', false, 'a', 'x y'],
  ])('puts %s and %s into their places', (containers, init, hold, wantContainers, wantInit) => {
    expect(ordered(containers, init, hold)).toEqual([wantContainers, wantInit]);
  });

  it.each([
    [
      'an application and the proxy behind it',
      { containers: named('app istio-proxy'), initContainers: named('istio-init') },
    ],
    ['a native proxy in its place', { containers: named('app'), initContainers: named('istio-init istio-proxy x') }],
    ['nothing of the mesh', { containers: named('app') }],
  ])('gives the very pod with %s', (_name, spec) => {
    const pod = { spec };
    expect(orderContainers(pod, { holdsApplication: false })).toBe(pod);
  });

  it('keeps the last of two of one name, which Kubernetes would refuse anyway', () => {
    const containers = [{ name: 'istio-proxy', image: 'a' }, { name: 'app' }, { name: 'istio-proxy', image: 'b' }];
    expect(orderContainers({ spec: { containers } }, { holdsApplication: false })).toMatchObject({
      spec: { containers: [{ name: 'app' }, { name: 'istio-proxy', image: 'b' }] },
    });
  });
});
