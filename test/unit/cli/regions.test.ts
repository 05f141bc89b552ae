/** Two Regions are two stacks: what commands write to both, and what becomes of one that cannot be written. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as check } from '../../../lib/cli/check.ts';
import type { CommandModule } from '../../../lib/cli/command.ts';
import { command as off } from '../../../lib/cli/off.ts';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { command as rollback } from '../../../lib/cli/rollback.ts';
import { command as token } from '../../../lib/cli/token.ts';
import { ParameterStore } from '../../support/fakes/parameter-store.ts';
import { faults } from '../../support/fakes/parameter-store-server.ts';
import { messageOf, type TestIo } from './run-command.ts';
import { type StoredParameters, startStoredParameters } from './stored-parameters.ts';

const [one, two] = ['eu-one-1', 'eu-two-1'];
const both = ['--region', one, '--region', two];

let world: StoredParameters;
beforeEach(async () => {
  world = await startStoredParameters();
  world.server.regions.set(two, new ParameterStore());
});
afterEach(() => world.close());

const inBoth = (module: CommandModule, args: readonly string[] = [], io: TestIo = {}) =>
  world.run(module, [...args, ...both], io);
const pushBoth = async (image: string) => {
  world.write({ 'default/values': `image: ${image}\n` });
  await inBoth(push, [world.folder, '--yes']);
};
/** The version of values that each Region's release pins, and whether both hold the same. */
const pinned = () =>
  [one, two].map((region) => /values: \{version: (\d+)/.exec(world.stored('default/release', region))?.[1]);
const digests = () =>
  [one, two].map((region) => /values: \{.*sha256: (\w+)/.exec(world.stored('default/release', region))?.[1]);
const findings = async (...args: string[]) => {
  const { out } = await inBoth(check, ['--auth', 'none', '-o', 'json', ...args]);
  return JSON.parse(out).problems as { code: string; parameter: string; message: string; region?: string }[];
};
const differences = async () =>
  (await findings()).filter(({ code }) => code === 'SI0313').map(({ parameter }) => parameter);

/** The second Region does not answer these operations. */
function breakTwo(...operations: string[]): void {
  world.server.fault = ({ region, operation }) =>
    region === two && operations.includes(operation) ? faults.denied : undefined;
}
const mend = (): void => {
  world.server.fault = () => undefined;
};

/** Makes the versions of the two Regions differ. */
function editTwo(times: number): void {
  for (let edit = 0; edit < times; edit++) {
    world.server.regions.get(two)?.put('/sidecar-injector/default/values', `image: odd:${edit}\n`, { overwrite: true });
  }
}

describe('push', () => {
  it('writes a folder to both, and the same command again mends the one that could not be written', async () => {
    breakTwo('PutParameter');
    const run = await inBoth(push, [world.folder, '--yes']);
    expect(messageOf(run)).toMatch(/could not be done in 1 of 2 Regions \(done in eu-one-1\):\neu-two-1: /);
    expect(run.error).toMatchObject({ exitCode: 3 });
    expect(world.stored('default/policy', two)).toBe('(nothing)');
    mend();
    const again = await inBoth(push, [world.folder, '--yes']);
    expect(again.error).toBeUndefined();
    expect(again.err).toMatch(/\[eu-one-1\] nothing to write/);
    expect(world.stored('default/policy', two)).toBe('enabled\n');
  });
});

describe('promote', () => {
  it('pins the same values in both, whatever their versions are there', async () => {
    await pushBoth('log:1');
    editTwo(3);
    await pushBoth('log:2');
    expect((await inBoth(promote, ['--yes'])).error).toBeUndefined();
    expect(pinned()).toEqual(['2', '5']);
    expect(new Set(digests()).size).toBe(1);
  });

  it('finds a value that is not the newest there', async () => {
    await pushBoth('log:1');
    editTwo(1);
    await inBoth(promote, ['--yes']);
    expect(pinned()).toEqual(['1', '1']);
  });

  it('writes nothing where a value was never written', async () => {
    await pushBoth('log:1');
    world.server.store.put('/sidecar-injector/default/values', 'image: log:9\n', { overwrite: true });
    const run = await inBoth(promote, ['--yes']);
    expect(messageOf(run)).toMatch(/eu-two-1: no version of default\/values here has the value/);
    expect(pinned()).toEqual(['2', undefined]);
  });

  it('leaves nothing out that only the second has', async () => {
    await pushBoth('log:1');
    world.server.regions.get(two)?.put('/sidecar-injector/test/policy', 'disabled\n');
    expect(messageOf(await inBoth(promote, ['--yes']))).toMatch(/eu-two-1: test\/policy: not in the first Region/);
  });

  it('takes nothing back where the second is ahead', async () => {
    await pushBoth('log:1');
    editTwo(1);
    await world.run(promote, ['--yes', '--region', two]);
    expect(messageOf(await inBoth(promote, ['--yes']))).toMatch(/eu-two-1: default\/values: .* has a newer value/);
    expect(pinned()).toEqual(['1', '2']);
  });

  it('is mended by the same command', async () => {
    await pushBoth('log:1');
    breakTwo('PutParameter');
    expect((await inBoth(promote, ['--yes'])).error).toMatchObject({ exitCode: 3 });
    mend();
    expect((await inBoth(promote, ['--yes'])).err).toMatch(/\[eu-one-1\] default\/release version 1 pins these/);
    expect(pinned()).toEqual(['1', '1']);
  });
});

describe('rollback', () => {
  beforeEach(async () => {
    await pushBoth('log:1');
    editTwo(2);
    await pushBoth('log:1');
    await inBoth(promote, ['--yes']);
    await pushBoth('log:2');
    await inBoth(promote, ['--yes']);
    expect(pinned()).toEqual(['2', '5']);
  });

  it('goes back in both, and forward again', async () => {
    await inBoth(rollback, ['--yes']);
    expect(pinned()).toEqual(['1', '4']);
    await inBoth(rollback, ['--yes']);
    expect(pinned()).toEqual(['2', '5']);
  });

  it.each([
    ['the second', two, ['1', '5']],
    ['the first', one, ['2', '4']],
  ])('ends by the same command what could not be written to %s', async (_name, region, half) => {
    world.server.fault = (call) =>
      call.region === region && call.operation === 'PutParameter' ? faults.denied : undefined;
    expect((await inBoth(rollback, ['--yes'])).error).toMatchObject({ exitCode: 3 });
    expect(pinned()).toEqual(half);
    mend();
    expect((await inBoth(rollback, ['--yes'])).error).toBeUndefined();
    expect(pinned()).toEqual(['1', '4']);
  });

  it('goes back in one that does not answer once it does', async () => {
    world.server.fault = ({ region }) => (region === one ? faults.denied : undefined);
    await inBoth(rollback, ['--yes']);
    expect(pinned()).toEqual(['2', '4']);
    mend();
    await inBoth(rollback, ['--yes']);
    expect(pinned()).toEqual(['1', '4']);
  });

  it('takes back a promote that reached only one of them', async () => {
    await pushBoth('log:3');
    breakTwo('PutParameter');
    await inBoth(promote, ['--yes']);
    mend();
    expect(pinned()).toEqual(['3', '5']);
    await inBoth(rollback, ['--yes']);
    expect(pinned()).toEqual(['2', '5']);
  });

  it('writes a named release of the first to one that never had it', async () => {
    await inBoth(push, [world.folder, '--yes']);
    world.server.regions.get(two)?.remove('/sidecar-injector/default/release');
    await world.run(promote, ['--yes', '--region', two]);
    await inBoth(rollback, ['--yes', '--release', '1']);
    expect(pinned()).toEqual(['1', '4']);
  });

  it('does not guess where the Regions have nothing in common', async () => {
    world.server.regions.get(two)?.remove('/sidecar-injector/default/release');
    editTwo(1);
    await world.run(promote, ['--yes', '--region', two]);
    expect(messageOf(await inBoth(rollback, ['--yes']))).toMatch(/none of them was in force in all/);
  });
});

describe('token', () => {
  it('is the same in both, and revoked in both', async () => {
    await pushBoth('log:1');
    const { out } = await inBoth(token, ['new', '--cluster', 'prod', '-o', 'json']);
    const { digest, versions } = JSON.parse(out);
    expect(versions).toEqual({ [one]: 1, [two]: 1 });
    expect(world.stored('default/tokens', two)).toBe(world.stored('default/tokens'));
    await inBoth(token, ['revoke', digest.slice(0, 12), '--yes']);
    expect([one, two].map((region) => world.stored('default/tokens', region))).toEqual(['{}', '{}']);
  });

  it('that is stored in one of them is printed, and piped into the same command for the other', async () => {
    await pushBoth('log:1');
    breakTwo('PutParameter');
    const run = await inBoth(token, ['new', '--cluster', 'prod']);
    expect(messageOf(run)).toMatch(/eu-two-1: .*\n.*token new --stdin/);
    mend();
    const again = await inBoth(token, ['new', '--cluster', 'prod', '--stdin'], { readInput: async () => run.out });
    expect(again.error).toBeUndefined();
    expect(world.stored('default/tokens', two)).toBe(world.stored('default/tokens'));
  });

  it('that was revoked in one of them is revoked in the other by the same command', async () => {
    await pushBoth('log:1');
    const { digest } = JSON.parse((await inBoth(token, ['new', '--cluster', 'prod', '-o', 'json'])).out);
    breakTwo('PutParameter');
    expect((await inBoth(token, ['revoke', digest, '--yes'])).error).toMatchObject({ exitCode: 3 });
    mend();
    expect((await inBoth(token, ['revoke', digest, '--yes'])).error).toBeUndefined();
    expect(world.stored('default/tokens', two)).toBe('{}');
    expect(messageOf(await inBoth(token, ['revoke', digest, '--yes']))).toMatch(/no token begins so/);
  });
});

describe('check', () => {
  it('finds nothing where Regions hold the same', async () => {
    await pushBoth('log:1');
    await inBoth(promote, ['--yes']);
    const { out, error } = await inBoth(check, ['--auth', 'none']);
    expect(error).toBeUndefined();
    expect(out).toMatch(
      /^\[eu-one-1\] 5 parameters in .* are in order.*\n(?:.*\n)*between 2 Regions: nothing differs\n$/,
    );
  });

  it('tells what they do not hold alike, and what to do', async () => {
    await pushBoth('log:1');
    await inBoth(token, ['new', '--cluster', 'prod']);
    await inBoth(promote, ['--yes']);
    editTwo(1);
    await world.run(off, ['--reason', 'x', '--yes', '--region', two]);
    await world.run(token, ['new', '--all', '--region', one]);
    await world.run(promote, ['--yes', '--region', two]);
    expect(await differences()).toEqual(['default/release', 'default/switch', 'default/tokens', 'default/values']);
    const { out, error } = await inBoth(check, ['--strict']);
    expect(error).toMatchObject({ exitCode: 1 });
    expect(out).toContain('SI0313 warning default/switch\n  on in eu-one-1; off in eu-two-1');
    expect(out).toMatch(/between 2 Regions: 4 parameters differ\n$/);
  });

  it('says in which Region a finding is', async () => {
    await pushBoth('log:1');
    world.server.regions.get(two)?.put('/sidecar-injector/default/policy', 'on', { overwrite: true });
    const errors = (await findings()).filter(({ code }) => code === 'SI0105');
    expect(errors.map(({ region }) => region)).toEqual([two]);
  });

  it('wants Parameter Store', async () => {
    expect((await inBoth(check, [world.folder])).error).toMatchObject({ exitCode: 2 });
  });
});
