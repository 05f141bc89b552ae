import { describe, expect, it } from 'vitest';
import { podOfWorkload } from '../../../../lib/cli/trial/pod-of-workload.ts';
import { ownerOf } from '../../../../lib/kube/pod/owner.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'a:1' }] } };
const workload = (kind: string, apiVersion: string, spec: object) => ({
  kind,
  apiVersion,
  metadata: { name: 'web', namespace: 'shop' },
  spec: { ...spec },
});

describe('podOfWorkload', () => {
  it.each([
    ['Deployment', 'apps/v1', { template }],
    ['Rollout', 'argoproj.io/v1alpha1', { template }],
    ['ReplicaSet', 'apps/v1', { template }],
    ['StatefulSet', 'apps/v1', { template }],
    ['DaemonSet', 'apps/v1', { template }],
    ['Job', 'batch/v1', { template }],
    ['CronJob', 'batch/v1', { jobTemplate: { spec: { template } } }],
  ])('makes the pod of a %s, which templates know as such', (kind, apiVersion, spec) => {
    const made = podOfWorkload(workload(kind, apiVersion, spec));
    expect(made).toMatchObject({ namespace: 'shop', workload: `${kind}/web`, pod: { spec: template.spec } });
    expect(ownerOf(made?.pod ?? {}, 'shop')).toMatchObject({ kind, name: 'web', namespace: 'shop' });
  });

  it('takes the metadata of the pod template, not of the workload', () => {
    const made = podOfWorkload({ ...workload('Deployment', 'apps/v1', { template }), metadata: { name: 'web' } });
    expect(made?.namespace).toBe('default');
    expect(made?.pod).toMatchObject({ metadata: { generateName: expect.stringMatching(/^web-[0-9a-f]{10}-$/) } });
    expect(made?.pod).toMatchObject({ metadata: { labels: { app: 'web' } } });
  });

  it('gives a Pod as it is', () => {
    const pod = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'one' }, spec: {} };
    expect(podOfWorkload(pod, 'shop')).toEqual({ pod, namespace: 'shop', workload: 'Pod/one' });
  });

  it.each([
    ['a Service', { kind: 'Service', spec: {} }],
    ['a Deployment without a pod spec', { kind: 'Deployment', spec: { template: {} } }],
    ['a Pod without a spec', { kind: 'Pod' }],
  ])('makes none of %s', (_name, object) => {
    expect(podOfWorkload(object)).toBeUndefined();
  });
});
