import { beforeEach, describe, expect, it } from 'vitest';
import { ageLimits } from '../../../../lib/config/cache/freshness.ts';
import type { SnapshotCache } from '../../../../lib/config/cache/snapshot-cache.ts';
import { digestOf, encodeRelease } from '../../../../lib/config/release/release.ts';
import type { Configuration } from '../../../../lib/config/snapshot-provider.ts';
import { FakeClock } from '../../../support/fakes/fake-clock.ts';
import { createScript, createScriptedCache, root, type Script, write } from './scripted-source.ts';

let clock: FakeClock;
let script: Script;
let cache: SnapshotCache;
beforeEach(() => {
  clock = new FakeClock();
  script = createScript();
  cache = createScriptedCache(script, clock);
  write(script, { 'default/policy': 'enabled' });
});

async function ask(cluster = 'default'): Promise<Configuration> {
  const answer = await clock.until(cache.snapshot(cluster, { deadline: clock.now() + 10_000 }));
  return (await clock.until(answer.finish())) ?? answer;
}

const release = () => encodeRelease([{ name: 'default/policy', version: 1, sha256: digestOf('enabled') }]);

describe('a switch', () => {
  it('is read with what is read anyway', async () => {
    write(script, { 'prod/policy': 'enabled' });
    expect(await ask('prod')).toMatchObject({ switch: { kind: 'on' }, notices: [] });
    expect(script.calls).toHaveLength(2);
    expect(script.calls.flat()).toEqual(expect.arrayContaining([`${root}/default/switch`, `${root}/prod/switch`]));
  });

  it.each<[name: string, broken: Readonly<Record<string, string>>]>([
    ['nothing else', {}],
    ['a release', { 'default/release': release() }],
    ["a cluster's own policy", { 'prod/policy': 'enabled' }],
    ["a cluster's own release", { 'prod/release': release() }],
    ['a broken release', { 'default/release': 'x' }],
    ['a broken policy', { 'default/policy': 'enabeld' }],
    ['broken tokens', { 'default/tokens': '{' }],
    ['a cluster\'s "on"', { 'prod/switch': 'on' }],
    ["a cluster's unclear switch", { 'prod/switch': 'maybe' }],
  ])('that is off is off beside %s', async (_name, others) => {
    write(script, { ...others, 'default/switch': 'off: x' });
    expect((await ask('prod')).switch).toMatchObject({ kind: 'off', parameter: 'default/switch', reason: 'x' });
    expect(cache.defaultSwitch()).toMatchObject({ kind: 'off' });
  });

  it.each(['default/policy', 'default/tokens', 'default/release', 'prod/policy'])(
    'that is off is off where %s cannot be decrypted',
    async (name) => {
      write(script, { [name]: 'x', 'default/switch': 'off' });
      script.store.undecryptable.add(`${root}/${name}`);
      expect((await ask('prod')).switch.kind).toBe('off');
    },
  );

  it('is off with the first request after 30 seconds', async () => {
    await ask('prod');
    write(script, { 'default/switch': 'off' });
    clock.freeze(ageLimits.freshMs + 1);
    expect((await ask('prod')).switch.kind).toBe('off');
    write(script, { 'default/switch': 'on' });
    clock.freeze(ageLimits.freshMs + 1);
    expect((await ask('prod')).switch.kind).toBe('on');
  });

  it('of a cluster leaves the others alone, and needs no other parameter below it', async () => {
    write(script, { 'prod/switch': 'off: x' });
    expect(await ask('prod')).toMatchObject({
      switch: { kind: 'off', parameter: 'prod/switch' },
      snapshot: { cluster: 'default' },
    });
    expect((await ask('test')).switch.kind).toBe('on');
    expect(cache.defaultSwitch()).toEqual({ kind: 'on' });
  });

  it('that says neither stays as it was, and is told', async () => {
    write(script, { 'default/switch': 'off: x' });
    await ask();
    write(script, { 'default/switch': 'offf' });
    clock.freeze(ageLimits.freshMs + 1);
    await ask();
    expect(await ask()).toMatchObject({
      switch: { kind: 'off', reason: 'x' },
      notices: [{ code: 'unclear-switch', parameter: 'default/switch' }],
    });
  });

  it('that was deleted is on', async () => {
    write(script, { 'default/switch': 'off' });
    await ask();
    script.store.parameters.delete(`${root}/default/switch`);
    clock.freeze(ageLimits.freshMs + 1);
    expect((await ask()).switch.kind).toBe('on');
  });

  it('that does not say since when it is off is off since this environment knows it', async () => {
    write(script, { 'default/switch': 'off' });
    await ask();
    const since = clock.now();
    write(script, { 'default/switch': 'off: more words' });
    clock.freeze(ageLimits.freshMs + 1);
    expect((await ask()).switch).toMatchObject({ reason: 'more words', since });
  });

  it('is unknown before the first reading', () => expect(cache.defaultSwitch()).toBeUndefined());

  it('is no part of a configuration: another one makes no other fingerprint, and no new configuration', async () => {
    const before = await ask();
    write(script, { 'default/switch': 'off' });
    clock.freeze(ageLimits.freshMs + 1);
    const after = await ask();
    expect(after.kind !== 'unavailable' && before.kind !== 'unavailable' && after.snapshot === before.snapshot).toBe(
      true,
    );
  });
});
