import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as check } from '../../../lib/cli/check.ts';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { command as rollback } from '../../../lib/cli/rollback.ts';
import { digestOf } from '../../../lib/config/release/release.ts';
import { messageOf } from './run-command.ts';
import { type StoredParameters, startStoredParameters } from './stored-parameters.ts';

let world: StoredParameters;
beforeEach(async () => {
  world = await startStoredParameters();
});
afterEach(() => world.close());

describe('promote and rollback', () => {
  beforeEach(async () => {
    await world.run(push, [world.folder, '--yes']);
    await world.run(promote, ['--yes']);
  });

  it('pins every version of the default, with its digest, and labels it', async () => {
    expect(world.stored('default/release').split('\n')[0]).toBe(
      `default/policy: {version: 1, sha256: ${digestOf('enabled\n')}}`,
    );
    expect(world.server.store.find('/sidecar-injector/default/values')?.labels).toContain('pinned');
  });

  it("pins what clusters without a release of their own read: the default's names none of theirs away", async () => {
    expect(world.stored('default/release')).toContain('prod/policy: {version: 1');
    await world.run(promote, ['--yes', '--cluster', 'prod']);
    await world.run(promote, ['--yes']);
    expect(world.stored('default/release')).not.toContain('prod/');
  });

  it('tells what would not load for any of these clusters', async () => {
    world.server.store.put('/sidecar-injector/prod/policy', 'on', { overwrite: true });
    expect(messageOf(await world.run(promote, ['--yes']))).toMatch(/prod\/policy:1:1: "on" is no policy/);
  });

  it('pins nothing that nobody reads', async () => {
    world.server.store.put('/sidecar-injector/default/polcy', 'off', {});
    expect((await world.run(promote, ['--yes'])).err).toContain('pins these versions already');
  });

  it("pins the cluster's and the default's for a cluster", async () => {
    await world.run(promote, ['--yes', '--cluster', 'prod']);
    expect(world.stored('prod/release').match(/^[^:]+/gm)).toEqual([
      'default/policy',
      'default/template',
      'default/values',
      'prod/policy',
    ]);
  });

  it('says so where the cluster has nothing of its own, which may be a typing error', async () => {
    const typo = await world.run(promote, ['--yes', '--cluster', 'prdo']);
    expect(messageOf(typo)).toMatch(/no parameter speaks of a cluster "prdo".*did you mean "prod"/);
    expect(world.stored('prdo/release')).toBe('(nothing)');
    expect((await world.run(promote, ['--yes', '--cluster', 'prdo', '--new-cluster'])).err).toContain(
      'note: prdo has no parameters of its own',
    );
    expect((await world.run(promote, ['--yes', '--cluster', 'prod'])).err).not.toContain('note:');
  });

  it('never pins tokens', async () => {
    world.write({ 'default/tokens': '{}' });
    await world.run(push, [world.folder, '--yes']);
    await world.run(promote, ['--yes']);
    expect(world.stored('default/release')).not.toContain('tokens');
  });

  it('keeps a label on every version that a release pins, and on those of the release before', async () => {
    const labels = (version: number) =>
      world.server.store.find(`/sidecar-injector/default/values:${version}`)?.labels ?? [];
    const changeValues = async (image: string, ...args: readonly string[]) => {
      world.write({ 'default/values': `image: ${image}\n` });
      await world.run(push, [world.folder, '--yes']);
      await world.run(promote, ['--yes', ...args]);
    };
    await world.run(promote, ['--yes', '--cluster', 'prod']);
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
    await world.run(rollback, ['--yes', '--release', '1']);
    expect([...labels(1)]).not.toEqual([]);
  });

  it('lets go of versions that would stop pushes', async () => {
    for (let version = 2; version <= 100; version++) {
      world.server.store.put('/sidecar-injector/default/values', `image: log:${version}\n`, { overwrite: true });
    }
    world.write({ 'default/values': 'image: mine\n' });
    const { error } = await world.run(push, [world.folder, '--yes']);
    expect(error).toMatchObject({
      message: expect.stringMatching(/so the next write fails\. First promote: .*\nnothing was written$/),
    });
    await world.run(promote, ['--yes']);
    expect((await world.run(push, [world.folder, '--yes'])).err).toContain('[1/1] default/values: version 101');
  });

  it('stores a release of many names encoded, and reads it back', async () => {
    const clusters = Array.from({ length: 50 }, (_, index) => [`cluster-${index}/policy`, 'disabled\n']);
    world.write(Object.fromEntries(clusters));
    await world.run(push, [world.folder, '--yes']);
    expect(messageOf(await world.run(promote, ['--yes']))).toBe('');
    expect(world.stored('default/release')).toMatch(/^br:/);
    expect((await world.run(promote, ['--yes'])).err).toContain('pins these versions already');
    expect((await world.run(check, ['--auth', 'none'])).out).toContain('are in order');
    expect((await world.run(rollback, ['--yes'])).err).toContain('is version 1 again');
  });

  it('says so where nothing changed', async () => {
    expect((await world.run(promote, ['--yes'])).err).toContain('pins these versions already');
  });

  it('goes back to the release before, and forward again by its version', async () => {
    const first = world.stored('default/release');
    world.write({ 'default/values': 'image: log:2\n' });
    await world.run(push, [world.folder, '--yes']);
    await world.run(promote, ['--yes']);
    const second = world.stored('default/release');
    expect(second).not.toBe(first);
    expect((await world.run(rollback, ['--yes'])).err).toContain('is version 1 again');
    expect(world.stored('default/release')).toBe(first);
    await world.run(rollback, ['--yes', '--release', '2']);
    expect(world.stored('default/release')).toBe(second);
  });

  it('refuses to go back where there is nothing to go back to', async () => {
    expect(messageOf(await world.run(rollback, ['--yes']))).toMatch(/no earlier release/);
    expect(messageOf(await world.run(rollback, ['--yes', '--release', '7']))).toMatch(
      /no version 7 \(versions kept: 1\)/,
    );
  });

  it.each([
    ['promote', promote],
    ['rollback', rollback],
  ])('%s writes no release after Ctrl-C', async (_name, command) => {
    world.write({ 'default/values': 'image: log:2\n' });
    await world.run(push, [world.folder, '--yes']);
    await world.run(command === rollback ? promote : check, command === rollback ? ['--yes'] : []);
    const before = world.versions('default/release');
    const { error } = await world.run(command, ['--yes'], { signal: AbortSignal.abort() });
    expect(error).toMatchObject({ exitCode: 130, message: 'interrupted: the release was not written' });
    expect(world.versions('default/release')).toBe(before);
  });

  it('refuses a release whose versions are gone', async () => {
    world.write({ 'default/values': 'image: log:2\n' });
    await world.run(push, [world.folder, '--yes']);
    await world.run(promote, ['--yes']);
    world.server.store.remove('/sidecar-injector/default/values');
    world.server.store.put('/sidecar-injector/default/values', 'image: log:9\n', {});
    expect(messageOf(await world.run(rollback, ['--yes']))).toMatch(/default\/values/);
  });

  it('tells the second of two people at once', async () => {
    world.write({ 'default/values': 'image: log:2\n' });
    await world.run(push, [world.folder, '--yes']);
    const ask = async () => {
      world.server.store.put('/sidecar-injector/default/release', 'theirs', { overwrite: true });
      return 'yes';
    };
    expect(messageOf(await world.run(promote, [], { interactive: true, ask }))).toMatch(
      /wrote version 2 while you looked/,
    );
    expect(world.stored('default/release')).toBe('theirs');
  });
});

describe('push under a release', () => {
  it('says what makes it take effect', async () => {
    await world.run(push, [world.folder, '--yes']);
    await world.run(promote, ['--yes']);
    world.write({ 'default/values': 'image: log:2\n' });
    expect((await world.run(push, [world.folder, '--yes'])).err).toMatch(
      /note: default\/release pins earlier versions; what was written takes effect there with: sidecar-injector promote\n/,
    );
    await world.run(promote, ['--yes', '--cluster', 'prod']);
    world.write({ 'prod/policy': 'enabled\n' });
    const { err } = await world.run(push, [world.folder, '--yes']);
    expect(err.match(/^note: .*/gm)).toEqual([expect.stringMatching(/prod\/release .*promote --cluster prod$/)]);
  });

  it('says nothing where no release is in force', async () => {
    expect((await world.run(push, [world.folder, '--yes'])).err).not.toContain('note:');
  });
});

describe('several Regions', () => {
  const regions = ['--region', 'eu-one-1', '--region', 'eu-two-1'];

  it('get a release each, and the same command again leaves what is done alone', async () => {
    await world.run(push, [world.folder, '--yes']);
    const run = await world.run(promote, ['--yes', ...regions]);
    expect(run.error).toBeUndefined();
    expect(run.err).toMatch(/\[eu-one-1\] default\/release version 1 is in force/);
    expect(run.err).toMatch(/\[eu-two-1\] default\/release version 1 pins these versions already/);
  });
});
