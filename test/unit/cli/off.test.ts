import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as check } from '../../../lib/cli/check.ts';
import { command as off } from '../../../lib/cli/off.ts';
import { command as on } from '../../../lib/cli/on.ts';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { command as rollback } from '../../../lib/cli/rollback.ts';
import { decodeSwitch } from '../../../lib/config/switch.ts';
import { faults } from '../../support/fakes/parameter-store-server.ts';
import { messageOf } from './run-command.ts';
import { type StoredParameters, startStoredParameters } from './stored-parameters.ts';

let world: StoredParameters;
beforeEach(async () => {
  world = await startStoredParameters();
  await world.run(push, [world.folder, '--yes']);
});
afterEach(() => world.close());

const stateOf = (name: string) => decodeSwitch(name, world.stored(name));
const everything = () =>
  [...world.server.store.parameters.keys()]
    .filter((name) => !name.endsWith('/switch'))
    .map((name) => [name, world.server.store.find(name)?.version]);

describe('off', () => {
  it('writes the switch of all clusters and nothing else, and says when it is in force', async () => {
    const before = everything();
    const run = await world.run(off, ['--reason', 'payments fail', '--yes']);
    expect(run.error).toBeUndefined();
    expect(stateOf('default/switch')).toMatchObject({
      kind: 'off',
      reason: 'payments fail',
      since: expect.any(Number),
    });
    expect(run.err).toMatch(/default\/switch in ssm.*: on -> off: payments fail\n/);
    expect(run.err).toMatch(/first request after 30 seconds, .*; later where Parameter Store does not answer\n/);
    expect(run.err).toContain('back with: sidecar-injector on\n');
    expect(everything()).toEqual(before);
  });

  it('writes the switch of one cluster', async () => {
    const run = await world.run(off, ['--reason', 'x', '--cluster', 'prod', '--yes']);
    expect([stateOf('prod/switch')?.kind, world.stored('default/switch')]).toEqual(['off', '(nothing)']);
    expect(run.err).toContain('back with: sidecar-injector on --cluster prod\n');
  });

  it('keeps since when it is off where it is off already, and takes the time that it is meant for', async () => {
    world.server.store.put('/sidecar-injector/default/switch', 'off: x\nsince: 2026-01-01T00:00:00Z\n');
    await world.run(off, ['--reason', 'y', '--for', '2h', '--yes']);
    expect(stateOf('default/switch')).toMatchObject({
      reason: 'y',
      since: Date.UTC(2026, 0, 1),
      until: expect.any(Number),
    });
  });

  it.each([
    ['no reason', [], /required option '--reason/],
    ['an empty reason', ['--reason', ' '], /say why/],
    ['a time that is none', ['--reason', 'x', '--for', '2 hours'], /whole number and m, h or d/],
    [
      'a cluster that nobody knows',
      ['--reason', 'x', '--cluster', 'prdo'],
      /no parameter speaks of a cluster "prdo" \(known: prod\); did you mean "prod"\?/,
    ],
  ])('refuses %s', async (_name, args, says) => {
    const run = await world.run(off, [...args, '--yes']);
    expect(messageOf(run)).toMatch(says);
    expect(world.stored('default/switch')).toBe('(nothing)');
  });

  it('takes a cluster that is new where it is said to be, or that has a token', async () => {
    await world.run(off, ['--reason', 'x', '--cluster', 'new', '--new-cluster', '--yes']);
    expect(stateOf('new/switch')?.kind).toBe('off');
    world.server.store.put('/sidecar-injector/default/tokens', JSON.stringify({ ['0'.repeat(64)]: ['blue'] }));
    await world.run(off, ['--reason', 'x', '--cluster', 'blue', '--yes']);
    expect(stateOf('blue/switch')?.kind).toBe('off');
  });

  it('refuses a cluster for which nothing is read', async () => {
    world.server.store.put('/sidecar-injector/default/settings', 'clusters: [other]');
    const run = await world.run(off, ['--reason', 'x', '--cluster', 'prod', '--yes']);
    expect(messageOf(run)).toMatch(/lists clusters, and prod is none of them/);
  });

  it('asks before it writes, and writes nothing without an answer', async () => {
    const run = await world.run(off, ['--reason', 'x'], { interactive: true, ask: async () => 'n' });
    expect(run.err).toContain('nothing was written');
    expect(messageOf(await world.run(off, ['--reason', 'x']))).toMatch(/no terminal to ask at/);
    expect(world.stored('default/switch')).toBe('(nothing)');
  });

  it('leaves what somebody else wrote meanwhile, shows both, and ends with 3', async () => {
    const ask = async () => {
      world.server.store.put('/sidecar-injector/default/switch', 'off: theirs\n');
      return 'y';
    };
    const run = await world.run(off, ['--reason', 'mine'], { interactive: true, ask });
    expect(run.error).toMatchObject({ exitCode: 3 });
    expect(messageOf(run)).toMatch(
      /default\/switch: .* wrote version 1 while you looked[\s\S]*-off: theirs\n\+off: mine/,
    );
    expect(world.stored('default/switch')).toBe('off: theirs\n');
  });

  it('tells where somebody wrote in the same moment', async () => {
    world.server.store.put('/sidecar-injector/default/switch', 'on\n');
    world.server.fault = ({ operation }) => {
      if (operation === 'PutParameter') {
        world.server.fault = () => undefined;
        world.server.store.put('/sidecar-injector/default/switch', 'on\n', { overwrite: true });
      }
      return undefined;
    };
    const run = await world.run(off, ['--reason', 'mine', '--yes']);
    expect(run.error).toMatchObject({ exitCode: 3 });
    expect(messageOf(run)).toMatch(/wrote version 2 in the same moment; yours is 3 and in force/);
  });

  it('writes over a switch that cannot be read', async () => {
    world.server.store.put('/sidecar-injector/default/switch', 'on\n', { type: 'SecureString' });
    world.server.store.undecryptable.add('/sidecar-injector/default/switch');
    expect((await world.run(off, ['--reason', 'x', '--yes'])).error).toBeUndefined();
    expect(stateOf('default/switch')?.kind).toBe('off');
  });

  it('has JSON of its own', async () => {
    const run = await world.run(off, ['--reason', 'x', '--yes', '-o', 'json']);
    expect(JSON.parse(run.out)).toMatchObject([
      {
        region: null,
        parameter: 'default/switch',
        before: { kind: 'on' },
        after: { kind: 'off', reason: 'x' },
        version: 1,
        others: [],
      },
    ]);
  });

  it('is not touched by push, promote and rollback, which go on', async () => {
    await world.run(promote, ['--yes']);
    await world.run(off, ['--reason', 'x', '--yes']);
    world.write({ 'default/switch': 'on', 'default/values': 'image: log:2\n' });
    const pushed = await world.run(push, [world.folder, '--yes']);
    expect(pushed.err).toContain('only the commands off and on write them');
    await world.run(promote, ['--yes']);
    expect((await world.run(rollback, ['--yes'])).error).toBeUndefined();
    expect([stateOf('default/switch')?.kind, world.stored('default/release').includes('switch')]).toEqual([
      'off',
      false,
    ]);
    expect(world.versions('default/switch')).toBe(1);
  });
});

describe('on', () => {
  it('writes it, and says which pods to look at', async () => {
    world.server.store.put('/sidecar-injector/prod/switch', 'off: y');
    world.server.store.put('/sidecar-injector/default/switch', 'off: x\nsince: 2026-01-01T00:00:00Z\n');
    const run = await world.run(on, ['--yes']);
    expect(stateOf('default/switch')).toEqual({ kind: 'on' });
    expect(run.err).toContain('off: x -> on\n');
    expect(run.err).toContain('note: prod/switch off: y\n');
    expect(run.err).toContain('pods that were created since 2026-01-01T00:00:00Z have no sidecar');
  });

  it('has nothing to write where nothing is off', async () => {
    const run = await world.run(on, ['--yes']);
    expect([run.error, world.stored('default/switch')]).toEqual([undefined, '(nothing)']);
  });

  it("says that the default's is still off", async () => {
    await world.run(off, ['--reason', 'x', '--yes']);
    await world.run(off, ['--reason', 'x', '--cluster', 'prod', '--yes']);
    expect((await world.run(on, ['--cluster', 'prod', '--yes'])).err).toContain(
      'default/switch is off, so nothing is injected yet',
    );
  });

  it('mends a text that is neither', async () => {
    world.server.store.put('/sidecar-injector/default/switch', 'offf');
    expect((await world.run(check, [])).out).toMatch(/SI0111 error default\/switch:1:1\n.*is neither "on" nor "off"/);
    await world.run(on, ['--yes']);
    expect(world.stored('default/switch')).toBe('on\n');
  });
});

describe('several Regions', () => {
  it('are written one after the other, and each is named', async () => {
    const run = await world.run(off, [
      '--reason',
      'x',
      '--yes',
      '--region',
      'eu-one-1',
      '--region',
      'eu-two-1',
      '-o',
      'json',
    ]);
    expect(
      JSON.parse(run.out).map(({ region, version }: { region: string; version: number }) => [region, version]),
    ).toEqual([
      ['eu-one-1', 1],
      ['eu-two-1', null],
    ]);
    expect(run.err).toMatch(/^\[eu-one-1\] default\/switch .*\n\[eu-two-1\] default\/switch /);
  });

  it('that fail are named, and keep the others from nothing', async () => {
    let calls = 0;
    world.server.fault = () => {
      calls += 1;
      return calls === 1 ? faults.denied : undefined;
    };
    const run = await world.run(off, ['--reason', 'x', '--yes', '--region', 'eu-one-1', '--region', 'eu-two-1']);
    expect(messageOf(run)).toMatch(/could not be done in 1 of 2 Regions \(done in eu-two-1\):\neu-one-1: .*/);
    expect(run.error).toMatchObject({ exitCode: 3 });
    expect(stateOf('default/switch')?.kind).toBe('off');
  });
});
