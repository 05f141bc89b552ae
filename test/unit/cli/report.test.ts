import { afterEach, describe, expect, it } from 'vitest';
import { command as inject } from '../../../lib/cli/inject.ts';
import { webhookConfiguration } from '../../../lib/cli/manifest/webhook-configuration.ts';
import { command } from '../../../lib/cli/report.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { parameterFolder, removeParameterFolders } from '../../support/parameter-folder.ts';
import { messageOf, runCommand } from './run-command.ts';

afterEach(removeParameterFolders);

const sidecar = (version: number) => `spec:
  containers:
  - name: shipper
    image: shop/shipper:${version}
    resources: {requests: {cpu: 100m, memory: 64Mi}}
`;

function report(input: object, more: readonly string[] = [], values: Readonly<Record<string, string>> = {}) {
  const folder = parameterFolder({ 'default/template': sidecar(1), ...values });
  const args = ['-f', '-', '--parameters', folder, ...more];
  return runCommand(command, args, { readInput: async () => JSON.stringify(input) });
}

/** What the report says of one pod. */
async function stateOf(pod: JsonObject, others: readonly object[] = [], values = {}): Promise<JsonObject> {
  const { out } = await report(list(...others, pod), ['-o', 'json'], values);
  return JSON.parse(out).items[0];
}

const list = (...items: readonly object[]) => ({ apiVersion: 'v1', kind: 'List', items });
const optedIn = { kind: 'Namespace', metadata: { name: 'shop', labels: { 'sidecar-injection': 'enabled' } } };
const notOptedIn = { kind: 'Namespace', metadata: { name: 'shop' } };
const ours = webhookConfiguration({ url: 'https://h/t/secret/inject' });

/** A pod of the Deployment `web` as a cluster has it: with what the API server gives and defaults. */
function running(name = 'web-5d5f6c7d88-abcde', metadata: JsonObject = {}, spec: JsonObject = {}): JsonObject {
  const token = `kube-api-access-${name.slice(-5)}`;
  const mount = { name: token, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ name, generateName: 'web-5d5f6c7d88-', namespace: 'shop', uid: name, resourceVersion: '7' },
      labels: { app: 'web', 'pod-template-hash': '5d5f6c7d88' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d5f6c7d88', controller: true }],
      ...metadata,
    },
    spec: {
      containers: [
        { name: 'app', image: 'app:1', volumeMounts: [mount], terminationMessagePath: '/dev/termination-log' },
      ],
      volumes: [{ name: token, projected: { sources: [] } }],
      nodeName: `node-${name}`,
      ...spec,
    },
    status: { phase: 'Running' },
  };
}

/** The same pod as it would be had the webhook injected it, and the API server filled in its defaults. */
async function injected(pod: JsonObject = running(), values = {}): Promise<JsonObject> {
  const folder = parameterFolder({ 'default/template': sidecar(1), ...values });
  const args = ['-f', '-', '--parameters', folder, '-o', 'json'];
  const { out } = await runCommand(inject, args, { readInput: async () => JSON.stringify(pod) });
  const made = JSON.parse(out);
  for (const container of made.spec.containers) {
    container.terminationMessagePolicy ??= 'File';
    container.imagePullPolicy ??= 'IfNotPresent';
  }
  return made;
}

describe('report', () => {
  it('takes a pod that a fresh injection would not change for current, defaults or not', async () => {
    expect(await stateOf(await injected(), [optedIn])).toMatchObject({ state: 'current', workload: 'Deployment/web' });
  });

  it.each([
    ['an annotation of the pod that nobody reads', { 'default/values': 'other: 1' }],
    [
      'the policy',
      { 'default/policy': 'disabled', 'default/settings': 'alwaysInjectSelector: [{matchLabels: {app: web}}]' },
    ],
  ])('takes no pod for outdated because the configuration changed by %s', async (_name, values) => {
    expect(await stateOf(await injected(), [optedIn], values)).toMatchObject({ state: 'current' });
  });

  it('tells what differs where the template has changed', async () => {
    expect(await stateOf(await injected(), [optedIn], { 'default/template': sidecar(2) })).toMatchObject({
      state: 'outdated',
      why: 'a new pod changes container shipper: image shop/shipper:1 → shop/shipper:2',
    });
  });

  it('tells that a pod would come out without its sidecar now', async () => {
    expect(await stateOf(await injected(), [optedIn], { 'default/policy': 'disabled' })).toMatchObject({
      state: 'outdated',
      why: expect.stringMatching(/^a new pod would not be injected: the policy is disabled/),
    });
  });

  it('tells that somebody took the sidecar out, and left our annotation', async () => {
    const pod = await injected();
    const spec = pod.spec as { containers: readonly JsonObject[] };
    const stripped = { ...pod, spec: { ...spec, containers: spec.containers.filter(({ name }) => name === 'app') } };
    expect(await stateOf(stripped, [optedIn])).toMatchObject({
      state: 'stripped',
      why: 'container shipper of our annotation is gone: somebody took it out after us',
    });
  });

  it.each<[string, JsonObject, object, Record<string, string>, JsonObject]>([
    [
      'without a sidecar',
      running(),
      optedIn,
      {},
      { state: 'missing', why: 'a new pod adds container shipper (shop/shipper:1)' },
    ],
    ['in a namespace that is not opted in', running(), notOptedIn, {}, { state: 'not-wanted' }],
    [
      'that opts out',
      running('web-x-abcde', { annotations: { 'sidecar.istio.io/inject': 'false' } }),
      optedIn,
      {},
      { state: 'not-wanted' },
    ],
    ['on the host network', running('web-x-abcde', {}, { hostNetwork: true }), optedIn, {}, { state: 'not-wanted' }],
    [
      'whose annotations are wrong',
      running('web-x-abcde', { annotations: { 'inject.istio.io/templates': 'nosuch' } }),
      optedIn,
      {},
      { state: 'refused', why: expect.stringContaining('nosuch') as never },
    ],
    [
      'where the template fails',
      running(),
      optedIn,
      { 'default/template': '{{ index .Nothing 1 }}' },
      { state: 'refused' },
    ],
  ])('judges a pod %s', async (_name, pod, namespace, values, want) => {
    expect(await stateOf(pod, [namespace], values)).toMatchObject(want);
  });

  describe('without all that would decide', () => {
    const hook = (ours.webhooks as readonly JsonObject[])[0];
    const conditional = { ...ours, webhooks: [{ ...hook, matchConditions: [{ name: 'x', expression: 'true' }] }] };
    it.each([
      ['nothing but pods: every namespace opts in', [], 'missing'],
      ['another namespace only', [{ kind: 'Namespace', metadata: { name: 'bank' } }], 'unknown'],
      ['a webhook configuration and no namespaces', [ours], 'unknown'],
      ['a webhook configuration of others', [{ ...ours, webhooks: [] }], 'not-wanted'],
      ['a match condition of others', [conditional, optedIn], 'unknown'],
      ['all of it', [ours, optedIn], 'missing'],
    ])('takes %s', async (_name, others, state) => {
      expect(await stateOf(running(), others)).toMatchObject({ state });
    });

    it('tells a pod that carries the sidecar all the same', async () => {
      expect(await stateOf(await injected(), [ours])).toMatchObject({ state: 'current' });
    });

    it('says that it takes every namespace as opted in', async () => {
      expect((await report(running())).err).toContain('every namespace is taken to opt in');
    });
  });

  it('counts pods by workload and state, worst first, and hides what is fine unless asked', async () => {
    const pods = [running('web-5d5f6c7d88-aaaaa'), running('web-5d5f6c7d88-bbbbb'), await injected()];
    const { out, error } = await report(list(optedIn, ours, ...pods));
    expect(error).toMatchObject({ exitCode: 1 });
    expect(out).toBe(
      [
        'NAMESPACE  WORKLOAD        STATE    PODS  WHY',
        'shop       Deployment/web  missing  2     a new pod adds container shipper',
        '                                          (shop/shipper:1)',
        '3 pods: 2 missing, 1 current',
        '',
      ].join('\n'),
    );
    expect((await report(list(optedIn, ours, ...pods), ['--all'])).out).toContain('current  1');
  });

  it('ends with 0 where all pods are as they should be, and leaves out those that ended', async () => {
    const ended = { ...running('web-5d5f6c7d88-ccccc'), status: { phase: 'Succeeded' } };
    const { out, err, error } = await report(list(optedIn, ours, await injected(), ended));
    expect(error).toBeUndefined();
    expect(out).toBe('1 pod: 1 current\n');
    expect(err).toContain('1 pod ended or going was not judged');
  });

  it('prints totals and items as JSON', async () => {
    const { out } = await report(list(optedIn, ours, running(), await injected()), ['-o', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      items: [
        { namespace: 'shop', workload: 'Deployment/web', state: 'missing', pods: ['web-5d5f6c7d88-abcde'] },
        { namespace: 'shop', workload: 'Deployment/web', state: 'current' },
      ],
      totals: { missing: 1, current: 1, outdated: 0, unknown: 0 },
    });
  });

  it('plans restarts by namespace, each workload once, with what it adds', async () => {
    const job = running('nightly-abcde', {
      generateName: 'nightly-',
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'nightly', controller: true }],
    });
    const bank = running('db-0', {
      namespace: 'bank',
      generateName: 'db-',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', controller: true }],
    });
    const { out } = await report(list(running('web-5d5f6c7d88-aaaaa'), running('web-5d5f6c7d88-bbbbb'), job, bank), [
      '--plan',
    ]);
    expect(out).toBe(
      [
        '# namespace bank',
        'kubectl rollout restart statefulset/db -n bank  # 1 pod: +100m CPU, +64Mi memory',
        '# namespace shop',
        '# Job shop/nightly: its next run gets the present sidecar  # 1 pod: +100m CPU, +64Mi memory',
        'kubectl rollout restart deployment/web -n shop  # 2 pods: +200m CPU, +128Mi memory',
        '',
      ].join('\n'),
    );
  });

  it('judges equal pods of a workload once, and pods that differ one by one', async () => {
    const pods = ['aaaaa', 'bbbbb', 'ccccc'].map((id) => running(`web-5d5f6c7d88-${id}`));
    const odd = running('web-5d5f6c7d88-ddddd', { annotations: { 'sidecar.istio.io/inject': 'false' } });
    const { out } = await report(list(optedIn, ours, ...pods, odd), ['-o', 'json']);
    expect(JSON.parse(out).items.map(({ state, pods: names }: JsonObject) => [state, (names as []).length])).toEqual([
      ['missing', 3],
      ['not-wanted', 1],
    ]);
  });

  it('shows how far it has come', async () => {
    const shown: string[] = [];
    const folder = parameterFolder({ 'default/template': sidecar(1) });
    await runCommand(command, ['-f', '-', '--parameters', folder], {
      readInput: async () => JSON.stringify(running()),
      progress: (text) => shown.push(text),
    });
    expect(shown).toEqual(['reading', '0 of 1 pod', '']);
  });

  it('refuses input without pods', async () => {
    const run = await report(list(optedIn));
    expect(run.error).toMatchObject({ exitCode: 3 });
    expect(messageOf(run)).toMatch(/nothing to report: - has no pods; try kubectl get pods -A -o json/);
  });
});

/** A small mesh: a proxy that the mesh configuration shows in, and probes that go through it. */
const mesh = (version: number) => ({
  'default/mesh': `trustDomain: example-${version}.org\n`,
  'default/values': 'sidecarInjectorWebhook: {rewriteAppHTTPProbe: true}\n',
  'default/template': `spec:
  containers:
  - name: istio-proxy
    image: proxyv2:1
    args: [proxy, "{{ .MeshConfig.TrustDomain }}"]
    ports: [{name: http-envoy-prom, containerPort: 15090}]
`,
});

describe('report, for the pods of a mesh', () => {
  const probed = running(
    'web-5d5f6c7d88-abcde',
    {},
    {
      containers: [{ name: 'app', image: 'app:1', livenessProbe: { httpGet: { path: '/live', port: 8080 } } }],
    },
  );

  it('takes one for current that a fresh injection would give again, with its probes rewritten', async () => {
    const pod = await injected(probed, mesh(1));
    expect(JSON.stringify(pod)).toContain('/app-health/app/livez');
    expect(pod.metadata).not.toHaveProperty(['annotations', 'lambda-sidecar-injector/injected']);
    expect(await stateOf(pod, [optedIn], mesh(1))).toMatchObject({ state: 'current', workload: 'Deployment/web' });
  });

  it('tells what differs where the mesh configuration has changed', async () => {
    expect(await stateOf(await injected(probed, mesh(1)), [optedIn], mesh(2))).toMatchObject({
      state: 'outdated',
      why: 'a new pod changes container istio-proxy (args)',
    });
  });

  it('tells of one without its proxy, and of one whose proxy somebody took out', async () => {
    expect(await stateOf(probed, [optedIn], mesh(1))).toMatchObject({ state: 'missing' });
    const pod = await injected(probed, mesh(1));
    const spec = pod.spec as { containers: readonly JsonObject[] };
    const stripped = { ...pod, spec: { ...spec, containers: spec.containers.filter(({ name }) => name === 'app') } };
    expect(await stateOf(stripped, [optedIn], mesh(1))).toMatchObject({ state: 'stripped' });
  });
});
