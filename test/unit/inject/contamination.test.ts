/** What one pod is must not show in another's patch: pods that differ in one field each, in many orders. */
import { describe, expect, it } from 'vitest';
import { inject } from '../../../lib/inject/inject.ts';
import { createInjectMemory } from '../../../lib/inject/memory/inject-memory.ts';
import { createMeshBehaviour } from '../../../lib/istio/mesh-behaviour.ts';
import type { JsonObject, JsonValue } from '../../../lib/json/json-value.ts';
import { sprigFunctions } from '../../../lib/template/sprig/sprig.ts';
import { compileTemplate } from '../../../lib/template/template.ts';
import { Random } from '../../support/generators/random.ts';
import { istioFunctions } from '../../support/go-views.ts';
import { configurationOf } from './fixture.ts';

/** Changes the values that all pods share, if nobody hands each rendering a copy. */
const text = `
{{- $seen := set .Values "seen" (printf "%v/%s" (.Values.seen | default "-") .ObjectMeta.Name) }}
{{- $all := merge (dict "more" .ObjectMeta.Labels) .Values }}
metadata:
  labels: {seen: {{ $seen.seen | quote }}}
spec:
  containers:
  - name: istio-proxy
    image: proxy:1
    env:
    - {name: NAME, value: {{ .ObjectMeta.Name | quote }}}
    - {name: OWNER, value: {{ .DeploymentMeta.Name | quote }}}
    - {name: NAMESPACE, value: {{ .DeploymentMeta.Namespace | quote }}}
    - {name: ACCOUNT, value: {{ .Spec.ServiceAccountName | quote }}}
    - {name: LABELS, value: {{ toJson .ObjectMeta.Labels | quote }}}
    - {name: ANNOTATIONS, value: {{ toJson .ObjectMeta.Annotations | quote }}}
    - {name: ALL, value: {{ toJson $all | quote }}}
    - {name: FIRST, value: {{ (index .Spec.Containers 0).Image | quote }}}
`;

const token = { name: 'kube-api-access-abcde', projected: { sources: [] } };
const base = {
  metadata: {
    name: 'web',
    generateName: 'web-',
    uid: 'u',
    labels: { app: 'web' },
    annotations: { a: '1' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d', uid: 'o', controller: true }],
    managedFields: [{ manager: 'm' }],
  },
  spec: {
    serviceAccountName: 'web',
    containers: [{ name: 'app', image: 'app:1', volumeMounts: [{ name: token.name, mountPath: '/t' }] }],
    volumes: [token],
  },
} satisfies JsonObject;

interface Asked {
  readonly pod: JsonObject;
  readonly namespace: string;
  readonly address: ReadonlyMap<string, string>;
}

/** Each way in which two pods of one workload, or of two, can differ, with two values of it. */
const differences: readonly (readonly [string, (value: string) => Partial<Asked>])[] = [
  ...['name', 'generateName', 'uid', 'namespace', 'resourceVersion', 'creationTimestamp'].map(
    (key) => [key, (value: string) => metadata({ [key]: value })] as const,
  ),
  ...['app', 'other', 'pod-template-hash', 'service.istio.io/canonical-name'].map(
    (key) =>
      [`label ${key}`, (value: string) => metadata({ labels: { ...base.metadata.labels, [key]: value } })] as const,
  ),
  ...['a', 'b', 'prometheus.io/scrape', 'sidecar.istio.io/proxyImage', 'kubectl.kubernetes.io/default-container'].map(
    (key) =>
      [
        `annotation ${key}`,
        (value: string) => metadata({ annotations: { ...base.metadata.annotations, [key]: value } }),
      ] as const,
  ),
  ...['kind', 'name', 'uid', 'apiVersion'].map(
    (key) =>
      [
        `owner ${key}`,
        (value: string) => metadata({ ownerReferences: [{ ...base.metadata.ownerReferences[0], [key]: value }] }),
      ] as const,
  ),
  ['managed fields', (value) => metadata({ managedFields: [{ manager: value }] })],
  ...['serviceAccountName', 'nodeName', 'hostname', 'subdomain', 'priorityClassName', 'schedulerName'].map(
    (key) => [key, (value: string) => spec({ [key]: value })] as const,
  ),
  ...['name', 'image', 'workingDir', 'imagePullPolicy'].map(
    (key) =>
      [
        `container ${key}`,
        (value: string) => spec({ containers: [{ name: 'app', image: 'i', [key]: value }] }),
      ] as const,
  ),
  ["the token's volume", (value) => tokenVolume(`kube-api-access-${value.slice(0, 5).padEnd(5, 'z')}`)],
  ['a volume', (value) => spec({ volumes: [{ name: value, emptyDir: {} }] })],
  ['the namespace of the request', (value) => ({ namespace: value })],
  ['the cluster', (value) => ({ address: new Map([['cluster', value]]) })],
  ['the net', (value) => ({ address: new Map([['net', value]]) })],
  ['a number', (value) => spec({ terminationGracePeriodSeconds: value.length })],
];
const values = ['abc', 'abcd', 'web-5d'];

function metadata(change: JsonObject): Partial<Asked> {
  return { pod: { ...base, metadata: { ...base.metadata, ...change } } };
}

function spec(change: JsonObject): Partial<Asked> {
  return { pod: { ...base, spec: { ...base.spec, ...change } } };
}

function tokenVolume(name: string): Partial<Asked> {
  return spec({
    containers: [{ name: 'app', image: 'app:1', volumeMounts: [{ name, mountPath: '/t' }] }],
    volumes: [{ ...token, name }],
  });
}

const asked: readonly Asked[] = differences.flatMap(([, change]) =>
  values.map((value) => ({ pod: base, namespace: 'shop', address: new Map(), ...change(value) })),
);

function configured(mesh: JsonValue | undefined) {
  const template = compileTemplate({
    name: 'sidecar',
    text,
    functions: new Map([...sprigFunctions, ...istioFunctions]),
  });
  const behaviour = mesh === undefined ? {} : createMeshBehaviour({ mesh });
  return { ...configurationOf({ behaviour }), templates: new Map([['sidecar', template]]) };
}

describe.each([
  ['a plain configuration', undefined],
  ['a mesh', null],
] as const)('%s', (_, mesh) => {
  it(`gives each of ${asked.length} pods what it would have got alone, in any order`, () => {
    const configuration = configured(mesh);
    const alone = asked.map((each) => JSON.stringify(inject(each, configuration)));
    expect(new Set(alone).size).toBeGreaterThan(asked.length / 2);
    const memory = createInjectMemory();
    const random = new Random(7);
    for (let round = 0; round < 2; round++) {
      const order = asked.map((_each, index) => ({ index, at: random.next() })).sort((a, b) => a.at - b.at);
      for (const { index } of order) {
        const each = asked[index];
        expect(each && JSON.stringify(inject(each, configuration, memory))).toBe(alone[index]);
      }
    }
  });
});
