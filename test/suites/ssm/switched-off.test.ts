/** The switch over everything else that can be stored, on moto, from the command line to the API server's answer. */

import { join } from 'node:path';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { command as off } from '../../../lib/cli/off.ts';
import { command as on } from '../../../lib/cli/on.ts';
import { command as promote } from '../../../lib/cli/promote.ts';
import { command as push } from '../../../lib/cli/push.ts';
import { command as token } from '../../../lib/cli/token.ts';
import { createSsmClient } from '../../../lib/config/source/ssm/sdk-reader.ts';
import { type Moto, motoMissing, startMoto } from '../../support/start-moto.ts';
import { askFor, command, environmentOf, startEnvironment } from './stack.ts';

const region = 'eu-central-1';
const folder = join(import.meta.dirname, '../../../examples/parameters');
const missing = motoMissing();

describe.skipIf(missing !== undefined)('off, on moto,', () => {
  let moto: Moto;
  let path: string;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.close());
  beforeEach(async () => {
    await moto.reset();
    expect((await run(push, folder, '--yes')).error).toBeUndefined();
    path = `/t/${(await run(token, 'new', '--cluster', 'prod')).out.trim()}/inject/cluster/prod`;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  });
  afterEach(() => void vi.useRealTimers());

  const run = (...[module, ...args]: [Parameters<typeof command>[1], ...string[]]) =>
    command(moto.endpoint, module, args);
  const write = async (name: string, Value: string): Promise<void> => {
    const put = { Name: `/sidecar-injector/${name}`, Value, Type: 'String', Overwrite: true } as const;
    await createSsmClient(environmentOf(moto.endpoint, region)).send(new PutParameterCommand(put));
  };
  const start = () => startEnvironment(moto.endpoint, region);
  /** As long as an environment goes without a read. */
  const halfAMinute = (): void => void vi.setSystemTime(Date.now() + 31_000);

  const rows: readonly (readonly [name: string, prepare: () => Promise<unknown>])[] = [
    ['a release that pins the policy', () => run(promote, '--yes')],
    [
      'a release and a policy of the cluster itself',
      async () => {
        await write('prod/policy', 'enabled');
        await run(promote, '--cluster', 'prod', '--yes');
      },
    ],
    [
      'tokens that are lost',
      async () => {
        const lost = { Name: '/sidecar-injector/default/tokens' };
        await createSsmClient(environmentOf(moto.endpoint, region)).send(new DeleteParameterCommand(lost));
      },
    ],
    ['tokens that are no table', () => write('default/tokens', '[')],
    ['a broken template, written past the gates', () => write('default/template', '{{ nope')],
    ['settings that are none', () => write('default/settings', '[')],
    ['a release that is none', () => write('default/release', 'x')],
  ];

  it.each(rows)('is off over %s, in an environment that runs and in a new one', async (_name, prepare) => {
    const running = await start();
    expect(await askFor(running, path)).toMatchObject({ statusCode: 200, patch: expect.any(String) });
    await prepare();
    expect((await run(off, '--reason', 'INC-42', '--yes')).error).toBeUndefined();
    halfAMinute();
    const answers = [await askFor(running, path), await askFor(await start(), path), await askFor(running, '/inject')];
    expect(answers).toEqual(
      answers.map(() => expect.objectContaining({ statusCode: 200, allowed: true, patch: undefined })),
    );
    expect(answers[0]?.audit).toMatchObject({ decision: 'skip', reason: 'switched-off' });
    // Who is not let in is not told why.
    expect(JSON.stringify(answers[2]?.audit)).not.toContain('INC-42');
  });

  it('is on again, with the first request after half a minute', async () => {
    await run(promote, '--yes');
    await run(off, '--reason', 'INC-42', '--yes');
    const running = await start();
    expect((await askFor(running, path)).audit).toMatchObject({ trace: expect.stringContaining('INC-42') });
    expect((await run(on, '--yes')).error).toBeUndefined();
    halfAMinute();
    expect((await askFor(running, path)).patch).toEqual(expect.any(String));
  });

  it('of one cluster leaves the others alone', async () => {
    await run(off, '--cluster', 'prod', '--reason', 'INC-42', '--yes');
    const other = `/t/${(await run(token, 'new', '--cluster', 'default')).out.trim()}/inject`;
    const started = await start();
    expect((await askFor(started, path)).audit.reason).toBe('switched-off');
    expect((await askFor(started, other)).patch).toEqual(expect.any(String));
  });
});
