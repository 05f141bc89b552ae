import { describe, expect, it } from 'vitest';
import { podTemplateOf } from '../../../../lib/istio/workload/pod-template.ts';

const spec = { containers: [{ name: 'app', image: 'shop/app:1' }] };
const injected = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'app' }, { name: 'sidecar' }] } };

describe('podTemplateOf', () => {
  it.each([
    ['v1', 'ReplicationController'],
    ['apps/v1', 'Deployment'],
    ['apps/v1', 'DaemonSet'],
    ['apps/v1', 'ReplicaSet'],
    ['apps/v1', 'StatefulSet'],
    ['apps.openshift.io/v1', 'DeploymentConfig'],
    ['v1', 'DeploymentConfig'],
    ['extensions/v1beta1', 'Deployment'],
    ['batch/v1', 'Job'],
  ])('finds the pod template of %s %s and puts a changed one back', (apiVersion, kind) => {
    const object = { apiVersion, kind, metadata: { name: 'w' }, spec: { paused: true, template: { spec } } };
    const found = podTemplateOf(object);
    expect(found?.workload).toEqual({ apiVersion, kind, metadata: { name: 'w' } });
    expect(found?.pod).toEqual({ metadata: {}, spec });
    expect(found?.replace(injected)).toEqual({ ...object, spec: { paused: true, template: injected } });
  });

  it('takes a Pod as its own template', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec, status: {} };
    expect(podTemplateOf(pod)?.replace(injected)).toEqual({ ...pod, ...injected });
  });

  it('gives labels of a CronJob to its job template and leaves the pod template its own', () => {
    const own = { labels: { kept: 'yes' } };
    const job = { metadata: { name: 'j' }, spec: { backoffLimit: 1, template: { metadata: own, spec } } };
    const cron = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'c' }, spec: { jobTemplate: job } };
    expect(podTemplateOf(cron)?.pod).toEqual({ metadata: { name: 'j' }, spec });
    expect(podTemplateOf(cron)?.replace(injected).spec).toEqual({
      jobTemplate: {
        metadata: injected.metadata,
        spec: { backoffLimit: 1, template: { metadata: own, spec: injected.spec } },
      },
    });
  });

  it.each([
    ['a Service', { apiVersion: 'v1', kind: 'Service', spec: {} }],
    ['another kind with a pod template', { apiVersion: 'example.com/v1', kind: 'Fleet', spec: { template: { spec } } }],
    ['a Deployment without a pod spec', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: {} } }],
    ['an object without a kind', { spec: { template: { spec } } }],
  ])('leaves %s alone', (_name, object) => {
    expect(podTemplateOf(object)).toBeUndefined();
  });

  it('does not change the object it was given', () => {
    const object = Object.freeze({ apiVersion: 'v1', kind: 'Pod', spec: Object.freeze(spec) });
    podTemplateOf(object)?.replace(injected);
    expect(object).toEqual({ apiVersion: 'v1', kind: 'Pod', spec });
  });
});
