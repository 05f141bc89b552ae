import { describe, expect, it } from 'vitest';
import { parseInjectEnvs, proxyEnvs } from '../../../lib/istio/address-env.ts';

describe('parseInjectEnvs', () => {
  it.each([
    ['/inject', {}],
    ['/inject/', {}],
    ['/inject/cluster/c1/net/n1/', { ISTIO_META_CLUSTER_ID: 'c1', ISTIO_META_NETWORK: 'n1' }],
    ['/inject/cluster/a--slash--b', { ISTIO_META_CLUSTER_ID: 'a/b' }],
    ['/inject/zone/z/odd', { ZONE: 'z' }],
    ['/inject/:ENV:net=n:ENV:path=/a=b:ENV:=x:ENV:y', { ISTIO_META_NETWORK: 'n', PATH: '/a=b' }],
  ])('reads %s', (path, want) => {
    expect(Object.fromEntries(parseInjectEnvs(path))).toEqual(want);
  });
});

describe('proxyEnvs', () => {
  const values = { global: { network: 'values-net', multiCluster: { clusterName: 'values-cluster' } } };
  const labelled = { metadata: { labels: { 'topology.istio.io/network': 'label-net' } } };
  it.each([
    ['nothing is known', {}, {}, {}, {}],
    ['the values know', {}, {}, values, { ISTIO_META_CLUSTER_ID: 'values-cluster', ISTIO_META_NETWORK: 'values-net' }],
    [
      'the address knows better',
      {},
      { cluster: 'c', net: 'n' },
      values,
      { ISTIO_META_CLUSTER_ID: 'c', ISTIO_META_NETWORK: 'n' },
    ],
    ['the label knows best', labelled, { net: 'n' }, {}, { ISTIO_META_NETWORK: 'label-net' }],
  ])('takes what there is where %s', (_name, pod, address, given, want) => {
    const envs = proxyEnvs({ pod, address: new Map(Object.entries<string>(address)), values: given });
    expect(Object.fromEntries(envs)).toEqual(want);
  });
});
