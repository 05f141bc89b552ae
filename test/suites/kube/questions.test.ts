import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webhookConfiguration } from '../../../lib/cli/manifest/webhook-configuration.ts';
import { runCommandLine } from '../../../lib/cli/run-command-line.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { type ParameterStoreServer, startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { parameterFolder, removeParameterFolders } from '../../support/parameter-folder.ts';
import { recordingIo } from '../../unit/cli/run-command.ts';
import { hasKubectl, whatIsMissing } from './binaries.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { pod } from './pod.ts';
import type { RunningTarget } from './target.ts';
import { targets } from './targets.ts';

const missing = whatIsMissing() ?? (hasKubectl() ? undefined : 'kubectl (Debian package kubernetes-client)');
if (missing !== undefined && process.env.CI === 'true') {
  throw new Error(missing);
}
if (missing !== undefined) {
  console.warn(`not run: ${missing}`);
}

const sidecar = (version: number) => `spec:\n  containers:\n  - {name: shipper, image: "shop/shipper:${version}"}\n`;

/**
 * The questions of whoever is on call, each answered by one command. The API server and kubectl are real; there are no
 * controllers, so the pods' owners are written by hand.
 */
describe.skipIf(missing !== undefined)('who is on call asks', () => {
  let cluster: Cluster;
  let webhook: RunningTarget;
  let store: ParameterStoreServer;
  let kubeconfig: string;
  const folder = mkdtempSync(join(tmpdir(), 'questions-'));
  const parameters = parameterFolder({ 'default/template': sidecar(1) });

  beforeAll(async () => {
    [cluster, webhook, store] = await Promise.all([
      startCluster(),
      targets[0]!.start(parameters),
      startParameterStore(new ParameterStore()),
    ]);
    await cluster.namespace('forgotten');
    await cluster.register(webhookConfiguration({ url: webhook.url, caBundle: webhook.ca }));
    kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, JSON.stringify(cluster.server.kubeconfig()));
    expect((await cluster.createPod('selected', owned('web'))).status).toBe(201);
    expect((await cluster.createPod('forgotten', owned('lost'))).status).toBe(201);
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    removeParameterFolders();
    await Promise.all([webhook?.stop(), store?.close()]);
    await cluster?.stop();
  });

  function owned(name: string): JsonObject {
    const ownerReferences = [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${name}-7c9d8f6b5`, uid: '1-2', controller: true },
    ];
    const labels = { app: name, 'pod-template-hash': '7c9d8f6b5' };
    return pod(`${name}-7c9d8f6b5-abcde`, { generateName: `${name}-7c9d8f6b5-`, labels, ownerReferences });
  }

  /** Not the synchronous kind: the webhook that the API server calls serves from this very process. */
  const kubectl = async (...args: readonly string[]) =>
    (await promisify(execFile)('kubectl', ['--kubeconfig', kubeconfig, ...args])).stdout;

  async function run(args: readonly string[], input = '') {
    const { io, said } = recordingIo({ readInput: async () => input, env: store.environment });
    return { code: await runCommandLine(args, io), ...said };
  }

  it('why is pod X not injected?', async () => {
    const input = await kubectl('get', 'ns,pods,mutatingwebhookconfigurations', '-A', '-o', 'json');
    const { code, out } = await run(['explain', '-f', '-', '--parameters', parameters, '-o', 'json'], input);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ namespace: 'selected', verdict: 'injected' }),
        expect.objectContaining({
          ...{ namespace: 'forgotten', verdict: 'not-injected', reason: 'namespace-selector' },
          message: 'namespace forgotten lacks the label sidecar-injection=enabled',
        }),
      ]),
    );
  });

  it('why do the pods of a team fail since a change?', async () => {
    const broken = parameterFolder({ 'default/template': '{{ .Nope }}' });
    const input = await kubectl('get', 'ns,pods,mutatingwebhookconfigurations', '-n', 'selected', '-o', 'json');
    const { code, out } = await run(['explain', '-f', '-', '--parameters', broken], input);
    expect(code).toBe(1);
    expect(out).toMatch(/FAILS +.*|FAILS: /);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(/can't evaluate field Nope|Nope/);
  });

  it('which pods run an outdated sidecar?', async () => {
    const input = await kubectl('get', 'ns,pods,mutatingwebhookconfigurations', '-A', '-o', 'json');
    expect(await run(['report', '-f', '-', '--parameters', parameters], input)).toMatchObject({
      code: 0,
      out: '2 pods: 1 current, 1 not-wanted\n',
    });
    const newer = parameterFolder({ 'default/template': sidecar(2) });
    const outdated = await run(['report', '-f', '-', '--parameters', newer, '--plan'], input);
    expect(outdated.code).toBe(1);
    expect(outdated.out).toContain('kubectl rollout restart deployment/web -n selected');
  });

  it('how is the last edit undone?', async () => {
    await run(['push', parameterFolder({ 'default/template': sidecar(1) }), '--yes']);
    expect(await run(['promote', '--yes'])).toMatchObject({ code: 0 });
    await run(['push', parameterFolder({ 'default/template': sidecar(2) }), '--yes']);
    expect(await run(['promote', '--yes'])).toMatchObject({ code: 0 });
    expect(await run(['rollback', '--yes'])).toMatchObject({ code: 0 });
    const input = JSON.stringify(owned('web'));
    const { out } = await run(['explain', '-f', '-', '--parameters', 'ssm:/sidecar-injector'], input);
    expect(out).toContain('shop/shipper:1');
  });

  it('what changes if I promote?', async () => {
    const input = await kubectl('get', 'pods', '-A', '-o', 'json');
    const newer = parameterFolder({ 'default/template': sidecar(2) });
    const args = ['replay', '-f', '-', '--before', 'ssm:/sidecar-injector', '--after', newer];
    const { code, out } = await run(args, input);
    expect(code).toBe(0);
    expect(out).toContain('shop/shipper:1');
    expect(out).toContain('shop/shipper:2');
    expect(await run([...args, '--fail-on', 'changed'], input)).toMatchObject({ code: 1 });
  });

  it('how is it all turned off?', async () => {
    expect(await run(['off', '--reason', 'night', '--yes'])).toMatchObject({ code: 0 });
    const input = JSON.stringify(owned('web'));
    const { out } = await run(['explain', '-f', '-', '--parameters', 'ssm:/sidecar-injector'], input);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'NOT INJECTED: the injector is switched off (default/switch off: night)',
    );
    expect(await run(['on', '--yes'])).toMatchObject({ code: 0 });
  });

  it('is the webhook healthy?', async () => {
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, webhook.ca);
    expect(await run(['doctor', '--url', webhook.url, '--ca-file', ca])).toMatchObject({ code: 0 });
    const asked = JSON.stringify(pod('doctor', { labels: { 'sidecar.istio.io/inject': 'true' } }));
    writeFileSync(join(folder, 'pod.json'), asked);
    const create = ['create', '--dry-run=server', '-o', 'json', '-n', 'selected', '-f', join(folder, 'pod.json')];
    const judged = await run(['doctor', '--answer', '-'], await kubectl(...create));
    expect(judged).toMatchObject({ code: 0, out: expect.stringContaining('injected: ') });
  });

  it('what changes with these parameters?', async () => {
    const newer = parameterFolder({ 'default/template': sidecar(2) });
    const input = await kubectl('get', 'ns,pods,mutatingwebhookconfigurations', '-A', '-o', 'json');
    const { out } = await run(['report', '-f', '-', '--parameters', newer], input);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'a new pod changes container shipper: image shop/shipper:1 → shop/shipper:2',
    );
  });

  it('is my template right, in CI?', async () => {
    const input = JSON.stringify(owned('web'));
    const expectInjected = (folderOf: string) =>
      run(['explain', '-f', '-', '--parameters', folderOf, '--expect', 'inject', '--quiet'], input);
    expect(await expectInjected(parameters)).toMatchObject({ code: 0, out: '' });
    expect(await expectInjected(parameterFolder({ 'default/template': '{{ .Nope }}' }))).toMatchObject({ code: 1 });
  });
});
