import { describe, expect, it } from 'vitest';
import { InjectError } from '../../../../lib/inject/errors.ts';
import { inject } from '../../../../lib/inject/inject.ts';
import { blameName } from '../../../../lib/inject/render/blame-name.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { compileTemplate } from '../../../../lib/template/template.ts';
import { configurationOf, injectionOf } from '../fixture.ts';

/** Prints names as they stand, as most templates do. */
const text = `
metadata:
  labels:
    name: {{ .ObjectMeta.Name }}
    owner: {{ .DeploymentMeta.Name }}
    kind: {{ .TypeMeta.Kind }}
    namespace: {{ .DeploymentMeta.Namespace }}
    account: {{ .Spec.ServiceAccountName }}
    first: {{ (index .Spec.Containers 0).Name }}
spec:
  containers: [{name: agent, image: agent:1}]
`;
const template = compileTemplate({ name: 'sidecar', text, functions: new Map() });
const configuration = { ...configurationOf({}), templates: new Map([['sidecar', template]]) };
const app = { name: 'app', image: 'app:1' };
const bad = 'a"\n  b: [\u0000';

function podWith(metadata: JsonObject, spec: JsonObject = {}): JsonObject {
  return { metadata: { name: 'web', ...metadata }, spec: { containers: [app], ...spec } };
}

function attempt(pod: JsonObject, namespace = 'shop') {
  return inject({ pod, namespace, address: new Map() }, configuration);
}

describe('a name that is none and breaks a template', () => {
  it.each<[path: string, pod: JsonObject]>([
    ['metadata.name', podWith({ name: bad })],
    [
      'metadata.ownerReferences[0].name',
      podWith({
        name: '',
        generateName: 'web-',
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: bad, controller: true }],
      }),
    ],
    ['spec.serviceAccountName', podWith({}, { serviceAccountName: bad })],
    ['spec.containers[0].name', podWith({}, { containers: [{ ...app, name: bad }] })],
  ])('refuses the pod, which is no fault of ours: %s', (path, pod) => {
    expect(attempt(pod)).toEqual({
      kind: 'refused',
      message: expect.stringMatching(new RegExp(`^${path.replaceAll(/[.[\]]/g, '\\$&')} is "a.*template "sidecar"`)),
    });
  });

  it('refuses the namespace of a request, too, and cuts what it shows', () => {
    const outcome = attempt(podWith({}), bad.repeat(1000));
    expect(outcome).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/^the namespace of the request is/),
    });
    expect(outcome.kind === 'refused' && outcome.message.length).toBeLessThan(1500);
  });

  it('is not blamed where no template fails, nor where all names are in order', () => {
    expect(attempt(podWith({ labels: { x: bad } })).kind).toBe('injected');
    const broken = compileTemplate({ name: 'sidecar', text: 'spec: [', functions: new Map() });
    expect(() =>
      inject(
        { pod: podWith({}), namespace: 'shop', address: new Map() },
        { ...configuration, templates: new Map([['sidecar', broken]]) },
      ),
    ).toThrow(InjectError);
  });
});

describe('a null where Kubernetes wants a name', () => {
  it.each(['containers', 'initContainers', 'ephemeralContainers', 'volumes'])('in %s refuses the pod', (list) => {
    expect(attempt(podWith({}, { [list]: [{ name: 'x' }, null] }))).toEqual({
      kind: 'refused',
      message: expect.stringContaining(`spec.${list}[1] is null`),
    });
  });

  it('is no matter where Kubernetes takes it', () => {
    expect(attempt(podWith({}, { imagePullSecrets: [null], tolerations: [null] })).kind).toBe('injected');
  });
});

describe('blameName', () => {
  const failure = new InjectError('template-failed', 'it failed');
  const blamed = (pod: JsonObject, namespace = 'shop'): string | undefined =>
    blameName(failure, injectionOf(pod, { namespace }));
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web' };

  it.each<readonly [string, JsonObject]>([
    ...['name', 'generateName', 'namespace'].map((key) => [`metadata.${key}`, { metadata: { [key]: 'a b' } }] as const),
    ...['serviceAccountName', 'nodeName', 'hostname', 'subdomain'].map(
      (key) => [`spec.${key}`, { spec: { [key]: 'a b' } }] as const,
    ),
    ...Object.keys(owner).map(
      (key) =>
        [
          `metadata.ownerReferences[1].${key}`,
          { metadata: { ownerReferences: [owner, { ...owner, [key]: 'a b' }] } },
        ] as const,
    ),
    ...['containers', 'initContainers', 'volumes'].map(
      (list) => [`spec.${list}[1].name`, { spec: { [list]: [{ name: 'a' }, { name: 'a b' }] } }] as const,
    ),
    ['a key of metadata.labels', { metadata: { labels: { 'a b': 'x' } } }],
    ['a value of metadata.labels', { metadata: { labels: { a: 'a b' } } }],
  ])('names %s', (path, pod) => {
    expect(blamed(pod)).toBe(`${path} is "a b", which no name may be, and with which it failed. Correct it.`);
  });

  it.each<JsonObject>([
    {},
    {
      metadata: { name: 'a', labels: { 'x.y/A_b': 'c-1:2' }, ownerReferences: [owner] },
      spec: { containers: [{ name: 'a' }] },
    },
    { metadata: { name: 1, labels: 'a b', ownerReferences: 'a b' }, spec: 'a b' },
    { metadata: { labels: null, annotations: { 'a b': 'a b' } } },
  ])('names nothing in %j', (pod) => {
    expect(blamed(pod)).toBeUndefined();
  });

  it.each([
    [`${'x'.repeat(59)} `, `"${'x'.repeat(59)} "`],
    [`${'x'.repeat(60)} `, `"${'x'.repeat(60)}…"`],
  ])('shows 60 characters of %j', (namespace, shown) => {
    expect(blamed({}, namespace)).toContain(`the namespace of the request is ${shown}, which`);
  });
});
