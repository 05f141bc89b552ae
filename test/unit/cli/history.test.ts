import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as history } from '../../../lib/cli/history.ts';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { faults } from '../../support/fakes/parameter-store-server.ts';
import { messageOf } from './run-command.ts';
import { type StoredParameters, startStoredParameters } from './stored-parameters.ts';

let world: StoredParameters;
beforeEach(async () => {
  world = await startStoredParameters();
});
afterEach(() => world.close());

describe('history', () => {
  it('shows each version of a parameter with what it changed, newest first', async () => {
    await world.run(push, [world.folder, '--yes']);
    world.write({ 'default/values': 'image: log:2\n' });
    await world.run(push, [world.folder, '--yes']);
    const { out } = await world.run(history, ['default/values']);
    expect(out.match(/^version \d/gm)).toEqual(['version 2', 'version 1']);
    expect(out).toContain('-image: log:1\n+image: log:2');
  });

  it('shows releases where no parameter is named', async () => {
    await world.run(push, [world.folder, '--yes']);
    await world.run(promote, ['--yes']);
    expect((await world.run(history, [])).out).toContain('+default/policy: {version: 1');
  });

  it.each([
    ['default', 'default/switch', true],
    ['prod', 'default/switch', true],
    ['prod', 'prod/switch', true],
    ['default', 'prod/switch', false],
  ])('of %s says that %s is off: %s', async (cluster, name, isTold) => {
    await world.run(push, [world.folder, '--yes']);
    world.server.store.put(`/sidecar-injector/${name}`, 'off: INC-42', {});
    const { err } = await world.run(history, [`${cluster}/policy`]);
    expect(err).toBe(isTold ? `note: ${name} off: INC-42: nothing is injected, whatever is stored\n` : '');
  });

  it('does without the switch where that may not be read', async () => {
    await world.run(push, [world.folder, '--yes']);
    world.server.fault = ({ operation }) => (operation === 'GetParameters' ? faults.denied : undefined);
    const { out, err } = await world.run(history, ['default/policy']);
    expect(out).toContain('+enabled');
    expect(err).toMatch(/^note: whether injection is switched off cannot be told: .*ssm:GetParameters/);
  });

  it('never shows tokens', async () => {
    const digest = 'cd'.repeat(32);
    world.write({ 'default/tokens': JSON.stringify({ [digest]: ['*'] }) });
    await world.run(push, [world.folder, '--yes']);
    expect((await world.run(history, ['default/tokens'])).out).not.toContain(digest);
  });

  it.each([
    [['values'], 'default/values'],
    [['policy', '--cluster', 'prod'], 'prod/policy'],
    [['prod/policy'], 'prod/policy'],
    [['templates/gateway'], 'default/templates/gateway'],
  ])('finds %j at %s', async (args, name) => {
    world.server.store.put(`/sidecar-injector/${name}`, 'the one', {});
    expect((await world.run(history, args)).out).toContain('+the one');
  });

  it('says which parameter is not there', async () => {
    expect(messageOf(await world.run(history, []))).toMatch(/holds no default\/release; write a release with promote/);
    expect(messageOf(await world.run(history, ['default/valeus']))).toMatch(/holds no default\/valeus/);
  });
});
