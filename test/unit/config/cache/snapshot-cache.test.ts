import { beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheLimits } from '../../../../lib/config/cache/clusters.ts';
import { ageLimits } from '../../../../lib/config/cache/freshness.ts';
import { createSnapshotCache, type SnapshotCache } from '../../../../lib/config/cache/snapshot-cache.ts';
import { encodeAs } from '../../../../lib/config/load/encode-value.ts';
import {
  type LoadSnapshot,
  loadSnapshot,
  type TemplateNames,
  templateNames,
} from '../../../../lib/config/load/load-snapshot.ts';
import { digestOf, encodeRelease } from '../../../../lib/config/release/release.ts';
import type { Configuration } from '../../../../lib/config/snapshot-provider.ts';
import type { ParameterReading } from '../../../../lib/config/source/source.ts';
import { ParameterStoreError } from '../../../../lib/config/source/ssm/errors.ts';
import { FakeClock } from '../../../support/fakes/fake-clock.ts';
import {
  createScript,
  createScriptedCache,
  loadTestSnapshot,
  root,
  type Script,
  testTemplateNames,
  write,
} from './scripted-source.ts';

let clock: FakeClock;
let script: Script;
let cache: SnapshotCache;
beforeEach(() => {
  clock = new FakeClock();
  script = createScript();
  cache = createScriptedCache(script, clock);
  write(script, { 'default/policy': 'enabled' });
});

/** A cache that takes so many milliseconds to make a configuration of a reading. */
function createSlowCache(millisecondsFor: (reading: ParameterReading) => number): SnapshotCache {
  const slow: LoadSnapshot = async (cluster, reading) => {
    await clock.sleep(millisecondsFor(reading));
    return loadTestSnapshot(cluster, reading);
  };
  return createScriptedCache(script, clock, { loadSnapshot: slow, templateNames: testTemplateNames });
}

/** One whole request: an answer, some work, the settling. */
async function ask(cluster = 'default', timeMs = 10_000): Promise<Configuration & { readonly tookMs: number }> {
  const start = clock.now();
  const answer = await clock.until(cache.snapshot(cluster, { deadline: start + timeMs }));
  const tookMs = clock.now() - start;
  const newer = await clock.until(answer.finish());
  expect(script.open).toBe(0);
  expect(clock.sleeping).toBe(0);
  return { ...(newer ?? answer), tookMs };
}

const policyOf = (answer: Configuration): string => (answer.kind === 'unavailable' ? 'none' : answer.snapshot.policy);
const readsOf = async (run: () => Promise<unknown>): Promise<number> => {
  const before = script.calls.length;
  await run();
  return script.calls.length - before;
};

describe('reading', () => {
  it('reads default once for all clusters, and each cluster once', async () => {
    for (const cluster of ['a', 'b', 'c']) {
      write(script, { [`${cluster}/policy`]: 'disabled' });
    }
    await clock.until(cache.warm());
    expect(await readsOf(() => ask('a'))).toBe(1);
    expect(await readsOf(() => ask('b'))).toBe(1);
    expect(await readsOf(() => ask('a'))).toBe(0);
    expect(await readsOf(() => ask())).toBe(0);
  });

  it('reads again what has aged, and nothing else', async () => {
    write(script, { 'a/policy': 'disabled' });
    await ask();
    clock.freeze(ageLimits.freshMs - 10_000);
    expect(await readsOf(() => ask('a'))).toBe(1);
    clock.freeze(10_001);
    expect(await readsOf(() => ask('a')), 'the default has aged').toBe(1);
  });

  it('takes two calls of at most ten names where nothing was read ahead', async () => {
    write(script, { 'prod/policy': 'off' });
    expect(await readsOf(() => ask('prod'))).toBe(2);
    expect(script.calls.every((names) => names.length <= 10)).toBe(true);
  });

  it('adds named templates in a third call, and in the same call from then on', async () => {
    write(script, { 'prod/settings': 'gateway', 'default/templates/gateway': 'x', 'prod/policy': 'enabled' });
    const answer = await ask('prod');
    expect(answer.kind === 'fresh' && answer.snapshot.versions.has('default/templates/gateway')).toBe(true);
    expect(script.calls).toHaveLength(3);
    clock.freeze(ageLimits.freshMs + 1);
    expect(await readsOf(() => ask('prod'))).toBe(2);
    const folders = script.calls.slice(-2).map((names) => new Set(names.map((name) => name.split('/')[2])));
    expect(folders).toEqual([new Set(['default']), new Set(['prod'])]);
    write(script, { 'default/templates/gateway': 'y' });
    clock.freeze(ageLimits.freshMs + 1);
    const newer = await ask('prod');
    expect(newer.kind === 'fresh' && newer.snapshot.versions.get('default/templates/gateway')).toBe(2);
  });

  it('shares the default configuration with a cluster that has no parameter of its own', async () => {
    const answer = await ask('nobody');
    expect(answer).toMatchObject({ kind: 'fresh', snapshot: { cluster: 'default' } });
    expect(await readsOf(() => ask('nobody'))).toBe(0);
    const sleep = vi.spyOn(clock, 'sleep');
    await ask('nobody');
    expect(sleep, 'nothing is waited for either').not.toHaveBeenCalled();
  });

  it('looks up so many new names a minute and no more', async () => {
    for (let index = 0; index < cacheLimits.newNamesPerMinute; index++) {
      await ask(`new-${index}`);
    }
    await ask();
    expect(await readsOf(async () => expect((await ask('one-more')).kind).toBe('unavailable'))).toBe(0);
    await clock.advance(61_000);
    expect((await ask('one-more')).kind).toBe('fresh');
  });

  it('looks up so many new names at once and no more, and as many again a minute later, whoever asked between', async () => {
    await ask();
    const start = clock.now();
    const names = Array.from({ length: cacheLimits.newNamesPerMinute + 1 }, (_, index) => `new-${index}`);
    const asked = names.map((name) => cache.snapshot(name, { deadline: start + 5000 }));
    const answers = await clock.until(Promise.all(asked));
    await Promise.all(answers.map(({ finish }) => finish()));
    expect(answers.map(({ kind }) => kind)).toEqual([...names.slice(1).map(() => 'fresh'), 'unavailable']);
    clock.freeze(30_000);
    for (const name of names) {
      expect((await ask(`more-${name}`)).kind).toBe('unavailable');
    }
    clock.freeze(start + 60_000 - clock.now());
    expect((await ask('one-more')).kind).not.toBe('unavailable');
  });

  it('keeps clusters that have parameters whatever other names are asked for', async () => {
    const clusters = Array.from({ length: cacheLimits.clusters - 20 }, (_, index) => `c${index}`);
    write(script, Object.fromEntries(clusters.map((cluster) => [`${cluster}/policy`, 'disabled'])));
    for (const cluster of [...clusters, ...Array.from({ length: 30 }, (_, index) => `new-${index}`)]) {
      await ask(cluster);
    }
    expect(await readsOf(() => ask('c0'))).toBe(0);
  });

  it('does not count among those with parameters one that has lost them', async () => {
    const clusters = Array.from({ length: cacheLimits.clusters + 1 }, (_, index) => `c${index}`);
    write(script, Object.fromEntries(clusters.map((cluster) => [`${cluster}/policy`, 'disabled'])));
    for (const cluster of clusters.slice(0, -1)) {
      await ask(cluster);
    }
    script.store.parameters.delete(`${root}/c0/policy`);
    clock.freeze(2 * ageLimits.freshMs + 1);
    await ask('c0');
    await ask('c0');
    await ask(clusters.at(-1));
    script.calls.length = 0;
    clock.freeze(2 * ageLimits.freshMs + 1);
    await ask('c1');
    // One that was dropped is read as if for the first time, by all its names.
    expect(script.calls.flat()).not.toContain(`${root}/c1/mesh`);
  });

  it('reads a cluster once for those who ask at once, also where nobody knew it', async () => {
    write(script, { 'prod/policy': 'off' });
    const deadline = clock.now() + 5000;
    const answers = await clock.until(Promise.all([1, 2, 3].map(() => cache.snapshot('prod', { deadline }))));
    await Promise.all(answers.map(({ finish }) => finish()));
    expect(answers.map(policyOf)).toEqual(['off', 'off', 'off']);
    expect(script.calls).toHaveLength(2);
  });

  it('counts no new name of a time that is still to come: the clock was set back', async () => {
    await ask();
    for (let index = 0; index < cacheLimits.newNamesPerMinute; index++) {
      await ask(`new-${index}`);
    }
    clock.freeze(-3_600_000);
    expect((await ask('one-more')).kind).toBe('fresh');
  });

  it('reads and keeps nothing for a name that the default does not list, where it lists clusters', async () => {
    const settings = 'clusters: [prod]';
    write(script, { 'default/template': 'spec: {}', 'default/settings': settings, 'prod/policy': 'off' });
    write(script, { 'test/policy': 'off' });
    cache = createScriptedCache(script, clock, { loadSnapshot, templateNames });
    await clock.until(cache.warm());
    const names = Array.from({ length: 2 * cacheLimits.newNamesPerMinute }, (_, index) => `new-${index}`);
    for (const name of ['test', ...names]) {
      expect(await readsOf(async () => expect(policyOf(await ask(name))).toBe('enabled'))).toBe(0);
    }
    expect(await readsOf(async () => expect(policyOf(await ask('prod'))).toBe('off'))).toBe(1);
    write(script, { 'default/settings': 'clusters: [prod, test]' });
    clock.freeze(2 * ageLimits.freshMs);
    await ask();
    expect(await readsOf(async () => expect(policyOf(await ask('test'))).toBe('off'))).toBe(1);
  });

  it('keeps so many clusters and drops the one not used for longest', async () => {
    const clusters = Array.from({ length: cacheLimits.clusters + 1 }, (_, index) => `c${index}`);
    for (const cluster of clusters) {
      write(script, { [`${cluster}/policy`]: 'disabled' });
    }
    for (const cluster of clusters.slice(0, -1)) {
      await ask(cluster);
    }
    expect(await readsOf(() => ask('c0'))).toBe(0);
    await ask(clusters.at(-1));
    expect(await readsOf(() => ask('c0'))).toBe(0);
    expect(await readsOf(() => ask('c1'))).toBe(1);
  });

  it('looks up any number of clusters that have parameters, or are listed, or were known', async () => {
    const many = 2 * cacheLimits.newNamesPerMinute;
    const clusters = Array.from({ length: many }, (_, index) => `c${index}`);
    write(script, Object.fromEntries(clusters.map((cluster) => [`${cluster}/policy`, 'disabled'])));
    for (const cluster of clusters) {
      expect(policyOf(await ask(cluster))).toBe('disabled');
    }
    for (let index = 0; index < cacheLimits.newNamesPerMinute; index++) {
      await ask(`new-${index}`);
    }
    expect((await ask('one-more')).kind).toBe('unavailable');
    expect(policyOf(await ask('c0'))).toBe('disabled');
    expect((await ask('one-more')).kind).toBe('unavailable');
  });

  it('looks up any number of clusters that are listed, also when nobody may ask for new names', async () => {
    const clusters = Array.from({ length: cacheLimits.newNamesPerMinute + 20 }, (_, index) => `c${index}`);
    const settings = `clusters: [${clusters.join(', ')}]`;
    write(script, { 'default/template': 'spec: {}', 'default/settings': settings });
    cache = createScriptedCache(script, clock, { loadSnapshot, templateNames });
    await clock.until(cache.warm());
    for (const cluster of clusters) {
      expect((await ask(cluster)).kind).toBe('fresh');
    }
  });

  it('looks up a cluster that was known and dropped, also when nobody may ask for new names', async () => {
    const clusters = Array.from({ length: cacheLimits.clusters + 1 }, (_, index) => `c${index}`);
    write(script, Object.fromEntries(clusters.map((cluster) => [`${cluster}/policy`, 'disabled'])));
    for (const cluster of clusters) {
      await ask(cluster);
    }
    for (let index = 0; index <= cacheLimits.newNamesPerMinute; index++) {
      await ask(`new-${index}`);
    }
    expect((await ask('one-more')).kind).toBe('unavailable');
    expect(await readsOf(async () => expect(policyOf(await ask('c0'))).toBe('disabled'))).toBe(1);
  });

  it('lets a broken parameter of one cluster touch no other', async () => {
    write(script, { 'bad/policy': 'whatever', 'good/policy': 'off', 'odd/policy': 'off' });
    write(script, { 'half/policy': 'off', 'half/values': '{}' });
    script.store.undecryptable.add(`${root}/odd/policy`);
    script.store.undecryptable.add(`${root}/half/values`);
    expect(await ask('half')).toMatchObject({ kind: 'unavailable', cause: expect.stringContaining('KMS key') });
    expect(await ask('bad')).toMatchObject({ kind: 'unavailable', cause: expect.stringContaining('bad/policy') });
    expect(await ask('odd')).toMatchObject({ kind: 'unavailable', cause: expect.stringContaining('KMS key') });
    expect(policyOf(await ask('good'))).toBe('off');
    expect(policyOf(await ask())).toBe('enabled');
  });

  it('says what was looked for where if the root is empty', async () => {
    script.store.parameters.clear();
    const answer = await ask();
    expect(answer).toMatchObject({
      kind: 'unavailable',
      cause: expect.stringMatching(/default.*\/r in eu-test-1.*Region/),
    });
  });
});

describe('the three ages', () => {
  const edit = (policy: string): void => write(script, { 'default/policy': policy });

  it('answers without a read while it is fresh', async () => {
    await ask();
    edit('off');
    await clock.advance(ageLimits.freshMs * (1 - ageLimits.freshJitter) - 1);
    const sleep = vi.spyOn(clock, 'sleep');
    expect(await readsOf(async () => expect(policyOf(await ask())).toBe('enabled'))).toBe(0);
    expect(sleep, 'nor does anything wait').not.toHaveBeenCalled();
  });

  it('refreshes beside the request when it is stale, and has the edit for that request', async () => {
    await ask();
    edit('off');
    await clock.advance(ageLimits.freshMs + 1);
    const answer = await cache.snapshot('default', { deadline: clock.now() + 1000 });
    expect(answer).toMatchObject({ kind: 'fresh', snapshot: { policy: 'enabled' } });
    expect(await clock.until(answer.finish())).toMatchObject({ kind: 'fresh', snapshot: { policy: 'off' } });
    expect(policyOf(await ask())).toBe('off');
  });

  it('has nothing newer for a request where nothing has changed', async () => {
    await ask();
    await clock.advance(ageLimits.freshMs + 1);
    const answer = await cache.snapshot('default', { deadline: clock.now() + 1000 });
    expect(await clock.until(answer.finish())).toBeUndefined();
  });

  it('awaits a refresh beside the request for so long once the answer is ready, then ends it', async () => {
    await ask();
    script.latency = 400;
    await clock.advance(ageLimits.freshMs + 1);
    const start = clock.now();
    expect((await ask()).kind).toBe('fresh');
    expect(clock.now() - start).toBe(ageLimits.finishMs);
  });

  it('waits for the refresh of something old', async () => {
    await ask();
    edit('off');
    clock.freeze(ageLimits.staleMs + 1);
    expect(await ask()).toMatchObject({ kind: 'fresh', tookMs: 20, snapshot: { policy: 'off' } });
  });

  it.each([
    [10_000, ageLimits.oldWaitMs],
    [2000, 500],
  ])('with %i ms to answer waits %i ms at most, then says that it is stale', async (timeMs, wait) => {
    await ask();
    script.fault = 'hang';
    clock.freeze(ageLimits.staleMs + 1);
    const answer = await ask('default', timeMs);
    expect(answer).toMatchObject({ kind: 'stale', tookMs: wait, cause: expect.stringContaining('in time') });
    expect(answer.kind === 'stale' && answer.ageMs).toBeGreaterThan(ageLimits.staleMs);
  });

  it('waits as long as the deadline allows when it is cold', async () => {
    script.fault = 'hang';
    expect(await ask('default', 3000)).toMatchObject({ kind: 'unavailable', tookMs: 3000 - ageLimits.coldReserveMs });
  });

  it('pauses between refreshes while an outage lasts, and ends the pause with it', async () => {
    await ask();
    script.fault = new ParameterStoreError('access-denied', 'Access denied');
    clock.freeze(ageLimits.staleMs + 1);
    expect(await ask()).toMatchObject({ kind: 'stale', cause: 'Access denied', tookMs: 20 });
    expect(await readsOf(async () => expect(await ask()).toMatchObject({ kind: 'stale', tookMs: 0 }))).toBe(0);
    script.fault = undefined;
    await clock.advance(ageLimits.pauseMs);
    expect((await ask()).kind).toBe('fresh');
  });

  it('does not trust what was read in the future', async () => {
    await ask();
    edit('off');
    clock.freeze(-3_600_000);
    expect(policyOf(await ask())).toBe('off');
  });

  it('shares one refresh among requests at once', async () => {
    const answers = Array.from({ length: 20 }, () => cache.snapshot('default', { deadline: clock.now() + 1000 }));
    const all = await clock.until(Promise.all(answers));
    await Promise.all(all.map(({ finish }) => finish()));
    expect(all.every(({ kind }) => kind === 'fresh')).toBe(true);
    expect(script.calls).toHaveLength(1);
  });

  it('goes on with a refresh that another request still waits for', async () => {
    const deadline = clock.now() + 1000;
    script.latency = 500;
    const early = cache.snapshot('default', { deadline: clock.now() + 200 });
    const late = cache.snapshot('default', { deadline });
    const first = await clock.until(early);
    await first.finish();
    expect(first.kind).toBe('unavailable');
    const second = await clock.until(late);
    await second.finish();
    expect(second.kind).toBe('fresh');
    expect(script.calls).toHaveLength(1);
  });
});

it('a configuration that is made too late for its request is in force with the next refresh, and not in between', async () => {
  cache = createSlowCache(() => script.latency);
  await ask();
  write(script, { 'default/policy': 'off' });
  clock.freeze(ageLimits.freshMs + 1);
  script.latency = ageLimits.finishMs - 10;
  const late = await clock.until(cache.snapshot('default', { deadline: clock.now() + 10_000 }));
  expect(await clock.until(late.finish())).toBeUndefined();
  await clock.advance(1000);
  script.latency = 20;
  const start = await cache.snapshot('default', { deadline: clock.now() + 10_000 });
  expect(policyOf(start)).toBe('enabled');
  expect(await clock.until(start.finish())).toMatchObject({ snapshot: { policy: 'off' } });
});

it('what was read too late for its request is not made into a configuration', async () => {
  let loads = 0;
  const counted = (...[cluster, reading]: Parameters<typeof loadTestSnapshot>) => {
    loads += 1;
    return loadTestSnapshot(cluster, reading);
  };
  const slowNames = async () => {
    await clock.sleep(script.latency);
    return [];
  };
  cache = createScriptedCache(script, clock, { loadSnapshot: counted, templateNames: slowNames });
  await ask();
  write(script, { 'default/policy': 'off' });
  clock.freeze(ageLimits.freshMs + 1);
  script.latency = ageLimits.finishMs - 10;
  const late = await clock.until(cache.snapshot('default', { deadline: clock.now() + 10_000 }));
  expect(await clock.until(late.finish())).toBeUndefined();
  await clock.advance(1000);
  expect(loads).toBe(1);
});

it('a configuration that is made too late does not replace one that is newer', async () => {
  cache = createSlowCache(({ parameters }) => (parameters.get('default/policy')?.value === 'off' ? 60_000 : 1));
  const answered = async () => {
    const answer = await clock.until(cache.snapshot('default', { deadline: clock.now() + 10_000 }));
    return policyOf((await clock.until(answer.finish())) ?? answer);
  };
  await answered();
  write(script, { 'default/policy': 'off' });
  await clock.advance(ageLimits.freshMs + 1);
  expect(await answered()).toBe('enabled');
  write(script, { 'default/policy': 'disabled' });
  await clock.advance(ageLimits.freshMs + 1);
  expect(await answered()).toBe('disabled');
  // By then the late one is made, and what is newest cannot be read.
  await clock.advance(60_000 - ageLimits.freshMs);
  script.fault = 'hang';
  expect(await answered()).toBe('disabled');
});

it.each([
  ['made', 9500, 1],
  ['looked through for names of templates', 1, 9500],
])(
  'an edit that another cluster read while a configuration was %s is not taken for known',
  async (_when, load, names) => {
    let [loadMs, namesMs] = [1, 1];
    const slow: LoadSnapshot = async (cluster, reading) => {
      await clock.sleep(loadMs);
      return loadTestSnapshot(cluster, reading);
    };
    const slowNames: TemplateNames = async (cluster, reading) => {
      await clock.sleep(namesMs);
      return testTemplateNames(cluster, reading);
    };
    cache = createScriptedCache(script, clock, { loadSnapshot: slow, templateNames: slowNames });
    write(script, { 'one/values': 'a', 'other/values': 'a', 'default/settings': 'x', 'default/templates/x': 't' });
    await ask('other');
    await clock.advance(ageLimits.freshMs - 9000);
    [loadMs, namesMs] = [load, names];
    const made = cache.snapshot('one', { deadline: clock.now() + 10_000 });
    await clock.advance(9100);
    [loadMs, namesMs] = [1, 1];
    write(script, { 'default/policy': 'off' });
    const other = await clock.until(cache.snapshot('other', { deadline: clock.now() + 10_000 }));
    expect(policyOf((await clock.until(other.finish())) ?? other)).toBe('off');
    expect(policyOf(await clock.until(made))).toBe('enabled');
    expect(policyOf(await ask('one'))).toBe('off');
  },
);

it('a reading that fails leaves none beside it in the air', async () => {
  let open = 0;
  const read = (requests: readonly { readonly name: string }[], signal?: AbortSignal) =>
    new Promise<never>((_, reject) => {
      if (requests[0]?.name.startsWith('default/') === true) {
        reject(new Error('denied'));
        return;
      }
      open += 1;
      signal?.addEventListener('abort', () => {
        open -= 1;
        reject(signal.reason);
      });
    });
  const source = { description: '', read };
  cache = createSnapshotCache({ source, clock, loadSnapshot: loadTestSnapshot, templateNames: testTemplateNames });
  expect((await ask('prod')).kind).toBe('unavailable');
  expect(open).toBe(0);
});

describe('the last known good configuration', () => {
  it('is not replaced by one that does not validate, and the answer says so', async () => {
    await ask();
    const seenAt = clock.now();
    write(script, { 'default/policy': 'enabeld' });
    clock.freeze(ageLimits.staleMs + 1);
    const answer = await ask();
    expect(answer).toMatchObject({
      kind: 'stale',
      snapshot: { policy: 'enabled' },
      cause: expect.stringMatching(/enabeld/),
    });
    // As old as when it was last seen to be what is stored.
    expect(answer).toMatchObject({ ageMs: clock.now() - seenAt });
    expect(await readsOf(() => ask())).toBe(0);
  });

  it('is as old as the last reading that found it', async () => {
    await ask();
    clock.freeze(ageLimits.freshMs + 1);
    await ask();
    await clock.advance(1000);
    expect(await ask()).toMatchObject({ kind: 'fresh', ageMs: 1000 });
  });

  it('gives way to the next one that validates', async () => {
    await ask();
    write(script, { 'default/policy': 'enabeld' });
    clock.freeze(ageLimits.staleMs + 1);
    await ask();
    write(script, { 'default/policy': 'disabled' });
    clock.freeze(ageLimits.staleMs + 1);
    expect(await ask()).toMatchObject({ kind: 'fresh', snapshot: { policy: 'disabled' } });
  });

  it('does not exist at a cold start: the answer is unavailable, and soon tried again', async () => {
    write(script, { 'default/policy': 'enabeld' });
    expect((await ask()).kind).toBe('unavailable');
    expect(await readsOf(() => ask())).toBe(0);
    write(script, { 'default/policy': 'off' });
    await clock.advance(ageLimits.invalidMs + 1);
    expect(policyOf(await ask())).toBe('off');
  });

  it('says why it is still in force now, not why it was at first', async () => {
    const unreadable = `${root}/default/policy`;
    await ask();
    script.store.undecryptable.add(unreadable);
    clock.freeze(ageLimits.staleMs + 1);
    await ask();
    script.reason = 'the key is gone';
    clock.freeze(ageLimits.staleMs + 1);
    await ask();
    expect(await ask()).toMatchObject({ kind: 'stale', cause: expect.stringContaining('the key is gone') });
  });

  it('survives one value that cannot be decrypted any more', async () => {
    await ask();
    script.store.undecryptable.add(`${root}/default/policy`);
    clock.freeze(ageLimits.staleMs + 1);
    expect(await ask()).toMatchObject({ kind: 'stale', cause: expect.stringContaining('KMS key') });
  });
});

describe('a release', () => {
  const pin = (name: string, version: number, value: string) => ({ name, version, sha256: digestOf(value) });
  const release = (...pins: readonly ReturnType<typeof pin>[]): void =>
    write(script, { 'default/release': encodeRelease(pins) });

  it('needs no second read where the newest versions are the pinned ones', async () => {
    release(pin('default/policy', 1, 'enabled'));
    expect(await readsOf(() => ask())).toBe(1);
  });

  it('holds on to the versions that it pins', async () => {
    release(pin('default/policy', 1, 'enabled'));
    write(script, { 'default/policy': 'off' });
    expect(policyOf(await ask())).toBe('enabled');
    expect(script.calls).toEqual([expect.any(Array), [`${root}/default/policy:1`]]);
  });

  it('has each pinned version read once', async () => {
    release(pin('default/policy', 1, 'enabled'));
    write(script, { 'default/policy': 'off' });
    expect(await readsOf(() => ask())).toBe(2);
    release(pin('default/policy', 1, 'enabled'));
    clock.freeze(ageLimits.freshMs + 1);
    expect(await readsOf(() => ask())).toBe(1);
  });

  it('of the default touches a cluster with what it pins for another as little as anything of that', async () => {
    write(script, { 'prod/policy': 'disabled', 'other/policy': 'off' });
    release(pin('default/policy', 1, 'enabled'), pin('prod/policy', 1, 'disabled'), pin('other/policy', 9, 'off'));
    expect(await ask('prod')).toMatchObject({ kind: 'fresh', snapshot: { policy: 'disabled' } });
    expect(await ask('other')).toMatchObject({ kind: 'unavailable', problems: [{ code: 'missing' }] });
  });

  it('that pins what cannot be decrypted says so, and not that it is gone', async () => {
    release(pin('default/values', 1, '{}'));
    write(script, { 'default/values': '{}' });
    script.store.undecryptable.add(`${root}/default/values`);
    script.store.undecryptable.add(`${root}/default/values:1`);
    expect(await ask()).toMatchObject({ kind: 'unavailable', problems: [{ code: 'unreadable' }] });
  });

  it('is told by name and version, and gone when it is', async () => {
    release(pin('default/policy', 1, 'enabled'));
    release(pin('default/policy', 1, 'enabled'));
    expect(await ask()).toMatchObject({ snapshot: { release: { name: 'default/release', version: 2 } } });
    expect(script.calls).toHaveLength(1);
    script.store.parameters.delete(`${root}/default/release`);
    clock.freeze(ageLimits.staleMs + 1);
    const answer = await ask();
    expect(answer.kind === 'fresh' && answer.snapshot).not.toHaveProperty('release');
  });

  it('reads no name that it does not list', async () => {
    write(script, { 'default/values': '{}' });
    release(pin('default/policy', 1, 'enabled'));
    const answer = await ask();
    expect(answer.kind === 'fresh' && [...answer.snapshot.versions.keys()]).toEqual(['default/policy']);
  });

  it('of a cluster wins whole over the one of the default', async () => {
    write(script, { 'prod/policy': 'disabled' });
    release(pin('default/policy', 1, 'enabled'));
    write(script, { 'prod/release': encodeRelease([pin('prod/policy', 1, 'disabled')]) });
    expect(policyOf(await ask('prod'))).toBe('disabled');
    expect(policyOf(await ask())).toBe('enabled');
  });

  it('asks once more for a version that is not there yet', async () => {
    write(script, { 'default/policy': 'off' });
    release(pin('default/policy', 2, 'off'));
    script.store.behind.add(`${root}/default/policy`);
    const asking = cache.snapshot('default', { deadline: clock.now() + 5000 });
    // The second reading has not found it either.
    await clock.advance(2 * script.latency + 10);
    expect(script.calls).toHaveLength(3);
    script.store.behind.clear();
    const answer = await clock.until(asking);
    await answer.finish();
    expect(policyOf(answer)).toBe('off');
    expect(script.calls).toHaveLength(3);
  });

  it('that pins a version which never comes is asked for no more than that', async () => {
    release(pin('default/policy', 2, 'off'));
    expect((await ask()).kind).toBe('unavailable');
    expect(script.calls).toHaveLength(3);
    expect(await readsOf(() => ask()), 'nor with the next request').toBe(0);
  });

  const broken: readonly [name: string, apply: () => void, cause: RegExp][] = [
    ['a version that is gone', () => release(pin('default/policy', 9, 'off')), /no version 9/],
    ['a parameter that was created anew', () => release(pin('default/policy', 1, 'other')), /SHA-256 differs/],
    ['a line that is none', () => write(script, { 'default/release': 'default/policy: 3' }), /default\/release:1: /],
    ['nothing in it', () => write(script, { 'default/release': '# empty' }), /pins nothing/],
    ['pinned tokens', () => release(pin('default/tokens', 1, 'x')), /tokens cannot be pinned/],
  ];
  it.each(broken)(
    'with %s falls back to the release before at a cold start, and says so',
    async (_name, apply, cause) => {
      release(pin('default/policy', 1, 'enabled'));
      apply();
      expect(await ask()).toMatchObject({
        kind: 'stale',
        snapshot: { policy: 'enabled' },
        cause: expect.stringMatching(cause),
      });
    },
  );

  it.each([
    [4, { kind: 'stale', snapshot: { release: { version: 1 } } }],
    [5, { kind: 'unavailable' }],
  ])('of which the first of %i is good is gone back to over two others and no more', async (count, want) => {
    release(pin('default/policy', 1, 'enabled'));
    for (let version = 2; version <= count; version++) {
      release(pin('default/policy', 9, 'off'));
    }
    expect(await ask()).toMatchObject(want);
  });

  it('goes back further at a cold start where the one before holds what does not validate', async () => {
    release(pin('default/policy', 1, 'enabled'));
    write(script, { 'default/policy': 'enabeld' });
    release(pin('default/policy', 2, 'enabeld'));
    release(pin('default/policy', 9, 'off'));
    expect(await ask()).toMatchObject({ kind: 'stale', snapshot: { policy: 'enabled', release: { version: 1 } } });
  });

  it.each(broken)('with %s leaves the last known good in place', async (_name, apply, cause) => {
    await ask();
    apply();
    clock.freeze(ageLimits.staleMs + 1);
    expect(await ask()).toMatchObject({ kind: 'stale', cause: expect.stringMatching(cause) });
    expect(
      script.calls.flat().filter((name) => name.includes('/release:')),
      'no earlier release is read',
    ).toEqual([]);
  });

  it('that was the first and is broken leaves nothing to answer with', async () => {
    release(pin('default/policy', 9, 'off'));
    expect(await ask()).toMatchObject({ kind: 'unavailable', problems: [{ parameter: 'default/release' }] });
  });
});

describe('tokens', () => {
  const read = (refresh: boolean) => clock.until(cache.tokens.read({ deadline: clock.now() + 10_000, refresh }));

  it('come with the default and cost no read of their own', async () => {
    write(script, { 'default/tokens': '{}' });
    await ask();
    expect(
      await readsOf(async () => expect(await read(true)).toEqual({ kind: 'tokens', text: '{}', isFresh: true })),
    ).toBe(0);
  });

  it('are read again once they have aged, if asked', async () => {
    write(script, { 'default/tokens': '{}' });
    await read(false);
    write(script, { 'default/tokens': '{"a":[]}' });
    clock.freeze(ageLimits.freshMs + 1);
    expect(await read(false)).toMatchObject({ text: '{}', isFresh: false });
    expect(await read(true)).toMatchObject({ text: '{"a":[]}', isFresh: true });
  });

  it('stay in force while they cannot be decrypted', async () => {
    write(script, { 'default/tokens': '{}' });
    await read(false);
    script.store.undecryptable.add(`${root}/default/tokens`);
    clock.freeze(ageLimits.freshMs + 1);
    expect(await read(true)).toMatchObject({ kind: 'tokens', text: '{}' });
  });

  it.each(['gzip', 'br', 'b64'] as const)(
    'are read where they are stored as %s, as many of them are',
    async (encoding) => {
      write(script, { 'default/tokens': encodeAs(encoding, '{}') });
      expect(await read(false)).toMatchObject({ kind: 'tokens', text: '{}' });
    },
  );

  it('that do not decode are handed on as they are: no table, but no revocation either', async () => {
    write(script, { 'default/tokens': 'br:AAAA' });
    expect(await read(false)).toMatchObject({ kind: 'tokens', text: 'br:AAAA' });
  });

  it('that cannot be decrypted keep no configuration from being used', async () => {
    write(script, { 'default/tokens': '{}' });
    script.store.undecryptable.add(`${root}/default/tokens`);
    expect((await ask()).kind).toBe('fresh');
  });

  it('are not looked for again while an outage pauses, and are once it does not', async () => {
    write(script, { 'default/tokens': '{}' });
    await read(false);
    clock.freeze(ageLimits.freshMs + 1);
    script.fault = new ParameterStoreError('access-denied', 'denied');
    expect(await readsOf(() => read(true))).toBe(1);
    const start = clock.now();
    expect(await readsOf(async () => expect(await read(true)).toMatchObject({ text: '{}', isFresh: true }))).toBe(0);
    expect(clock.now()).toBe(start);
    script.fault = undefined;
    write(script, { 'default/tokens': '{"a":[]}' });
    await clock.advance(ageLimits.pauseMs);
    expect(await readsOf(async () => expect(await read(true)).toMatchObject({ text: '{"a":[]}' }))).toBe(1);
    clock.freeze(ageLimits.freshMs + 1);
    script.fault = new ParameterStoreError('access-denied', 'denied');
    await read(true);
    await clock.advance(ageLimits.pauseMs);
    expect(await readsOf(() => read(true)), 'the pause is that of a first failure').toBe(1);
  });

  it('are unavailable at a cold start in an outage', async () => {
    script.fault = 'hang';
    expect((await read(false)).kind).toBe('unavailable');
    expect(clock.sleeping).toBe(0);
  });

  it('do not follow a release back', async () => {
    write(script, { 'default/tokens': '{"new":[]}' });
    write(script, { 'default/release': encodeRelease([pinOf('default/policy', 1, 'enabled')]) });
    await ask();
    expect(await read(false)).toMatchObject({ text: '{"new":[]}' });
  });

  const pinOf = (name: string, version: number, value: string) => ({ name, version, sha256: digestOf(value) });
});

describe('health', () => {
  it('is ready once the default is loaded, and asking reads nothing', async () => {
    expect(cache.isReady()).toBe(false);
    expect(script.calls).toHaveLength(0);
    await clock.until(cache.warm());
    expect(cache.isReady()).toBe(true);
  });

  it('is waited for so long and no longer before the first request, and nothing stays in the air', async () => {
    script.fault = 'hang';
    const start = clock.now();
    await clock.until(cache.warm());
    expect([clock.now() - start, cache.isReady(), script.open, clock.sleeping]).toEqual([
      ageLimits.warmMs,
      false,
      0,
      0,
    ]);
  });
});
