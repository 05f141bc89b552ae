import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { command as replay } from '../../../lib/cli/replay.ts';
import { parameterSet } from '../../../lib/cli/trial/parameter-set.ts';
import { tryPod } from '../../../lib/cli/trial/try-pod.ts';
import { messageOf, runCommand } from './run-command.ts';
import { startStoredParameters } from './stored-parameters.ts';

const template = (image: string, rest = '') => `metadata:
  labels: {logged: "yes"}
spec:
  containers:
  - name: log
    image: ${image}
    volumeMounts: [{name: spool, mountPath: /spool}]
  volumes: [{name: spool, emptyDir: {}}]
${rest}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'));
  write('before/default/template', template('log:1'));
  write('after/default/template', template('log:2'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** A pod of a Deployment as a cluster has it, with what differs between the pods of one. */
function pod(workload: string, index: number, more = {}) {
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: `${workload}-5d4f8c7b6`,
    uid: 'u',
    controller: true,
  };
  const token = `kube-api-access-${String(index).padStart(5, 'a')}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${workload}-5d4f8c7b6-${index}`,
      generateName: `${workload}-5d4f8c7b6-`,
      namespace: 'shop',
      uid: `uid-${index}`,
      resourceVersion: String(index),
      labels: { app: workload, 'pod-template-hash': '5d4f8c7b6' },
      ownerReferences: [owner],
      ...more,
    },
    spec: {
      nodeName: `node-${index}`,
      containers: [{ name: 'app', image: `${workload}:1`, volumeMounts: [{ name: token, mountPath: '/token' }] }],
      volumes: [{ name: token, projected: { sources: [] } }],
    },
    status: { phase: 'Running', podIP: `10.0.0.${index}` },
  };
}

async function run(objects: readonly unknown[], ...args: string[]) {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const parts = { cwd: folder, readInput: async () => text };
  return runCommand(replay, ['-f', '-', '--before', 'before', '--after', 'after', ...args], parts);
}

const refusing = { annotations: { 'sidecar.istio.io/inject': 'false' } };

describe('replay', () => {
  it('counts what stays equal, and tells equal changes once, with their workloads', async () => {
    const pods = [pod('web', 1), pod('web', 2), pod('api', 3), pod('quiet', 4, refusing)];
    const { out, error } = await run(pods);
    expect(error).toBeUndefined();
    expect(out).toMatch(/^3 pods come out otherwise: shop\/Deployment\/web, shop\/Deployment\/api\n/);
    expect(out.match(/\+ .*image: log:2/g)).toHaveLength(1);
    expect(out).toMatch(/1 pod stays equal\n$/);
  });

  it('answers in JSON', async () => {
    const { out } = await run([pod('web', 1), pod('web', 2), pod('quiet', 3, refusing)], '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({
      equal: 1,
      changed: 2,
      refused: 0,
      failed: 0,
      groups: [{ kind: 'changed', pods: 2, workloads: ['shop/Deployment/web'] }],
    });
  });

  it.each([
    [
      'pods that are newly refused',
      template('log:1')
        .replace('- {name: spool, emptyDir: {}}', '')
        .replace(/ {2}volumes.*\n/, ''),
      'refused',
    ],
    ['pods that newly fail', '{{ fail "no" }}', 'failed'],
  ])('tells %s, with exit code 1', async (_name, text, kind) => {
    write('after/default/template', text);
    const { out, error } = await run([pod('web', 1)], '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({ [kind]: 1 });
    expect(error).toMatchObject({ exitCode: 1 });
    expect((await run([pod('web', 1)], '--fail-on', 'changed')).error).toBeUndefined();
  });

  it('ends with exit code 1 on what it is told to', async () => {
    expect((await run([pod('web', 1)], '--fail-on', 'changed')).error).toMatchObject({ exitCode: 1 });
    expect((await run([pod('web', 1)], '--fail-on', 'odd')).error).toMatchObject({ code: 'commander.invalidArgument' });
  });

  it('takes out first what was injected: policies show, and nothing changes under the same parameters', async () => {
    const parameters = new Map([
      ['default/template', { name: 'default/template', value: template('log:1'), version: 1 }],
    ]);
    const set = await parameterSet({ description: '', reading: { parameters, failures: new Map() } });
    const loaded = set.snapshotFor('default');
    const injected = [pod('web', 1), pod('api', 2)].map((each) =>
      loaded.kind === 'snapshot' ? tryPod({ pod: each, namespace: 'shop' }, loaded.snapshot).pod : each,
    );
    expect(JSON.stringify(injected)).toContain('log:1');
    write('after/default/template', template('log:1'));
    expect((await run(injected)).out).toBe('nothing changes in pods (2 pods tried)\n');
    write('after/default/policy', 'disabled\n');
    const { out } = await run(injected);
    expect(out).toMatch(/-.*image: log:1/);
    expect(out).toMatch(/-.*logged: "yes"/);
  });

  it('takes workloads and AdmissionReviews', async () => {
    const { metadata, spec } = pod('web', 1);
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { template: { spec } },
    };
    expect((await run([deployment])).out).toMatch(
      /1 pod come out otherwise: Deployment\/web|1 pod comes? out otherwise: Deployment\/web/,
    );
    const review = (operation: string) => ({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      request: { operation, namespace: 'shop', resource: { resource: 'pods' }, object: { metadata, spec } },
    });
    const lines = [review('CREATE'), review('UPDATE')].map((each) => JSON.stringify(each)).join('\n');
    const parts = { cwd: folder, readInput: async () => `${lines}\n` };
    const { out } = await runCommand(
      replay,
      ['-f', '-', '--before', 'before', '--after', 'after', '-o', 'json'],
      parts,
    );
    expect(JSON.parse(out)).toMatchObject({ changed: 1, equal: 0 });
  });

  it('says what it cannot use', async () => {
    const unquoted = pod('web', 1, { annotations: { 'sidecar.istio.io/inject': true } });
    expect(messageOf(await run([unquoted]))).toMatch(
      /Deployment\/web: annotation sidecar.istio.io\/inject: true stands/,
    );
    expect(messageOf(await run([{ apiVersion: 'v1', kind: 'Service' }]))).toMatch(/no pods and no workloads/);
    write('after/default/template', 'a: {{ .x\n');
    expect(messageOf(await run([pod('web', 1)]))).toMatch(/after cannot be used:\ndefault\/template/);
  });

  it('compares releases by their numbers, and what is in force with a folder', async () => {
    const world = await startStoredParameters();
    try {
      for (const image of ['log:1', 'log:2']) {
        world.write({ 'default/values': `image: ${image}\n` });
        await world.run(push, [world.folder, '--yes']);
        await world.run(promote, ['--yes']);
      }
      const io = { readInput: async () => JSON.stringify(pod('web', 1)) };
      const both = await world.run(replay, ['-f', '-', '--before', '1', '--after', '2'], io);
      expect(both.out).toMatch(/-.*log:1\n\+.*log:2/);
      const same = await world.run(
        replay,
        ['-f', '-', '--before', 'ssm:/sidecar-injector', '--after', world.folder],
        io,
      );
      expect(same.out).toMatch(/nothing changes/);
      expect(messageOf(await world.run(replay, ['-f', '-', '--before', '9', '--after', '2'], io))).toMatch(
        /kept: 1, 2/,
      );
    } finally {
      await world.close();
    }
  });
});
