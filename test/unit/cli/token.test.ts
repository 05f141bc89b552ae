import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeTokens, isTokenFor } from '../../../lib/auth/tokens.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { command as token } from '../../../lib/cli/token.ts';
import { decodeValue } from '../../../lib/config/load/decode-value.ts';
import { messageOf } from './run-command.ts';
import { type StoredParameters, startStoredParameters } from './stored-parameters.ts';

let world: StoredParameters;
beforeEach(async () => {
  world = await startStoredParameters();
  await world.run(push, [world.folder, '--yes']);
});
afterEach(() => world.close());

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const table = () => decodeTokens(decodeValue(world.stored('default/tokens')));
const make = async (...args: string[]) => (await world.run(token, ['new', ...args])).out.trim();
const verify = (text: string, ...args: string[]) =>
  world.run(token, ['verify', ...args], { readInput: async () => `${text}\n` });

describe('token new', () => {
  it('stores a SHA-256 that the function takes the printed token for', async () => {
    const made = await make('--cluster', 'prod');
    expect(made).toMatch(/^[\w-]{43}$/);
    expect(isTokenFor(table(), made, 'prod')).toBe(true);
    expect(isTokenFor(table(), made, 'other')).toBe(false);
    expect(world.server.store.find('/sidecar-injector/default/tokens')?.type).toBe('SecureString');
    expect(world.stored('default/tokens')).not.toContain(made);
  });

  it('adds to what is there, so that tokens can be rotated', async () => {
    const [first, second] = [await make('--cluster', 'prod'), await make('--all')];
    expect(isTokenFor(table(), first, 'prod')).toBe(true);
    expect(isTokenFor(table(), second, 'any')).toBe(true);
  });

  it('says which clusters are known where it is for another', async () => {
    expect((await world.run(token, ['new', '--cluster', 'edge'])).err).toMatch(/edge: no parameters of its own.*prod/);
  });

  it('takes a name that is nearly known for a typing error, and makes nothing', async () => {
    const run = await world.run(token, ['new', '--cluster', 'prd']);
    expect(messageOf(run)).toMatch(/cluster "prd" \(known: prod\); did you mean "prod"\? If .* --new-cluster$/);
    expect(run).toMatchObject({ out: '', error: { exitCode: 2 } });
    expect(world.stored('default/tokens')).toBe('(nothing)');
    expect((await world.run(token, ['new', '--cluster', 'prd', '--new-cluster'])).error).toBeUndefined();
    expect((await world.run(token, ['new', '--cluster', 'prd'])).error).toBeUndefined();
  });

  it('stores a token that it is given, once', async () => {
    const given = async (text: string) =>
      world.run(token, ['new', '--cluster', 'prod', '--stdin'], { readInput: async () => text });
    expect((await given('correct-horse-battery\n')).out).toBe('correct-horse-battery\n');
    await given('correct-horse-battery');
    expect(world.versions('default/tokens')).toBe(1);
    expect(isTokenFor(table(), 'correct-horse-battery', 'prod')).toBe(true);
    for (const bad of ['', 'short', 'with a blank in between', `${'x'.repeat(513)}`]) {
      expect(messageOf(await given(bad))).toMatch(/a token has 16 to 512/);
    }
  });

  it('wants clusters', async () => {
    expect((await world.run(token, ['new'])).error).toMatchObject({ exitCode: 2 });
  });
});

describe('token list', () => {
  it('names digests, clusters and who has none', async () => {
    expect((await world.run(token, ['list'])).error).toMatchObject({ exitCode: 1 });
    const made = await make('--cluster', 'prod', '--cluster', 'edge');
    const { out, error } = await world.run(token, ['list']);
    expect(error).toBeUndefined();
    expect(out).toMatch(new RegExp(`${digest(made).slice(0, 12)} +prod, edge \\(no parameters\\)`));
    expect(out).not.toContain(made);
  });
});

describe('token revoke', () => {
  it('takes a token back, after asking', async () => {
    const made = await make('--cluster', 'prod');
    const name = digest(made).slice(0, 12);
    await world.run(token, ['revoke', name], { interactive: true, ask: async () => 'n' });
    expect(isTokenFor(table(), made, 'prod')).toBe(true);
    await world.run(token, ['revoke', name, '--yes', '--reason', 'leaked']);
    expect(isTokenFor(table(), made, 'prod')).toBe(false);
  });

  it('takes back just one', async () => {
    await make('--cluster', 'prod');
    await make('--cluster', 'prod');
    expect(messageOf(await world.run(token, ['revoke', '', '--yes']))).toMatch(/2 tokens begin so/);
    expect(messageOf(await world.run(token, ['revoke', 'zz', '--yes']))).toMatch(/no token begins so/);
  });
});

describe('token verify', () => {
  it('tells a good token from others', async () => {
    const made = await make('--cluster', 'prod');
    expect((await verify(made)).out).toMatch(/^good: \w{12} is for prod\n/);
    expect((await verify(made, '--cluster', 'prod')).error).toBeUndefined();
    expect((await verify(made, '--cluster', 'test')).error).toMatchObject({ exitCode: 1 });
    expect(await verify('other')).toMatchObject({ out: expect.stringMatching(/^not good: no stored/) });
  });

  it('tells a SHA-256 that was made with a line break', async () => {
    const stored = JSON.stringify({ [digest('secret\n')]: ['prod'] });
    world.server.store.put('/sidecar-injector/default/tokens', stored, { type: 'SecureString' });
    expect((await verify('secret')).out).toMatch(/^not good: .* and a line break/);
  });

  it('does not guess where tokens cannot be read', async () => {
    await make('--cluster', 'prod');
    world.server.store.undecryptable.add('/sidecar-injector/default/tokens');
    expect((await verify('x')).error).toMatchObject({ exitCode: 3 });
  });
});
