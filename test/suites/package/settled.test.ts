/**
 * A settled process compiles nothing again and again. V8 takes optimised code back where it meets something new, and
 * learns; where it learns nothing from what it met, it compiles the function anew for every few reviews, for ever, which
 * no answer shows. Pods of many shapes are reviewed by the bundle as it is shipped, none of them known, and for no place
 * in the code may its optimised form be taken back more than a few times.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kubernetesPod } from '../../support/generators/kubernetes-pod.ts';
import { Random } from '../../support/generators/random.ts';
import { type PackagedCall, PackagedFunction } from './packaged-function.ts';

/** What V8 learns by once for each of a few shapes; a loop takes back as often as it is run into. */
const mostTakenBack = 15;
const podsOfEach = 3000;

const app = { name: 'app', image: 'shop/app:1' };
const ownSidecar = { name: 'istio-proxy', image: 'auto' };
const usual = { metadata: {}, spec: { containers: [app] } };

function podsWith(...sidecars: readonly object[]): readonly object[] {
  return sidecars.map((sidecar) => ({ metadata: {}, spec: { containers: [app, { ...ownSidecar, ...sidecar }] } }));
}

/**
 * Shapes by turns: few of them, since what a loop lacks is what another shape would teach V8. Of what says nothing, an
 * empty object is left once it is read as Kubernetes does.
 */
const mixtures: Readonly<Record<string, readonly object[]>> = {
  usual: [usual],
  'with a sidecar': [usual, ...podsWith({})],
  'with amounts that say nothing': [usual, ...podsWith({ resources: { requests: {}, limits: {} } })],
  'with security that says nothing': [
    usual,
    ...podsWith({ securityContext: { capabilities: {}, seLinuxOptions: {} } }),
  ],
  'with nulls': [usual, ...podsWith({ resources: { requests: null, limits: null }, lifecycle: { preStop: null } })],
  'with metadata that says nothing': [usual, { metadata: { labels: {}, annotations: {} }, spec: usual.spec }],
  'of all shapes': Array.from({ length: 100 }, (_, index) => kubernetesPod(new Random(index), index)),
};

const template = `
metadata:
  labels: {agent: {{ index .ObjectMeta.Labels "app" | default "none" | quote }}}
  annotations: {agent/version: "2"}
spec:
  containers:
  - name: istio-proxy
    image: "agents/agent:2"
    resources: {requests: {cpu: 10m, memory: 40Mi}, limits: {memory: 1Gi}}
    securityContext: {capabilities: {drop: [ALL]}, runAsUser: 1337}
    env:
    - {name: WORKLOAD, value: {{ .DeploymentMeta.Name | quote }}}
    volumeMounts: [{name: agent-data, mountPath: /var/lib/agent}]
  volumes: [{name: agent-data, emptyDir: {}}]
`;

/** Workloads that nobody has seen. */
function calls(cluster: string, pods: readonly object[]): readonly PackagedCall[] {
  return Array.from({ length: podsOfEach }, (_, index) => {
    const pod = pods[index % pods.length] as { metadata?: { labels?: object } };
    const labels = { ...pod.metadata?.labels, app: `app-${index}` };
    return { cluster, pod: { ...pod, metadata: { ...pod.metadata, labels } } };
  });
}

/** How often optimised code was taken back, by place: the function where it stands in its file, the bytecode, and why. */
function takenBack(output: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, reason, where, offset] of output.matchAll(
    /^\[bailout .*reason: (.*?)\): begin.*<JSFunction ([^>]*)>.*bytecode offset (\d+)/gm,
  )) {
    const place = `${where}, ${offset}: ${reason}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}

describe('a settled process', () => {
  let packaged: PackagedFunction;

  beforeAll(async () => {
    packaged = await PackagedFunction.with({
      'plain/template': template,
      'mesh/template': template,
      'mesh/mesh': '{}',
    });
  });
  afterAll(() => packaged.close());

  it.each(
    Object.entries(mixtures).flatMap(([name, pods]) =>
      ['plain', 'mesh'].map((cluster) => [name, cluster, pods] as const),
    ),
  )('does not compile the same again and again for pods %s, %s', async (_, cluster, pods) => {
    const { answers, output } = await packaged.answer(calls(cluster, pods), ['--trace-deopt']);
    expect(answers.filter(({ body }) => body.includes('JSONPatch')).length).toBeGreaterThan(podsOfEach / 2);
    const counts = takenBack(output);
    expect(counts.size).toBeGreaterThan(0);
    expect([...counts].filter(([, count]) => count > mostTakenBack)).toEqual([]);
  });
});
