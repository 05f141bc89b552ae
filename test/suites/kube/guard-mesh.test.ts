import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command as importCommand } from '../../../lib/cli/import-istio.ts';
import { webhookConfiguration } from '../../../lib/cli/manifest/webhook-configuration.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { runCommand } from '../../unit/cli/run-command.ts';
import { applyGuard } from './apply-guard.ts';
import { whatIsMissing } from './binaries.ts';
import { changeHooks } from './change-hooks.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { pod } from './pod.ts';
import { allow, type SmallWebhook, startSmallWebhook } from './small-webhook.ts';
import type { RunningTarget } from './target.ts';
import { targets } from './targets.ts';

/** A folder with Istio's two ConfigMaps, `istio-sidecar-injector.yaml` and `istio.yaml`. */
const configMaps = process.env.ISTIO_CONFIGMAPS ?? '';
const missing =
  whatIsMissing() ?? (configMaps === '' ? 'ISTIO_CONFIGMAPS, a folder with the two ConfigMaps of an Istio' : undefined);
if (missing !== undefined && process.env.CI === 'true') {
  throw new Error(missing);
}
if (missing !== undefined) {
  console.warn(`not run: ${missing}`);
}

/** Pods that differ in which containers Istio's templates bring them, and whether the proxy is a native sidecar. */
const pods: readonly (readonly [string, JsonObject, JsonObject, boolean])[] = [
  ['a plain pod', {}, {}, true],
  [
    'one with an init container and a label',
    { labels: { app: 'a' } },
    { initContainers: [{ name: 'i', image: 'i' }] },
    true,
  ],
  ['one whose traffic is not captured', { annotations: { 'sidecar.istio.io/interceptionMode': 'NONE' } }, {}, true],
  ['one that asks for a regular proxy', { annotations: { 'sidecar.istio.io/nativeSidecar': 'false' } }, {}, false],
  ['one that asks for another template', { annotations: { 'inject.istio.io/templates': 'grpc-agent' } }, {}, false],
];

describe.skipIf(missing !== undefined)("a guard made of Istio's own configuration", () => {
  const folder = mkdtempSync(join(tmpdir(), 'guard-mesh-'));
  const parameters = join(folder, 'parameters');
  let cluster: Cluster;
  let webhook: RunningTarget;
  let later: SmallWebhook;
  /** What a webhook after ours does to the proxy: the fields of it that it takes away; all of it with none. */
  let fields: readonly string[] = [];

  beforeAll(async () => {
    const files = [
      '--injector',
      join(configMaps, 'istio-sidecar-injector.yaml'),
      '--mesh',
      join(configMaps, 'istio.yaml'),
    ];
    const imported = await runCommand(importCommand, ['istio', ...files, '--out', parameters]);
    expect(imported.error).toBeUndefined();
    [cluster, webhook, later] = await Promise.all([
      startCluster(),
      targets[0]!.start(parameters),
      startSmallWebhook((request) => allow(request, patchOn(request.object))),
    ]);
    await applyGuard(cluster, parameters, 'warn');
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await Promise.all([webhook?.stop(), later?.stop()]);
    await cluster?.stop();
  });

  function patchOn({ spec }: JsonObject): readonly JsonObject[] {
    return ['initContainers', 'containers'].flatMap((list) => {
      const containers = ((spec as JsonObject)[list] ?? []) as readonly JsonObject[];
      const at = containers.findIndex(({ name }) => name === 'istio-proxy');
      const path = `/spec/${list}/${at}`;
      const present = fields.filter((field) => field in (containers[at] ?? {}));
      const paths = fields.length === 0 ? [path] : present.map((field) => `${path}/${field}`);
      return at < 0 ? [] : paths.map((each) => ({ op: 'remove', path: each }));
    });
  }

  const ours = () =>
    changeHooks(webhookConfiguration({ url: webhook.url, caBundle: webhook.ca, failurePolicy: 'Ignore' }), {
      reinvocationPolicy: 'Never',
    });
  const taking = (...taken: readonly string[]) => {
    fields = taken;
    return changeHooks(webhookConfiguration({ url: later.url, caBundle: later.ca, name: 'zz-later' }), {
      name: 'later.example.com',
      clientConfig: { url: later.url, caBundle: btoa(later.ca) },
      reinvocationPolicy: 'Never',
    });
  };

  async function warningsOf(metadata: JsonObject, spec: JsonObject): Promise<readonly string[]> {
    const made = await cluster.createPod(
      'selected',
      pod('guarded', metadata, { serviceAccountName: 'default', ...spec }),
      '?dryRun=All',
    );
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.warnings.filter((text) => text.includes('guard-warn'));
  }

  it('says nothing of injected pods, whichever containers they got', async () => {
    await cluster.register(ours());
    for (const [name, metadata, spec] of pods) {
      expect([name, ...(await warningsOf(metadata, spec))]).toEqual([name]);
    }
  });

  it('warns of each where the webhook is not called', async () => {
    await cluster.register();
    for (const [name, metadata, spec] of pods) {
      const want = expect.stringMatching(/should have a sidecar and has none/);
      expect([name, ...(await warningsOf(metadata, spec))]).toEqual([name, want]);
    }
  });

  it('warns of each where a later webhook takes the proxy out, and names it', async () => {
    await cluster.register(ours(), taking());
    for (const [name, metadata, spec] of pods) {
      const want = expect.stringMatching(/somebody took out "istio-proxy"/);
      expect([name, ...(await warningsOf(metadata, spec))]).toEqual([name, want]);
    }
  });

  it('warns where a later webhook makes a native proxy an ordinary init container', async () => {
    await cluster.register(ours(), taking('restartPolicy', 'startupProbe', 'readinessProbe', 'lifecycle'));
    for (const [name, metadata, spec] of pods.filter(([, , , isNative]) => isNative)) {
      const want = expect.stringMatching(/has lost restartPolicy: Always.*istio-proxy/);
      expect([name, ...(await warningsOf(metadata, spec))]).toEqual([name, want]);
    }
  });
});
