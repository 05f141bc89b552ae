import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as check } from '../../../lib/cli/check.ts';
import { command as diff } from '../../../lib/cli/diff.ts';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { decodeValue } from '../../../lib/config/load/decode-value.ts';
import { encodeAs } from '../../../lib/config/load/encode-value.ts';
import { digestOf } from '../../../lib/config/release/release.ts';
import { messageOf } from './run-command.ts';
import { type StoredParameters, startStoredParameters, template } from './stored-parameters.ts';

let world: StoredParameters;
beforeEach(async () => {
  world = await startStoredParameters();
});
afterEach(() => world.close());

describe('push', () => {
  it('writes what is new, encodes templates, and says each version', async () => {
    const result = await world.run(push, [world.folder, '--yes']);
    expect(messageOf(result)).toBe('');
    expect(world.stored('default/policy')).toBe('enabled\n');
    expect(world.stored('default/template')).toMatch(/^b64:/);
    expect(result.out).toContain('+    image: "{{ .Values.image }}"');
    expect(result.err).toMatch(/\[4\/4\] prod\/policy: version 1, \d+ bytes, Standard/);
  });

  it('writes nothing the second time', async () => {
    await world.run(push, [world.folder, '--yes']);
    const { err } = await world.run(push, [world.folder, '--yes']);
    expect(err).toMatch(/nothing to write.* already holds 4 parameters/);
    expect(world.versions('default/policy')).toBe(1);
  });

  it('writes only what changed', async () => {
    await world.run(push, [world.folder, '--yes']);
    world.write({ 'default/values': 'image: log:2\n' });
    const { out } = await world.run(push, [world.folder, '--yes']);
    expect(out).toContain('-image: log:1\n+image: log:2');
    expect([world.versions('default/values'), world.versions('default/template')]).toEqual([2, 1]);
  });

  it('names the release to promote where a labelled version will soon make writes fail', async () => {
    await world.run(push, [world.folder, '--yes']);
    await world.run(promote, ['--yes']);
    for (let version = 2; version <= 81; version++) {
      world.server.store.put('/sidecar-injector/default/values', `image: log:${version}\n`, { overwrite: true });
    }
    const note =
      'note: default/values: version 1 is labelled pinned and 80 versions behind; Parameter Store keeps 100, so writes fail after 19 more. First promote: sidecar-injector promote\n';
    world.write({ 'default/policy': 'disabled\n' });
    expect((await world.run(push, [world.folder, '--yes', '--only', 'default/policy'])).err).not.toContain(note);
    world.write({ 'default/values': 'image: mine\n' });
    expect((await world.run(push, [world.folder, '--yes'])).err).toContain(note);
  });

  it("writes one cluster's part with --cluster", async () => {
    await world.run(push, [world.folder, '--yes']);
    world.write({ 'prod/policy': 'enabled\n', 'default/policy': 'disabled\n' });
    await world.run(push, [world.folder, '--yes', '--cluster', 'prod']);
    expect([world.stored('prod/policy'), world.stored('default/policy')]).toEqual(['enabled\n', 'enabled\n']);
  });

  it('writes no cluster that could not be served', async () => {
    const { out, error } = await world.run(push, [world.folder, '--yes', '--cluster', 'prod']);
    expect(error).toMatchObject({ exitCode: 1 });
    expect(out).toMatch(/default\/template/);
  });

  it('asks, and takes anything but yes for no', async () => {
    const { err } = await world.run(push, [world.folder], { interactive: true, ask: async () => 'n' });
    expect(err).toContain('nothing was written');
    expect(world.server.store.parameters.size).toBe(0);
  });

  it('writes after a yes', async () => {
    await world.run(push, [world.folder], { interactive: true, ask: async () => 'y' });
    expect(world.server.store.parameters.size).toBe(4);
  });

  it('writes the parameter in hand and no other after Ctrl-C, with code 130', async () => {
    const interrupt = new AbortController();
    world.server.fault = ({ operation }) => {
      if (operation === 'PutParameter') {
        interrupt.abort();
      }
      return undefined;
    };
    const { error } = await world.run(push, [world.folder, '--yes'], { signal: interrupt.signal });
    expect(error).toMatchObject({ exitCode: 130, message: expect.stringMatching(/interrupted: 1 of 4 were written/) });
    expect(world.server.store.parameters.size).toBe(1);
  });

  it('asks for --yes where there is nobody to ask', async () => {
    expect(messageOf(await world.run(push, [world.folder]))).toContain('--yes');
  });

  it('refuses what does not validate, with every problem and its place', async () => {
    world.write({ 'default/policy': 'enbled\n', 'default/template': 'a: {{ .x\n' });
    const { out } = await world.run(push, [world.folder, '--yes']);
    expect(out).toMatch(/default\/policy:1:1\n.*enbled/);
    expect(out).toMatch(/default\/template:\d+/);
    expect(out).toContain('nothing was written');
    expect(world.server.store.parameters.size).toBe(0);
  });

  it.each([
    ['default/polcy', 'disabled', /nothing reads it: rename or delete it; did you mean\s+"policy"\?/],
    ['default/policy.bak', 'disabled', /nothing reads it/],
    ['prod/template.yaml', 'spec: {}', /names have no ending; rename it to prod\/template/],
    ['own/default/policy', 'enabled', /a folder too deep; name the folder own itself, or\s+move it to default\/policy/],
    ['default/templates/a b', 'x', /nothing reads it/],
    ['Prod/policy', 'disabled', /nothing reads it: clusters are called by a-z/],
    ['README.md', 'x', /nothing reads it: parameters stand below default\//],
    ['prod/tokens', '{}', /tokens are read under default only/],
  ])('refuses %s, which nothing would read', async (name, text, message) => {
    world.write({ [name]: text });
    const { out, error } = await world.run(push, [world.folder, '--yes']);
    expect(error).toMatchObject({ exitCode: 1 });
    expect(out).toContain(`SI0109 error ${name}\n`);
    expect(out).toMatch(message);
    expect(world.server.store.parameters.size).toBe(0);
    expect((await world.run(diff, [world.folder])).err).toMatch(new RegExp(`^note: ${name}: `, 'm'));
  });

  it('writes a template that no settings list yet, and says so', async () => {
    world.write({ 'default/templates/gateway': 'spec: {}' });
    const { err } = await world.run(push, [world.folder, '--yes']);
    expect(err).toContain('note: default/templates/gateway: no settings list the template "gateway"');
    expect(world.stored('default/templates/gateway')).toBe('spec: {}');
  });

  it('picks the advanced tier for what fits no other, and names what fits none', async () => {
    world.write({ 'default/values': `image: log:1\n${noise(4500)}` });
    await world.run(push, [world.folder, '--yes']);
    expect(world.server.store.find('/sidecar-injector/default/values')?.tier).toBe('Advanced');
    world.write({ 'default/values': noise(20_000) });
    expect(messageOf(await world.run(push, [world.folder, '--yes']))).toMatch(
      /default\/values: \d+ bytes.*8192: remove what your templates do not read/,
    );
  });

  it.each(['b64', 'gzip', 'br'] as const)(
    'takes a file that is %s encoded for its text, as import writes it',
    async (encoding) => {
      world.write({ 'default/template': encodeAs(encoding, template) });
      await world.run(push, [world.folder, '--yes']);
      expect(decodeValue(world.stored('default/template'))).toBe(template);
      world.write({ 'default/template': template });
      expect((await world.run(push, [world.folder, '--yes'])).err).toContain('nothing to write');
    },
  );

  it('refuses a file whose encoding is broken, by name', async () => {
    world.write({ 'default/template': 'br:AAAA' });
    expect(messageOf(await world.run(push, [world.folder, '--yes']))).toMatch(
      /^default\/template: what follows br: does not decomp/,
    );
  });

  it('stores an empty file, which is a value, and reads it back', async () => {
    world.write({ 'default/values': '', 'default/template': template.replace('.Values.image', '"log:1"') });
    expect(messageOf(await world.run(push, [world.folder, '--yes']))).toBe('');
    expect((await world.run(push, [world.folder, '--yes'])).err).toContain('nothing to write');
  });

  it('keeps the advanced tier of what has become small', async () => {
    world.write({ 'default/values': `image: log:1\n${noise(4500)}` });
    await world.run(push, [world.folder, '--yes']);
    world.write({ 'default/values': 'image: log:3\n' });
    expect(messageOf(await world.run(push, [world.folder, '--yes']))).toBe('');
    expect(world.stored('default/values')).toBe('image: log:3\n');
  });

  it('stores tokens as SecureString and never shows them', async () => {
    const digest = 'ab'.repeat(32);
    world.write({ 'default/tokens': JSON.stringify({ [digest]: ['prod'] }) });
    const { out } = await world.run(push, [world.folder, '--yes']);
    expect(world.server.store.find('/sidecar-injector/default/tokens')?.type).toBe('SecureString');
    expect(out).not.toContain(digest);
  });

  it('stores more tokens than 4 KB hold, which are encoded', async () => {
    const tokens = Array.from({ length: 80 }, (_, index) => [digestOf(`token ${index}`), ['prod']]);
    world.write({ 'default/tokens': JSON.stringify(Object.fromEntries(tokens)) });
    expect(messageOf(await world.run(push, [world.folder, '--yes']))).toBe('');
    expect(world.stored('default/tokens')).toMatch(/^br:/);
    expect((await world.run(check, ['--auth', 'none'])).out).toContain('are in order');
  });

  it('tells the second of two people at once, and leaves what the first wrote', async () => {
    await world.run(push, [world.folder, '--yes']);
    world.write({ 'default/values': 'image: mine\n' });
    const ask = async () => {
      world.server.store.put('/sidecar-injector/default/values', 'image: theirs\n', { overwrite: true });
      return 'y';
    };
    const message = messageOf(await world.run(push, [world.folder], { interactive: true, ask }));
    expect(message).toMatch(/default\/values: .* wrote version 2 while you looked/);
    expect(world.stored('default/values')).toBe('image: theirs\n');
  });

  it.each([
    ['a folder that is not there', ['/nowhere'], /\/nowhere: cannot be read .*\(there is no such file or folder\)/],
    ['a target that is none', ['--to', 'sidecar-injector'], /ssm:\/ROOT/],
    ['a cluster name that is none', ['--cluster', 'Prod!'], /--cluster Prod!/],
  ])('refuses %s', async (_name, args, message) => {
    const first = args[0]?.startsWith('-') === false ? [] : [world.folder];
    expect(messageOf(await world.run(push, [...first, ...args]))).toMatch(message);
  });
});

describe('diff', () => {
  it('shows what push would write, and writes nothing', async () => {
    await world.run(push, [world.folder, '--yes']);
    world.write({ 'prod/policy': 'enabled\n' });
    const { out, err } = await world.run(diff, [world.folder]);
    expect(out).toContain('-disabled\n+enabled');
    expect(err).toContain('1 to write, 3 unchanged');
    expect(world.versions('prod/policy')).toBe(1);
  });
});

/** YAML that no compression makes small, the same at every run. */
function noise(bytes: number): string {
  let state = 1;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[state % 64];
  };
  return `noise: ${Array.from({ length: bytes }, next).join('')}\n`;
}
