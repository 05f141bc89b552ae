import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webhookConfiguration } from '../../../lib/cli/manifest/webhook-configuration.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { applyGuard, guardPaths } from './apply-guard.ts';
import { whatIsMissing } from './binaries.ts';
import { changeHooks } from './change-hooks.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { exampleParameters } from './examples.ts';
import { pod } from './pod.ts';
import { allow, type SmallWebhook, startSmallWebhook } from './small-webhook.ts';
import type { RunningTarget } from './target.ts';
import { targets } from './targets.ts';
import { eventually } from './until-obeyed.ts';

const missing = whatIsMissing();
if (missing !== undefined && process.env.CI === 'true') {
  throw new Error(missing);
}
if (missing !== undefined) {
  console.warn(`not run: ${missing}`);
}

const noSidecar = /should have a sidecar and has none/;
const tookOut = /somebody took out "otel-collector"/;
const lostRestart = /has lost restartPolicy: Always/;

describe.skipIf(missing !== undefined)('the guard', () => {
  let cluster: Cluster;
  let webhook: RunningTarget;
  let later: SmallWebhook;
  let slow: SmallWebhook;
  /** What a webhook after ours does to the pod. */
  let afterwards: readonly JsonObject[] = [];

  beforeAll(async () => {
    [cluster, webhook, later, slow] = await Promise.all([
      startCluster(),
      targets[0]!.start(exampleParameters),
      startSmallWebhook((request) => allow(request, afterwards)),
      startSmallWebhook(async (request) => {
        await delay(3_000);
        return allow(request);
      }),
    ]);
    await cluster.namespace('left-alone');
    await cluster.namespace('kube-system');
    await applyGuard(cluster, exampleParameters, 'warn');
  });

  afterAll(async () => {
    await Promise.all([webhook?.stop(), later?.stop(), slow?.stop()]);
    await cluster?.stop();
  });

  const ours = (url = webhook.url, ca = webhook.ca) =>
    webhookConfiguration({ url, caBundle: ca, failurePolicy: 'Ignore' });

  /** Ours as it would be if the API server did not call it again after another webhook's change. */
  const once = () => changeHooks(ours(), { reinvocationPolicy: 'Never' });

  function stripping(patch: readonly JsonObject[]): JsonObject {
    afterwards = patch;
    const made = changeHooks(webhookConfiguration({ url: later.url, caBundle: later.ca, name: 'zz-later' }), {
      name: 'later.example.com',
      clientConfig: { url: later.url, caBundle: btoa(later.ca) },
      reinvocationPolicy: 'Never',
    });
    return made;
  }

  const warningsFor = async (metadata: JsonObject = {}, namespace = 'selected', spec: JsonObject = {}) => {
    const { status, warnings, body } = await cluster.createPod(
      namespace,
      pod('guarded', metadata, spec),
      '?dryRun=All',
    );
    expect(status, JSON.stringify(body)).toBe(201);
    return warnings.join('\n');
  };

  it('says nothing while the webhook works', async () => {
    await cluster.register(ours());
    expect(await warningsFor()).toBe('');
  });

  it.each([
    ['without the webhook', () => [], noSidecar],
    ['while the webhook is down', () => [ours('https://127.0.0.1:9/inject')], noSidecar],
    [
      'while the webhook is slow',
      () => [changeHooks(ours(`${slow.url}inject`, slow.ca), { timeoutSeconds: 1 })],
      noSidecar,
    ],
    [
      'where a later webhook takes the sidecar out',
      () => [once(), stripping([{ op: 'remove', path: '/spec/initContainers' }])],
      tookOut,
    ],
    [
      'where a later webhook makes it an ordinary init container',
      () => [
        once(),
        stripping(
          ['restartPolicy', 'startupProbe'].map((field) => ({ op: 'remove', path: `/spec/initContainers/0/${field}` })),
        ),
      ],
      lostRestart,
    ],
  ])('warns %s', async (_name, configurations, message) => {
    await cluster.register(...configurations());
    expect(await warningsFor()).toMatch(message);
  });

  it('says nothing where ours is called again, and puts the sidecar back', async () => {
    await cluster.register(ours(), stripping([{ op: 'remove', path: '/spec/initContainers' }]));
    expect(await warningsFor()).toBe('');
  });

  it('says nothing of pods that are not to be injected', async () => {
    await cluster.register();
    expect(await warningsFor({ labels: { 'sidecar.istio.io/inject': 'false' } })).toBe('');
    expect(await warningsFor({ annotations: { 'sidecar.istio.io/inject': 'false' } })).toBe('');
    expect(await warningsFor({}, 'selected', { hostNetwork: true })).toBe('');
    expect(await warningsFor({}, 'left-alone')).toBe('');
  });

  it('refuses with deny, until its ConfigMap lifts it or is gone', async () => {
    await cluster.register();
    await applyGuard(cluster, exampleParameters, 'deny');
    const create = () => cluster.createPod('selected', pod('guarded', {}), '?dryRun=All');
    const becomes = (status: number) =>
      eventually(`a pod gets ${status}`, async () => (await create()).status === status);
    expect(await create()).toMatchObject({ status: 422, body: { message: expect.stringMatching(noSidecar) } });
    const path = `${guardPaths.ConfigMap}/guard-deny`;
    const contentType = 'application/merge-patch+json';
    await cluster.server.client.call({ method: 'PATCH', path, contentType, body: { data: { mode: 'off' } } });
    await becomes(201);
    await cluster.server.client.call({ method: 'PATCH', path, contentType, body: { data: { mode: 'on' } } });
    await becomes(422);
    await cluster.server.client.call({ method: 'DELETE', path });
    await becomes(201);
  });
});
