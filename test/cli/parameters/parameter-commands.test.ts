import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as check } from '../../../lib/cli/check.ts';
import type { CommandModule } from '../../../lib/cli/command.ts';
import { command as diff } from '../../../lib/cli/diff.ts';
import { command as history } from '../../../lib/cli/history.ts';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { command as rollback } from '../../../lib/cli/rollback.ts';
import { decodeValue } from '../../../lib/config/decode-value.ts';
import { encodeAs } from '../../../lib/config/encode-value.ts';
import { digestOf } from '../../../lib/config/release.ts';
import { ParameterStore } from '../../fakes/parameter-store.ts';
import { type ParameterStoreServer, startParameterStore } from '../../fakes/parameter-store-server.ts';
import { type CommandRun, messageOf, runCommand, type TestIo } from '../run-command.ts';

const template = 'spec:\n  containers:\n  - name: log\n    image: "{{ .Values.image }}"\n';
const folderOf = {
  'default/policy': 'enabled\n',
  'default/template': template,
  'default/values': 'image: log:1\n',
  'prod/policy': 'disabled\n',
};

let server: ParameterStoreServer;
let folder: string;

beforeEach(async () => {
  server = await startParameterStore(new ParameterStore());
  folder = mkdtempSync(join(tmpdir(), 'parameters-'));
  write(folderOf);
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('push', () => {
  it('writes what is new, encodes templates, and says each version', async () => {
    const result = await run(push, [folder, '--yes']);
    expect(messageOf(result)).toBe('');
    expect(stored('default/policy')).toBe('enabled\n');
    expect(stored('default/template')).toMatch(/^b64:/);
    expect(result.out).toContain('+    image: "{{ .Values.image }}"');
    expect(result.err).toMatch(/\[4\/4\] prod\/policy: version 1, \d+ bytes, Standard/);
  });

  it('writes nothing the second time', async () => {
    await run(push, [folder, '--yes']);
    const { err } = await run(push, [folder, '--yes']);
    expect(err).toMatch(/nothing to write.* already holds 4 parameters/);
    expect(versions('default/policy')).toBe(1);
  });

  it('writes only what changed', async () => {
    await run(push, [folder, '--yes']);
    write({ 'default/values': 'image: log:2\n' });
    const { out } = await run(push, [folder, '--yes']);
    expect(out).toContain('-image: log:1\n+image: log:2');
    expect([versions('default/values'), versions('default/template')]).toEqual([2, 1]);
  });

  it("writes one cluster's part with --cluster", async () => {
    await run(push, [folder, '--yes']);
    write({ 'prod/policy': 'off\n', 'default/policy': 'off\n' });
    await run(push, [folder, '--yes', '--cluster', 'prod']);
    expect([stored('prod/policy'), stored('default/policy')]).toEqual(['off\n', 'enabled\n']);
  });

  it('writes no cluster that could not be served', async () => {
    expect(messageOf(await run(push, [folder, '--yes', '--cluster', 'prod']))).toMatch(/default\/template/);
  });

  it('asks, and takes anything but yes for no', async () => {
    const { err } = await run(push, [folder], { interactive: true, ask: async () => 'n' });
    expect(err).toContain('nothing was written');
    expect(server.store.parameters.size).toBe(0);
  });

  it('writes after a yes', async () => {
    await run(push, [folder], { interactive: true, ask: async () => 'y' });
    expect(server.store.parameters.size).toBe(4);
  });

  it('writes the parameter in hand and no other after Ctrl-C, with code 130', async () => {
    const interrupt = new AbortController();
    server.fault = ({ operation }) => {
      if (operation === 'PutParameter') {
        interrupt.abort();
      }
      return undefined;
    };
    const { error } = await run(push, [folder, '--yes'], { signal: interrupt.signal });
    expect(error).toMatchObject({ exitCode: 130, message: expect.stringMatching(/interrupted: 1 of 4 were written/) });
    expect(server.store.parameters.size).toBe(1);
  });

  it('asks for --yes where there is nobody to ask', async () => {
    expect(messageOf(await run(push, [folder]))).toContain('--yes');
  });

  it('refuses what does not validate, with every problem and its place', async () => {
    write({ 'default/policy': 'enbled\n', 'default/template': 'a: {{ .x\n' });
    const message = messageOf(await run(push, [folder, '--yes']));
    expect(message).toMatch(/default\/policy.*enbled/);
    expect(message).toMatch(/default\/template:\d+/);
    expect(message).toContain('nothing was written');
    expect(server.store.parameters.size).toBe(0);
  });

  it.each([
    ['default/polcy', 'off', /^default\/polcy: nothing reads it: rename or delete it; did you mean "policy"\?/],
    ['default/policy.bak', 'off', /^default\/policy.bak: nothing reads it/],
    ['default/templates/a b', 'x', /^default\/templates\/a b: nothing reads it/],
    ['Prod/policy', 'off', /^Prod\/policy: nothing reads it: clusters are called by a-z/],
    ['README.md', 'x', /^README.md: nothing reads it: parameters stand below default\//],
    ['prod/tokens', '{}', /^prod\/tokens: tokens are read under default only/],
  ])('refuses %s, which nothing would read', async (name, text, message) => {
    write({ [name]: text });
    expect(messageOf(await run(push, [folder, '--yes']))).toMatch(message);
    expect(server.store.parameters.size).toBe(0);
    expect((await run(diff, [folder])).err).toMatch(new RegExp(message.source.replace('^', '^note: '), 'm'));
  });

  it('writes a template that no settings list yet, and says so', async () => {
    write({ 'default/templates/gateway': 'spec: {}' });
    const { err } = await run(push, [folder, '--yes']);
    expect(err).toContain('note: default/templates/gateway: no settings list the template "gateway"');
    expect(stored('default/templates/gateway')).toBe('spec: {}');
  });

  it('picks the advanced tier for what fits no other, and names what fits none', async () => {
    write({ 'default/values': noise(4500) });
    await run(push, [folder, '--yes']);
    expect(server.store.find('/sidecar-injector/default/values')?.tier).toBe('Advanced');
    write({ 'default/values': noise(20_000) });
    expect(messageOf(await run(push, [folder, '--yes']))).toMatch(
      /default\/values: \d+ bytes.*8192: remove what your templates do not read/,
    );
  });

  it.each(['b64', 'gzip', 'br'] as const)(
    'takes a file that is %s encoded for its text, as import writes it',
    async (encoding) => {
      write({ 'default/template': encodeAs(encoding, template) });
      await run(push, [folder, '--yes']);
      expect(decodeValue(stored('default/template'))).toBe(template);
      write({ 'default/template': template });
      expect((await run(push, [folder, '--yes'])).err).toContain('nothing to write');
    },
  );

  it('refuses a file whose encoding is broken, by name', async () => {
    write({ 'default/template': 'br:AAAA' });
    expect(messageOf(await run(push, [folder, '--yes']))).toMatch(
      /^default\/template: what follows br: does not decomp/,
    );
  });

  it('stores an empty file, which is a value, and reads it back', async () => {
    write({ 'default/values': '' });
    expect(messageOf(await run(push, [folder, '--yes']))).toBe('');
    expect((await run(push, [folder, '--yes'])).err).toContain('nothing to write');
  });

  it('keeps the advanced tier of what has become small', async () => {
    write({ 'default/values': noise(4500) });
    await run(push, [folder, '--yes']);
    write({ 'default/values': 'image: log:3\n' });
    expect(messageOf(await run(push, [folder, '--yes']))).toBe('');
    expect(stored('default/values')).toBe('image: log:3\n');
  });

  it('stores tokens as SecureString and never shows them', async () => {
    const digest = 'ab'.repeat(32);
    write({ 'default/tokens': JSON.stringify({ [digest]: ['prod'] }) });
    const { out } = await run(push, [folder, '--yes']);
    expect(server.store.find('/sidecar-injector/default/tokens')?.type).toBe('SecureString');
    expect(out).not.toContain(digest);
  });

  it('stores more tokens than 4 KB hold, which are encoded', async () => {
    const tokens = Array.from({ length: 80 }, (_, index) => [digestOf(`token ${index}`), ['prod']]);
    write({ 'default/tokens': JSON.stringify(Object.fromEntries(tokens)) });
    expect(messageOf(await run(push, [folder, '--yes']))).toBe('');
    expect(stored('default/tokens')).toMatch(/^br:/);
    expect((await run(check, [])).out).toContain('are in order');
  });

  it('tells the second of two people at once, and leaves what the first wrote', async () => {
    await run(push, [folder, '--yes']);
    write({ 'default/values': 'image: mine\n' });
    const ask = async () => {
      server.store.put('/sidecar-injector/default/values', 'image: theirs\n', { overwrite: true });
      return 'y';
    };
    const message = messageOf(await run(push, [folder], { interactive: true, ask }));
    expect(message).toMatch(/default\/values: .* wrote version 2 while you looked/);
    expect(stored('default/values')).toBe('image: theirs\n');
  });

  it.each([
    ['a folder that is not there', ['/nowhere'], /\/nowhere: cannot be read .*\(there is no such file or folder\)/],
    ['a target that is none', ['--to', 'sidecar-injector'], /ssm:\/ROOT/],
    ['a cluster name that is none', ['--cluster', 'Prod!'], /--cluster Prod!/],
  ])('refuses %s', async (_name, args, message) => {
    const first = args[0]?.startsWith('-') === false ? [] : [folder];
    expect(messageOf(await run(push, [...first, ...args]))).toMatch(message);
  });
});

describe('diff', () => {
  it('shows what push would write, and writes nothing', async () => {
    await run(push, [folder, '--yes']);
    write({ 'prod/policy': 'off\n' });
    const { out, err } = await run(diff, [folder]);
    expect(out).toContain('-disabled\n+off');
    expect(err).toContain('1 to write, 3 unchanged');
    expect(versions('prod/policy')).toBe(1);
  });
});

describe('promote and rollback', () => {
  beforeEach(async () => {
    await run(push, [folder, '--yes']);
    await run(promote, ['--yes']);
  });

  it('pins every version of the default, with its digest, and labels it', async () => {
    expect(stored('default/release').split('\n')[0]).toBe(
      `default/policy: {version: 1, sha256: ${digestOf('enabled\n')}}`,
    );
    expect(server.store.find('/sidecar-injector/default/values')?.labels).toContain('pinned');
  });

  it("pins what clusters without a release of their own read: the default's names none of theirs away", async () => {
    expect(stored('default/release')).toContain('prod/policy: {version: 1');
    await run(promote, ['--yes', '--cluster', 'prod']);
    await run(promote, ['--yes']);
    expect(stored('default/release')).not.toContain('prod/');
  });

  it('tells what would not load for any of these clusters', async () => {
    server.store.put('/sidecar-injector/prod/policy', 'on', { overwrite: true });
    expect(messageOf(await run(promote, ['--yes']))).toMatch(/prod\/policy:1:1: "on" is no policy/);
  });

  it('pins nothing that nobody reads', async () => {
    server.store.put('/sidecar-injector/default/polcy', 'off', {});
    expect((await run(promote, ['--yes'])).err).toContain('pins these versions already');
  });

  it("pins the cluster's and the default's for a cluster", async () => {
    await run(promote, ['--yes', '--cluster', 'prod']);
    expect(stored('prod/release').match(/^[^:]+/gm)).toEqual([
      'default/policy',
      'default/template',
      'default/values',
      'prod/policy',
    ]);
  });

  it('never pins tokens', async () => {
    write({ 'default/tokens': '{}' });
    await run(push, [folder, '--yes']);
    await run(promote, ['--yes']);
    expect(stored('default/release')).not.toContain('tokens');
  });

  it('keeps a label on every version that a release pins, and on those of the release before', async () => {
    const labels = (version: number) => server.store.find(`/sidecar-injector/default/values:${version}`)?.labels ?? [];
    const changeValues = async (image: string, ...args: readonly string[]) => {
      write({ 'default/values': `image: ${image}\n` });
      await run(push, [folder, '--yes']);
      await run(promote, ['--yes', ...args]);
    };
    await run(promote, ['--yes', '--cluster', 'prod']);
    await changeValues('log:2');
    expect([1, 2].map((version) => [...labels(version)])).toEqual([['pinned'], ['pinned-2']]);
    await changeValues('log:3');
    expect([1, 2, 3].map((version) => [...labels(version)])).toEqual([['pinned'], ['pinned-2'], ['pinned-3']]);
    await changeValues('log:4', '--cluster', 'prod');
    await changeValues('log:5');
    expect([1, 2, 3, 4, 5].map((version) => [...labels(version)])).toEqual([
      [],
      [],
      ['pinned-3'],
      ['pinned-2'],
      ['pinned'],
    ]);
    await run(rollback, ['--yes', '--release', '1']);
    expect([...labels(1)]).not.toEqual([]);
  });

  it('lets go of versions that would stop pushes', async () => {
    for (let version = 2; version <= 100; version++) {
      server.store.put('/sidecar-injector/default/values', `image: log:${version}\n`, { overwrite: true });
    }
    write({ 'default/values': 'image: mine\n' });
    const { error } = await run(push, [folder, '--yes']);
    expect(error).toMatchObject({ message: expect.stringMatching(/default\/values cannot be written: .* promote/) });
    await run(promote, ['--yes']);
    expect((await run(push, [folder, '--yes'])).err).toContain('[1/1] default/values: version 101');
  });

  it('stores a release of many names encoded, and reads it back', async () => {
    const clusters = Array.from({ length: 70 }, (_, index) => [`cluster-${index}/policy`, 'off\n']);
    write(Object.fromEntries(clusters));
    await run(push, [folder, '--yes']);
    expect(messageOf(await run(promote, ['--yes']))).toBe('');
    expect(stored('default/release')).toMatch(/^br:/);
    expect((await run(promote, ['--yes'])).err).toContain('pins these versions already');
    expect((await run(check, [])).out).toContain('are in order');
    expect((await run(rollback, ['--yes'])).err).toContain('is version 1 again');
  });

  it('says so where nothing changed', async () => {
    expect((await run(promote, ['--yes'])).err).toContain('pins these versions already');
  });

  it('goes back to the release before, and forward again by its version', async () => {
    const first = stored('default/release');
    write({ 'default/values': 'image: log:2\n' });
    await run(push, [folder, '--yes']);
    await run(promote, ['--yes']);
    const second = stored('default/release');
    expect(second).not.toBe(first);
    expect((await run(rollback, ['--yes'])).err).toContain('is version 1 again');
    expect(stored('default/release')).toBe(first);
    await run(rollback, ['--yes', '--release', '2']);
    expect(stored('default/release')).toBe(second);
  });

  it('refuses to go back where there is nothing to go back to', async () => {
    expect(messageOf(await run(rollback, ['--yes']))).toMatch(/no earlier release/);
    expect(messageOf(await run(rollback, ['--yes', '--release', '7']))).toMatch(/no version 7 \(versions kept: 1\)/);
  });

  it.each([
    ['promote', promote],
    ['rollback', rollback],
  ])('%s writes no release after Ctrl-C', async (_name, command) => {
    write({ 'default/values': 'image: log:2\n' });
    await run(push, [folder, '--yes']);
    await run(command === rollback ? promote : check, command === rollback ? ['--yes'] : []);
    const before = versions('default/release');
    const { error } = await run(command, ['--yes'], { signal: AbortSignal.abort() });
    expect(error).toMatchObject({ exitCode: 130, message: 'interrupted: the release was not written' });
    expect(versions('default/release')).toBe(before);
  });

  it('refuses a release whose versions are gone', async () => {
    write({ 'default/values': 'image: log:2\n' });
    await run(push, [folder, '--yes']);
    await run(promote, ['--yes']);
    server.store.remove('/sidecar-injector/default/values');
    server.store.put('/sidecar-injector/default/values', 'image: log:9\n', {});
    expect(messageOf(await run(rollback, ['--yes']))).toMatch(/default\/values/);
  });

  it('tells the second of two people at once', async () => {
    write({ 'default/values': 'image: log:2\n' });
    await run(push, [folder, '--yes']);
    const ask = async () => {
      server.store.put('/sidecar-injector/default/release', 'theirs', { overwrite: true });
      return 'yes';
    };
    expect(messageOf(await run(promote, [], { interactive: true, ask }))).toMatch(/wrote version 2 while you looked/);
    expect(stored('default/release')).toBe('theirs');
  });
});

describe('push under a release', () => {
  it('says what makes it take effect', async () => {
    await run(push, [folder, '--yes']);
    await run(promote, ['--yes']);
    write({ 'default/values': 'image: log:2\n' });
    expect((await run(push, [folder, '--yes'])).err).toMatch(
      /note: default\/release pins earlier versions; what was written takes effect there with: sidecar-injector promote\n/,
    );
    await run(promote, ['--yes', '--cluster', 'prod']);
    write({ 'prod/policy': 'off\n' });
    const { err } = await run(push, [folder, '--yes']);
    expect(err.match(/^note: .*/gm)).toEqual([expect.stringMatching(/prod\/release .*promote --cluster prod$/)]);
  });

  it('says nothing where no release is in force', async () => {
    expect((await run(push, [folder, '--yes'])).err).not.toContain('note:');
  });
});

describe('with tokens that cannot be decrypted', () => {
  const name = '/sidecar-injector/default/tokens';
  beforeEach(async () => {
    write({ 'default/tokens': '{}' });
    await run(push, [folder, '--yes']);
    server.store.undecryptable.add(name);
  });

  it('push and promote write everything else', async () => {
    rmSync(join(folder, 'default/tokens'));
    write({ 'default/values': 'image: log:2\n' });
    expect((await run(push, [folder, '--yes'])).err).toContain('[1/1] default/values: version 2');
    expect(messageOf(await run(promote, ['--yes']))).toBe('');
  });

  it('push writes the tokens of the folder over them', async () => {
    const { out, err } = await run(push, [folder, '--yes']);
    expect(out).toBe('--- default/tokens (version 1)\n+++ default/tokens (new, SecureString: not shown)\n');
    expect(err).toContain('[1/1] default/tokens: version 2');
  });

  it('check names the key and the parameter', async () => {
    expect(messageOf(await run(check, []))).toMatch(
      /^default\/tokens: KMS key arn:\S+ cannot decrypt \S+default\/tokens/,
    );
  });

  it('promote pins nothing while another parameter cannot be decrypted', async () => {
    server.store.remove('/sidecar-injector/default/values');
    server.store.put('/sidecar-injector/default/values', 'image: secret\n', { type: 'SecureString' });
    server.store.undecryptable.add('/sidecar-injector/default/values');
    expect(messageOf(await run(promote, ['--yes']))).toMatch(/^default\/values: KMS key/);
    expect(versions('default/release')).toBe(0);
  });

  it('history tells who wrote them and when', async () => {
    expect((await run(history, ['tokens'])).out).toMatch(/^version 1, .*\n\(a secret: not shown\)\n/);
  });
});

describe('history', () => {
  it('shows each version of a parameter with what it changed, newest first', async () => {
    await run(push, [folder, '--yes']);
    write({ 'default/values': 'image: log:2\n' });
    await run(push, [folder, '--yes']);
    const { out } = await run(history, ['default/values']);
    expect(out.match(/^version \d/gm)).toEqual(['version 2', 'version 1']);
    expect(out).toContain('-image: log:1\n+image: log:2');
  });

  it('shows releases where no parameter is named', async () => {
    await run(push, [folder, '--yes']);
    await run(promote, ['--yes']);
    expect((await run(history, [])).out).toContain('+default/policy: {version: 1');
  });

  it('never shows tokens', async () => {
    const digest = 'cd'.repeat(32);
    write({ 'default/tokens': JSON.stringify({ [digest]: ['*'] }) });
    await run(push, [folder, '--yes']);
    expect((await run(history, ['default/tokens'])).out).not.toContain(digest);
  });

  it.each([
    [['values'], 'default/values'],
    [['policy', '--cluster', 'prod'], 'prod/policy'],
    [['prod/policy'], 'prod/policy'],
    [['templates/gateway'], 'default/templates/gateway'],
  ])('finds %j at %s', async (args, name) => {
    server.store.put(`/sidecar-injector/${name}`, 'the one', {});
    expect((await run(history, args)).out).toContain('+the one');
  });

  it('says which parameter is not there', async () => {
    expect(messageOf(await run(history, []))).toMatch(/holds no default\/release; write a release with promote/);
    expect(messageOf(await run(history, ['default/valeus']))).toMatch(/holds no default\/valeus/);
  });
});

describe('check', () => {
  it('finds everything in order', async () => {
    await run(push, [folder, '--yes']);
    await run(promote, ['--yes']);
    expect((await run(check, [])).out).toMatch(
      /5 parameters in ssm:\/sidecar-injector.* are in order, for default, prod/,
    );
  });

  it.each([
    ['a name that nothing reads', 'prod/polcy', 'off', /prod\/polcy: nothing reads it/],
    [
      'a template that no settings list',
      'default/templates/gateway',
      'spec: {}',
      /no settings list the template "gateway"/,
    ],
    ['tokens outside the default', 'prod/tokens', '{}', /prod\/tokens: tokens are read under default only/],
    ['a name outside every cluster', 'policy', 'off', /^policy: nothing reads it: parameters stand below default/],
    ['a folder that is no cluster', 'Prod/policy', 'off', /Prod\/policy: nothing reads it: clusters are called/],
    ['a value that does not validate', 'prod/policy', 'on', /prod\/policy.*on/],
    ['a value that does not decode', 'default/values', 'gzip:AAAA', /default\/values.*gzip/],
    ['tokens that are no table', 'default/tokens', '[]', /default\/tokens/],
  ])('reports %s', async (_name, name, value, message) => {
    await run(push, [folder, '--yes']);
    server.store.put(`/sidecar-injector/${name}`, value, { overwrite: true });
    expect(messageOf(await run(check, []))).toMatch(message);
  });

  it('reports names that the release in force does not list', async () => {
    await run(push, [folder, '--yes']);
    await run(promote, ['--yes']);
    write({ 'prod/values': 'image: own\n' });
    await run(push, [folder, '--yes']);
    expect(messageOf(await run(check, []))).toMatch(/^prod\/values: default\/release is in force and does not list it/);
    await run(promote, ['--yes']);
    expect((await run(check, [])).out).toContain('are in order');
  });

  it('reports pinned versions that are gone or were made anew', async () => {
    await run(push, [folder, '--yes']);
    await run(promote, ['--yes']);
    server.store.remove('/sidecar-injector/default/values');
    expect(messageOf(await run(check, []))).toMatch(/default\/release: default\/values has no version 1/);
    server.store.put('/sidecar-injector/default/values', 'image: other\n', {});
    expect(messageOf(await run(check, []))).toMatch(/version 1 of default\/values is not the value that was promoted/);
  });

  it('asks whether an empty root is the right one', async () => {
    expect(messageOf(await run(check, []))).toMatch(/holds no parameters.*Region/);
  });
});

function run(module: CommandModule, args: readonly string[], io: TestIo = {}): Promise<CommandRun> {
  const env = {
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  return runCommand(module, args, { env, ...io });
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function stored(name: string): string {
  return server.store.find(`/sidecar-injector/${name}`)?.value ?? '(nothing)';
}

function versions(name: string): number {
  return server.store.parameters.get(`/sidecar-injector/${name}`)?.length ?? 0;
}

/** YAML that no compression makes small, the same at every run. */
function noise(bytes: number): string {
  let state = 1;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[state % 64];
  };
  return `noise: ${Array.from({ length: bytes }, next).join('')}\n`;
}
