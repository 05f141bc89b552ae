import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as diff } from '../../../lib/cli/diff.ts';
import { command as history } from '../../../lib/cli/history.ts';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { command as rollback } from '../../../lib/cli/rollback.ts';
import { messageOf } from './run-command.ts';
import { type StoredParameters, startStoredParameters, template } from './stored-parameters.ts';

let world: StoredParameters;
beforeEach(async () => {
  world = await startStoredParameters();
  await world.run(push, [world.folder, '--yes']);
});
afterEach(() => world.close());

const failing = `${template}    args: [{{ index .Values "a" "b" }}]\n`;

describe('push', () => {
  it('shows what changes in pods, equal changes once', async () => {
    world.write({ 'default/values': 'image: log:2\n' });
    const { out } = await world.run(push, [world.folder, '--yes']);
    expect(out).toMatch(/\nin pods: \d+ pods come out otherwise: a bare pod \(default\), .* and \d+ more\n/);
    expect(out.match(/\+ +-? ?image: log:2/g)).toHaveLength(1);
    expect(out).toMatch(/\d+ pods stay equal/);
  });

  it('shows at the first push what pods get, where there was nothing before', async () => {
    const { out } = await world.run(push, [world.folder, '--yes', '--to', 'ssm:/fresh']);
    expect(out).toMatch(/in pods: \d+ pods come out otherwise: a bare pod \(default\)/);
    expect(out).toMatch(/\d+ pods stay equal/);
    expect(out).not.toContain('no configuration');
    expect(out.match(/^--- .*\(before\)$/gm)?.length).toBeLessThan(4);
  });

  it('refuses what fails on a pod, unless the check is left out', async () => {
    world.write({ 'default/template': failing });
    expect((await world.run(push, [world.folder, '--yes'])).error).toMatchObject({ exitCode: 1 });
    expect(world.versions('default/template')).toBe(1);
    expect((await world.run(push, [world.folder, '--yes', '--no-check'])).out).toContain('newly fail');
    expect(world.versions('default/template')).toBe(2);
  });

  it('refuses what cannot be loaded, even without the check', async () => {
    world.write({ 'default/template': 'a: {{ .x\n' });
    const { error } = await world.run(push, [world.folder, '--yes', '--no-check']);
    expect(error).toMatchObject({ exitCode: 1 });
    expect(world.versions('default/template')).toBe(1);
  });

  it('writes the named parameters only', async () => {
    world.write({ 'default/values': 'image: log:2\n', 'prod/policy': 'enabled\n' });
    await world.run(push, [world.folder, '--yes', '--only', 'prod/policy']);
    expect([world.versions('default/values'), world.versions('prod/policy')]).toEqual([1, 2]);
    expect(messageOf(await world.run(push, [world.folder, '--only', 'prod/polcy']))).toMatch(/holds nothing for prod/);
  });

  it('says where a folder makes a cluster, and which one may be meant', async () => {
    world.write({ 'prd/policy': 'enabled\n' });
    const { err } = await world.run(push, [world.folder, '--yes']);
    expect(err).toContain(
      'note: no parameter speaks of a cluster "prd" (known: prod); did you mean "prod"? This push makes it\n',
    );
    expect((await world.run(push, [world.folder, '--yes'])).err).not.toContain('note: no parameter');
  });

  it('keeps a reason, which history shows', async () => {
    world.write({ 'default/values': 'image: log:2\n' });
    await world.run(push, [world.folder, '--yes', '--reason', 'OPS-17: new image']);
    const { out } = await world.run(history, ['values']);
    expect(out).toContain('reason: OPS-17: new image');
    expect(out.match(/reason:/g)).toHaveLength(1);
    expect(JSON.parse((await world.run(history, ['values', '--limit', '1', '-o', 'json'])).out)).toMatchObject([
      { version: 2, reason: 'OPS-17: new image' },
    ]);
  });

  it('tells what the folder lacks, and deletes it with --prune after asking', async () => {
    rmSync(join(world.folder, 'prod'), { recursive: true });
    const { err } = await world.run(push, [world.folder, '--yes']);
    expect(err).toMatch(/1 stored parameter is not in the folder .*prod\/policy/);
    expect((await world.run(diff, [world.folder])).error).toMatchObject({ exitCode: 1 });
    const ask = async () => 'n';
    await world.run(push, [world.folder, '--prune'], { interactive: true, ask });
    expect(world.stored('prod/policy')).toBe('disabled\n');
    await world.run(push, [world.folder, '--prune', '--yes']);
    expect(world.stored('prod/policy')).toBe('(nothing)');
    expect((await world.run(diff, [world.folder])).error).toBeUndefined();
  });

  it('never prunes what commands write', async () => {
    const own = ['default/tokens', 'default/switch', 'prod/switch'];
    for (const name of own) {
      world.server.store.put(`/sidecar-injector/${name}`, name.endsWith('tokens') ? '{}' : 'on', {});
    }
    await world.run(push, [world.folder, '--prune', '--yes']);
    expect(own.map((name) => world.stored(name))).not.toContain('(nothing)');
  });

  it('does not prune what releases pin, and says what to do first', async () => {
    await world.run(promote, ['--yes']);
    rmSync(join(world.folder, 'prod'), { recursive: true });
    expect(messageOf(await world.run(push, [world.folder, '--prune', '--yes']))).toMatch(
      /prod\/policy: default\/release version 1 pins it\n.*promote --without prod\/policy/,
    );
    await world.run(promote, ['--yes', '--without', 'prod/policy']);
    expect((await world.run(push, [world.folder, '--prune', '--yes'])).error).toMatchObject({ exitCode: 3 });
  });

  it('shows both sides and ends with 3 where somebody was faster', async () => {
    world.write({ 'default/values': 'image: mine:1\n' });
    const ask = async () => {
      world.server.store.put('/sidecar-injector/default/values', 'image: theirs:1\n', { overwrite: true });
      return 'y';
    };
    const run = await world.run(push, [world.folder], { interactive: true, ask });
    expect(run.error).toMatchObject({ exitCode: 3 });
    expect(messageOf(run)).toMatch(/-image: theirs:1\n\+image: mine:1/);
  });

  it('shows both sides where somebody wrote in the same moment', async () => {
    world.write({ 'default/values': 'image: mine:1\n' });
    world.server.fault = ({ operation }) => {
      if (operation === 'PutParameter') {
        world.server.fault = () => undefined;
        world.server.store.put('/sidecar-injector/default/values', 'image: theirs:1\n', { overwrite: true });
      }
      return undefined;
    };
    const run = await world.run(push, [world.folder, '--yes']);
    expect(run.error).toMatchObject({ exitCode: 3 });
    expect(messageOf(run)).toMatch(
      /wrote version 2 in the same moment; yours is 3 [\s\S]*-image: theirs:1\n\+image: mine:1/,
    );
  });

  it('says in JSON what was written', async () => {
    world.write({ 'default/values': 'image: log:2\n' });
    const { out } = await world.run(push, [world.folder, '--yes', '-o', 'json']);
    expect(JSON.parse(out)).toMatchObject({ written: [{ name: 'default/values', version: 2 }], removed: [] });
  });
});

describe('promote', () => {
  beforeEach(async () => {
    await world.run(promote, ['--yes']);
    world.write({ 'default/values': 'image: log:2\n', 'prod/policy': 'enabled\n' });
    await world.run(push, [world.folder, '--yes']);
  });

  it('shows what changes in pods', async () => {
    const { out } = await world.run(promote, ['--yes', '--reason', 'OPS-17']);
    expect(out).toMatch(/in pods: \d+ pods come out otherwise/);
    expect((await world.run(history, ['--limit', '1'])).out).toContain('reason: OPS-17');
  });

  it('has JSON where nothing is new, too', async () => {
    await world.run(promote, ['--yes']);
    expect(JSON.parse((await world.run(promote, ['--yes', '-o', 'json'])).out)).toEqual({
      release: 'default/release',
      version: 2,
      pods: { equal: 0, changes: [] },
    });
  });

  it('takes one newest version and keeps the others', async () => {
    await world.run(promote, ['--yes', '--only', 'prod/policy']);
    const release = world.stored('default/release');
    expect(release).toMatch(/default\/values: \{version: 1/);
    expect(release).toMatch(/prod\/policy: \{version: 2/);
    expect(messageOf(await world.run(promote, ['--yes', '--only', 'gone']))).toMatch(/gone: nothing of that name/);
  });

  it('says that a version was rolled back before', async () => {
    await world.run(promote, ['--yes']);
    await world.run(rollback, ['--yes']);
    const { err } = await world.run(promote, ['--yes']);
    expect(err).toContain(
      'default/values version 2 was in force with release 2, and release 3 took it back to version 1',
    );
  });

  it('refuses what was written past push with a key twice', async () => {
    world.server.store.put('/sidecar-injector/default/values', 'image: log:2\nimage: log:3\n', { overwrite: true });
    const { out, error } = await world.run(promote, ['--yes']);
    expect(out).toMatch(/SI0108 error default\/values:2:1/);
    expect(error).toMatchObject({ exitCode: 1 });
  });

  it('says that a text was rolled back before, at push and at promote', async () => {
    await world.run(promote, ['--yes']);
    await world.run(rollback, ['--yes']);
    world.write({ 'default/values': 'image: log:1\n' });
    expect((await world.run(push, [world.folder, '--yes'])).err).not.toContain('took it back');
    world.write({ 'default/values': 'image: log:2\n' });
    const told =
      'note: default/values: the text is that of version 2, which was in force with release 2, and release 3 took it back to version 1\n';
    expect((await world.run(push, [world.folder, '--yes'])).err).toContain(told);
    expect((await world.run(promote, ['--yes'])).err).toContain(told);
  });

  it('refuses what fails on a pod, unless the check is left out', async () => {
    world.write({ 'default/template': failing });
    await world.run(push, [world.folder, '--yes', '--no-check']);
    expect((await world.run(promote, ['--yes'])).error).toMatchObject({ exitCode: 1 });
    expect((await world.run(promote, ['--yes', '--no-check'])).error).toBeUndefined();
  });
});
