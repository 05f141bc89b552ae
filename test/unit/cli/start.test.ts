import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { formatLogLine } from '../../../lib/cli/start/format-log-line.ts';
import { command } from '../../../lib/cli/start.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { parameterFolder, removeParameterFolders } from '../../support/parameter-folder.ts';
import { messageOf, recordingIo, runCommand } from './run-command.ts';

afterEach(removeParameterFolders);

const template = 'spec:\n  containers:\n  - name: shipper\n    image: shop/shipper:1\n';

function once(folder: string, ...more: readonly string[]) {
  return runCommand(command, ['--port', '0', '--once', '--parameters', `file:${folder}`, ...more]);
}

describe('start --once', () => {
  it('shows twelve rows, two security rules, one pod as a diff, and the manifest, within 72 columns', async () => {
    const run = await once(parameterFolder({ 'default/template': template }));
    expect(run.error).toBeUndefined();
    const table = run.out.slice(run.out.indexOf('SELECTOR'), run.out.indexOf('\n\nPod checkout'));
    expect(table).toBe(
      [
        'SELECTOR      POLICY    ANNOTATION  RESULT      WHY',
        'yes           enabled   true        inject      requested',
        'yes           enabled   false       skip        opted-out',
        'yes           enabled   absent      inject      policy-enabled',
        'yes           disabled  true        inject      requested',
        'yes           disabled  false       skip        opted-out',
        'yes           disabled  absent      skip        policy-disabled',
        'no            enabled   true        not called  namespace-selector',
        'no            enabled   false       not called  namespace-selector',
        'no            enabled   absent      not called  namespace-selector',
        'no            disabled  true        not called  namespace-selector',
        'no            disabled  false       not called  namespace-selector',
        'no            disabled  absent      not called  namespace-selector',
        'host network  enabled   true        skip        host-network',
        'kube-system   enabled   true        skip        system-namespace',
      ].join('\n'),
    );
    expect(table.split('\n').every((line) => line.length <= 72)).toBe(true);
    expect(run.out).toContain('\nPod checkout: the injection adds container shipper (shop/shipper:1).\n');
    expect(run.out).toContain('+  - image: shop/shipper:1');
    expect(run.out).not.toMatch(/sidecar\.istio\.io\/status|lambda-sidecar-injector\/record/);
    expect(run.out).toContain('kind: MutatingWebhookConfiguration');
    expect(run.out).not.toContain('\u001b[');
    expect(run.err).toBe('');
  });

  it('prints one document with -o json', async () => {
    const { out } = await once(parameterFolder({ 'default/template': template }), '-o', 'json');
    const { url, rows } = JSON.parse(out);
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/inject$/);
    expect(rows).toHaveLength(14);
    expect(rows[2]).toEqual({
      ...{ selector: 'yes', policy: 'enabled', annotation: 'absent' },
      ...{ injected: true, reason: 'policy-enabled', isAsExpected: true },
    });
  });

  it('shows the same where the policy is disabled or off', async () => {
    for (const policy of ['disabled', 'off']) {
      const run = await once(parameterFolder({ 'default/template': template, 'default/policy': policy }));
      expect(run.error).toBeUndefined();
      expect(run.out).toMatch(/^yes +disabled +true +inject /m);
    }
  });

  it('colours the diff where colours show', async () => {
    const folder = parameterFolder({ 'default/template': template });
    const args = ['--port', '0', '--once', '--parameters', folder];
    expect((await runCommand(command, args, { color: true })).out).toContain('\u001b[32m');
  });

  it('says only where it is when it is to be quiet', async () => {
    const run = await once(parameterFolder({ 'default/template': template }), '--quiet');
    expect(run.out).toMatch(/^webhook: https:\/\/127\.0\.0\.1:\d+\/inject over file:.*\n$/);
  });

  it.each([
    { name: 'no template', values: { 'default/policy': 'enabled' }, says: /default\/template: there is no template/ },
    {
      name: 'a broken template',
      values: { 'default/template': '{{ if' },
      says: /default\/template:1: template: sidecar/,
    },
    {
      name: "a cluster's broken setting",
      values: { 'default/template': template, 'prod/settings': 'revision: 1' },
      says: /prod\/settings:1:1: revision: must be text/,
    },
  ])('does not start over $name', async ({ values, says }) => {
    const run = await once(parameterFolder(values));
    expect(run.error).toMatchObject({ name: 'CommandError', exitCode: 3 });
    expect(messageOf(run)).toMatch(says);
  });

  it('does not start over a folder that is not there', async () => {
    expect(messageOf(await once('nosuch'))).toMatch(/nosuch: cannot be read as a folder of parameters/);
  });

  it('notes files that nothing reads', async () => {
    const run = await once(parameterFolder({ 'default/template': template, 'default/polcy': 'off' }));
    expect(run.error).toBeUndefined();
    expect(run.err).toMatch(/^note: default\/polcy: nothing reads it/);
  });

  it('fails where a row does not come out as the truth table has it', async () => {
    const run = await once(parameterFolder({ 'default/template': '{{ index .Nothing.At 1 }}' }));
    expect(messageOf(run)).toMatch(/did not come out/);
  });

  it('says that the port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const folder = parameterFolder({ 'default/template': template });
    const run = await runCommand(command, ['--port', String(port), '--once', '--parameters', folder]);
    other.close();
    expect(messageOf(run)).toBe(`port ${port} is in use; choose another one with --port`);
  });
});

describe('start', () => {
  it('serves until it is interrupted', async () => {
    const interrupt = new AbortController();
    const folder = parameterFolder({ 'default/template': template });
    const args = ['--port', '0', '--quiet', '--parameters', folder];
    const running = runCommand(command, args, { signal: interrupt.signal });
    setTimeout(() => interrupt.abort(), 300);
    expect((await running).error).toBeUndefined();
  });
});

describe('start, while it serves', () => {
  it('tells at once when a saved file is bad, and good again', async () => {
    const interrupt = new AbortController();
    const folder = parameterFolder({ 'default/template': template });
    const { io, said } = recordingIo({ signal: interrupt.signal });
    const running = command(io).parseAsync(['--port', '0', '--parameters', folder], { from: 'user' });
    const until = async (pattern: RegExp) => {
      for (let round = 0; round < 400 && !pattern.test(said.err + said.out); round++) {
        await delay(50);
      }
      expect(said.err + said.out).toMatch(pattern);
    };
    await until(/serving; edits in/);
    await delay(600);
    writeFileSync(join(folder, 'default/template'), '{{ upercase "a" }}');
    await until(/^default: bad, still serving [0-9a-f]{12}: .*upercase/m);
    writeFileSync(join(folder, 'default/template'), template.replace(':1', ':2'));
    await until(/^default: good, configuration [0-9a-f]{12}$/m);
    interrupt.abort();
    await running;
  });
});

describe('formatLogLine', () => {
  const line = {
    ...{ time: '2026-11-28T12:34:56.789Z', level: 'info', outcome: 'injected', namespace: 'shop', status: 200 },
    ...{ workload: 'ReplicaSet/web-1', reason: 'policy-enabled', milliseconds: 3, cluster: 'default' },
  };
  it.each([
    ['an injection', {}, '12:34:56 injected shop/ReplicaSet/web-1 policy-enabled 3 ms'],
    ['a cluster', { cluster: 'prod' }, '12:34:56 injected shop/ReplicaSet/web-1 [prod] policy-enabled 3 ms'],
    [
      'a fault, with its cause and without its stack',
      {
        outcome: 'failed',
        reason: undefined,
        error: { message: 'the template fails', stack: 'at x', cause: { message: 'nil' } },
      },
      '12:34:56 failed   shop/ReplicaSet/web-1 3 ms the template fails: nil',
    ],
  ])('tells %s on one short line', (_name, more, want) => {
    expect(formatLogLine(JSON.stringify({ ...line, ...more }), false)).toBe(want);
  });
});

describe('start over Parameter Store', () => {
  const args = ['--port', '0', '--once', '--parameters', 'ssm:/injector'];

  it('serves what the root holds', async () => {
    const parameters = new ParameterStore();
    parameters.put('/injector/default/template', template);
    const store = await startParameterStore(parameters);
    const run = await runCommand(command, args, { env: store.environment });
    await store.close();
    expect(run.error).toBeUndefined();
    expect(run.out).toContain('over ssm:/injector');
    expect(run.out).toMatch(/^yes +enabled +true +inject /m);
  });

  it('does not start over a root that holds nothing', async () => {
    const store = await startParameterStore();
    const run = await runCommand(command, args, { env: store.environment });
    await store.close();
    expect(messageOf(run)).toMatch(/ssm:\/injector.* cannot be served:\n.*nothing was found below default/s);
  });
});
