import { beforeEach, describe, expect, it } from 'vitest';
import { ageLimits } from '../../../../lib/config/cache/freshness.ts';
import { heldBackMs } from '../../../../lib/config/cache/in-force.ts';
import type { SnapshotCache } from '../../../../lib/config/cache/snapshot-cache.ts';
import type { Configuration } from '../../../../lib/config/snapshot-provider.ts';
import type { TrialVerdict } from '../../../../lib/config/trial.ts';
import { FakeClock } from '../../../support/fakes/fake-clock.ts';
import {
  createScript,
  createScriptedCache,
  loadTestSnapshot,
  type Script,
  testTemplateNames,
  write,
} from './scripted-source.ts';

let clock: FakeClock;
let script: Script;
let cache: SnapshotCache;
let tried: string[];
let verdict: TrialVerdict;
beforeEach(() => {
  clock = new FakeClock();
  script = createScript();
  tried = [];
  verdict = { kind: 'fit' };
  const trial = (candidate: { policy: string }, present: { policy: string }) => {
    tried.push(`${present.policy} to ${candidate.policy}`);
    return verdict;
  };
  cache = createScriptedCache(script, clock, {
    loadSnapshot: loadTestSnapshot,
    templateNames: testTemplateNames,
    trial,
  });
  write(script, { 'default/policy': 'enabled' });
});

async function ask(cluster = 'default'): Promise<Configuration> {
  const answer = await clock.until(cache.snapshot(cluster, { deadline: clock.now() + 10_000 }));
  return (await clock.until(answer.finish())) ?? answer;
}

async function edit(policy: string): Promise<Configuration> {
  write(script, { 'default/policy': policy });
  clock.freeze(ageLimits.freshMs + 1);
  return ask();
}

const unfit = { kind: 'unfit', cause: 'the bare pod fails' } as const;

describe('a configuration that replaces another', () => {
  it('is tried, once, and in force for the request that brought it', async () => {
    await ask();
    expect(await edit('disabled')).toMatchObject({ kind: 'fresh', snapshot: { policy: 'disabled' } });
    clock.freeze(ageLimits.freshMs + 1);
    await ask();
    expect(tried).toEqual(['enabled to disabled']);
  });

  it('is not tried where nothing is in force yet, nor where nothing has changed', async () => {
    verdict = unfit;
    expect((await ask()).kind).toBe('fresh');
    await edit('enabled');
    expect(tried).toEqual([]);
  });

  it('is held back where it does not stand the trial, and that is said', async () => {
    await ask();
    verdict = unfit;
    await edit('disabled');
    expect(await ask()).toMatchObject({
      kind: 'stale',
      snapshot: { policy: 'enabled' },
      isHeldBack: true,
      cause: 'configuration f-disabled is held back, for ten minutes at most: the bare pod fails',
    });
    clock.freeze(ageLimits.freshMs + 1);
    await ask();
    expect(tried).toHaveLength(1);
  });

  it('is held back for ten minutes at most', async () => {
    await ask();
    verdict = unfit;
    await edit('disabled');
    clock.freeze(heldBackMs - 1000);
    expect(await ask()).toMatchObject({ kind: 'stale', snapshot: { policy: 'enabled' } });
    clock.freeze(1000);
    expect(await ask()).toMatchObject({ kind: 'fresh', snapshot: { policy: 'disabled' }, isHeldBack: false });
    expect(tried).toHaveLength(1);
  });

  it('is not held back for ever by a clock that was set back', async () => {
    await ask();
    verdict = unfit;
    await edit('disabled');
    clock.freeze(-3_600_000);
    expect(await ask()).toMatchObject({ snapshot: { policy: 'disabled' } });
  });

  it('gives way to the next edit: a better one, the one before, or one that does not validate', async () => {
    await ask();
    verdict = unfit;
    await edit('disabled');
    expect(await edit('enabeld')).toMatchObject({ kind: 'stale', isHeldBack: true });
    expect(await ask()).toMatchObject({ kind: 'stale', isHeldBack: false, cause: expect.stringContaining('enabeld') });
    await edit('enabled');
    expect(await ask()).toMatchObject({ kind: 'fresh', snapshot: { policy: 'enabled' } });
    verdict = { kind: 'fit' };
    expect(await edit('off')).toMatchObject({ kind: 'fresh', snapshot: { policy: 'off' } });
  });

  it('of the default is held back for clusters that share it, too', async () => {
    await ask('nobody');
    verdict = unfit;
    await edit('disabled');
    expect(await ask('nobody')).toMatchObject({ kind: 'stale', isHeldBack: true });
    expect(tried).toHaveLength(1);
  });
});
