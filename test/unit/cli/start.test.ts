import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { command } from '../../../lib/cli/start.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { startParameterStore } from '../../support/fakes/parameter-store-server.ts';
import { parameterFolder, removeParameterFolders } from '../../support/parameter-folder.ts';
import { messageOf, runCommand } from './run-command.ts';

afterEach(removeParameterFolders);

const template = 'spec:\n  containers:\n  - name: shipper\n    image: shop/shipper:1\n';

function once(folder: string, ...more: readonly string[]) {
  return runCommand(command, ['--port', '0', '--once', '--parameters', `file:${folder}`, ...more]);
}

describe('start --once', () => {
  it('shows eight rows, two security rules, one pod as a diff, and the manifest', async () => {
    const run = await once(parameterFolder({ 'default/template': template }));
    expect(run.error).toBeUndefined();
    const rows = run.out.split('\n').filter((line) => line.startsWith('│'));
    expect(
      rows.map((line) =>
        line
          .split('│')
          .slice(1, 4)
          .map((cell) => cell.trim()),
      ),
    ).toEqual([
      ['row', 'decision', 'reason'],
      ['namespaceSelector yes, policy enabled, inject: true', 'inject', 'requested'],
      ['namespaceSelector yes, policy enabled, inject: false', 'skip', 'opted-out'],
      ['namespaceSelector yes, policy disabled, inject: true', 'inject', 'requested'],
      ['namespaceSelector yes, policy disabled, inject: false', 'skip', 'opted-out'],
      ['namespaceSelector no, policy enabled, inject: true', 'not called', 'namespace-selector'],
      ['namespaceSelector no, policy enabled, inject: false', 'not called', 'namespace-selector'],
      ['namespaceSelector no, policy disabled, inject: true', 'not called', 'namespace-selector'],
      ['namespaceSelector no, policy disabled, inject: false', 'not called', 'namespace-selector'],
      ['security: host network', 'skip', 'host-network'],
      ['security: kube-system', 'skip', 'system-namespace'],
    ]);
    expect(run.out).toContain('+  - image: shop/shipper:1');
    expect(run.out).toContain('kind: MutatingWebhookConfiguration');
    expect(run.out).not.toContain('\u001b[');
    expect(run.err).toBe('');
  });

  it('shows the same where the policy is disabled or off', async () => {
    for (const policy of ['disabled', 'off']) {
      const run = await once(parameterFolder({ 'default/template': template, 'default/policy': policy }));
      expect(run.error).toBeUndefined();
      expect(run.out).toMatch(/policy disabled, inject: true +│ inject/);
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
    expect(run.out).toMatch(/policy enabled, inject: true +│ inject/);
  });

  it('does not start over a root that holds nothing', async () => {
    const store = await startParameterStore();
    const run = await runCommand(command, args, { env: store.environment });
    await store.close();
    expect(messageOf(run)).toMatch(/ssm:\/injector.* cannot be served:\n.*nothing was found below default/s);
  });
});
