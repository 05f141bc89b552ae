/**
 * The drill of docs/failover.md as far as it goes without AWS: two Regions of one moto, a function in each, and a record
 * that points to the first one which says that it is ready. DNS, health checks and API Gateway are not part of it.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command as check } from '../../../lib/cli/check.ts';
import type { CommandModule } from '../../../lib/cli/command.ts';
import { command as off } from '../../../lib/cli/off.ts';
import { command as on } from '../../../lib/cli/on.ts';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { command as token } from '../../../lib/cli/token.ts';
import type { Injector } from '../../../lib/webhook/create-injector.ts';
import { type Moto, motoMissing, startMoto } from '../../support/start-moto.ts';
import { askFor, command, isReady, type RegionGate, startEnvironment, startRegionGate } from './stack.ts';

const [first, second] = ['eu-central-1', 'eu-west-1'];
const both = ['--region', first, '--region', second];
const folder = join(import.meta.dirname, '../../../examples/parameters');
const missing = motoMissing();

describe.skipIf(missing !== undefined)('failover between two Regions, on moto', () => {
  let moto: Moto;
  let gate: RegionGate;
  let path: string;
  beforeAll(async () => {
    moto = await startMoto();
    gate = await startRegionGate(moto.endpoint);
  });
  afterAll(async () => {
    await gate.close();
    await moto.close();
  });

  const inBoth = (module: CommandModule, ...args: readonly string[]) =>
    command(gate.endpoint, module, [...args, ...both]);
  /** New environments, as after a while without calls, and where the record points to. */
  const resolve = async (): Promise<readonly [region: string, environment: Injector]> => {
    for (const region of [first, second]) {
      const environment = await startEnvironment(gate.endpoint, region);
      if (await isReady(environment)) {
        return [region, environment];
      }
    }
    throw new Error('no Region is ready');
  };

  it('1. both Regions get the same parameters, token and release', async () => {
    expect((await inBoth(push, folder, '--yes')).error).toBeUndefined();
    path = `/t/${(await inBoth(token, 'new', '--cluster', 'prod')).out.trim()}/inject/cluster/prod`;
    expect((await inBoth(promote, '--yes')).error).toBeUndefined();
    expect((await inBoth(check)).out).toMatch(/between 2 Regions: nothing differs\n$/);
  });

  it('2. a pod gets the same from both', async () => {
    const answers = await Promise.all(
      [first, second].map(async (region) => askFor(await startEnvironment(gate.endpoint, region), path)),
    );
    expect(answers[0]?.patch).toEqual(expect.any(String));
    expect(answers[1]).toEqual(answers[0]);
  });

  it('3. the first Region fails: its new environments are not ready, and the second answers', async () => {
    const [before, running] = await resolve();
    expect(before).toBe(first);
    expect((await askFor(running, path)).patch).toEqual(expect.any(String));
    gate.cut.add(first);
    // What runs goes on with the configuration that it has.
    expect((await askFor(running, path)).patch).toEqual(expect.any(String));
    const [after, environment] = await resolve();
    expect(after).toBe(second);
    expect((await askFor(environment, path)).patch).toEqual(expect.any(String));
  });

  it('4. commands name the Region that cannot be written, and go on with the other', async () => {
    for (const run of [inBoth(off, '--reason', 'drill', '--yes'), inBoth(push, folder, '--yes')]) {
      const { error } = await run;
      expect(error).toMatchObject({ exitCode: 3, message: expect.stringContaining(`\n${first}: `) });
    }
    const [, environment] = await resolve();
    expect((await askFor(environment, path)).audit.reason).toBe('switched-off');
  });

  it('5. the first Region is back: check tells where it differs, and the same command mends it', async () => {
    gate.cut.delete(first);
    expect((await inBoth(check)).out).toContain('SI0313 warning default/switch');
    expect((await inBoth(off, '--reason', 'drill', '--yes')).error).toBeUndefined();
    expect((await inBoth(on, '--yes')).error).toBeUndefined();
    expect((await inBoth(check)).out).toMatch(/between 2 Regions: nothing differs\n$/);
    const [region, environment] = await resolve();
    expect(region).toBe(first);
    expect((await askFor(environment, path)).patch).toEqual(expect.any(String));
  });
});
