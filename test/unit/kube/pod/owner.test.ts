import { describe, expect, it } from 'vitest';
import { ownerOf } from '../../../../lib/kube/pod/owner.ts';

const podOf = (kind: string, name: string, labels: Record<string, string> = {}, apiVersion = 'apps/v1') => ({
  metadata: {
    generateName: 'x-',
    labels,
    ownerReferences: [
      { apiVersion: 'v1', kind: 'Other', name: 'other' },
      { apiVersion, kind, name, controller: true },
    ],
  },
});

describe('ownerOf', () => {
  it.each([
    ['a pod by itself', { metadata: { name: 'p' } }, 'v1 Pod p'],
    [
      'a named pod in spite of its owner',
      { metadata: { ...podOf('Job', 'j').metadata, name: 'p', generateName: '' } },
      'v1 Pod p',
    ],
    [
      'a pod without a controller',
      { metadata: { generateName: 'x-', ownerReferences: [{ kind: 'A', name: 'a' }] } },
      'v1 Pod ',
    ],
    ['a StatefulSet', podOf('StatefulSet', 's'), 'apps/v1 StatefulSet s'],
    [
      'a Deployment behind its ReplicaSet',
      podOf('ReplicaSet', 'web-5f', { 'pod-template-hash': '5f' }),
      'apps/v1 Deployment web',
    ],
    [
      'a ReplicaSet of another hash',
      podOf('ReplicaSet', 'web-5f', { 'pod-template-hash': '6a' }),
      'apps/v1 ReplicaSet web-5f',
    ],
    ['an Argo Rollout', podOf('ReplicaSet', 'web-5f', { 'rollouts-pod-template-hash': '5f' }), 'v1alpha1 Rollout web'],
    [
      'a DeploymentConfig',
      podOf('ReplicationController', 'web-1', { deploymentconfig: 'web' }, 'v1'),
      'v1 DeploymentConfig web',
    ],
    ['a CronJob behind its Job', podOf('Job', 'tick-29184730', {}, 'batch/v1'), 'batch/v1 CronJob tick'],
    ['a Job with a short number', podOf('Job', 'tick-12', {}, 'batch/v1'), 'batch/v1 Job tick-12'],
  ])('names %s', (_name, pod, want) => {
    const { apiVersion, kind, name, namespace } = ownerOf(pod, 'shop');
    expect(`${apiVersion} ${kind} ${name}`).toBe(want);
    expect(namespace).toBe('shop');
  });
});
