import { beforeEach, describe, expect, it } from 'vitest';
import { Fleet, type FleetMember, fleetLimits } from '../../../../lib/config/cache/fleet.ts';
import { ageLimits } from '../../../../lib/config/cache/freshness.ts';
import type { SnapshotCache } from '../../../../lib/config/cache/snapshot-cache.ts';
import { digestOf, encodeRelease } from '../../../../lib/config/release/release.ts';
import { FakeClock } from '../../../support/fakes/fake-clock.ts';
import { createScript, createScriptedCache, type Script, write } from './scripted-source.ts';

const member = (names: number, readAt: number, isDueSoon = true): FleetMember => ({
  names: Array.from({ length: names }, (_, index) => `${index}`),
  readAt,
  isDueSoon,
  take: () => {},
});

function fleetOf(members: readonly FleetMember[]): Fleet {
  const fleet = new Fleet();
  for (const each of members) {
    fleet.add(each);
  }
  return fleet;
}

describe('companions of a reading', () => {
  it.each<[name: string, names: number, members: FleetMember[], want: number[]]>([
    ['none where a call is full', 10, [member(1, 1)], []],
    ['those that fit, oldest first', 4, [member(2, 3), member(3, 1), member(3, 2)], [1, 2]],
    ['none that is not due', 4, [member(3, 1, false)], []],
    ['up to the end of the last call', 14, [member(4, 1), member(3, 2), member(2, 3)], [1, 3]],
  ])('are %s', (_name, names, members, want) => {
    const companions = fleetOf(members).companionsOf(member(0, 9), names);
    expect(companions.map(({ readAt }) => readAt)).toEqual(want);
  });

  it('are not itself', () => {
    const own = member(2, 1);
    expect(fleetOf([own]).companionsOf(own, 2)).toEqual([]);
  });
});

it.each([
  [1, 1],
  [50, 1],
  [75, 1.5],
  [100, 2],
  [500, fleetLimits.stretchLimit],
])('%i clusters make what was read fresh for %s times as long', (clusters, want) => {
  expect(fleetOf(Array.from({ length: clusters }, () => member(1, 1))).stretch).toBe(want);
});

it('of many clusters fill five calls, and are read along near their end', () => {
  const many = Array.from({ length: fleetLimits.small + 1 }, (_, index) => member(5, index));
  const fleet = fleetOf(many);
  expect(fleet.companionsOf(member(0, 99), 5).map(({ readAt }) => readAt)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect([fleet.dueShare, fleetOf(many.slice(1)).dueShare]).toEqual([0.9, 0.5]);
});

it.each([
  [50, ageLimits.freshJitter],
  [51, fleetLimits.stretchedJitter],
])('%i clusters draw from %s of their time', (clusters, want) => {
  expect(fleetOf(Array.from({ length: clusters }, () => member(1, 1))).jitter).toBe(want);
});

it('a cluster that is gone counts no more', () => {
  const members = Array.from({ length: 100 }, () => member(1, 1));
  const fleet = fleetOf(members);
  for (const each of members.slice(0, 25)) {
    fleet.remove(each);
  }
  expect(fleet.stretch).toBe(1.5);
});

describe('many clusters in one environment', () => {
  let clock: FakeClock;
  let script: Script;
  let cache: SnapshotCache;
  const clusters = Array.from({ length: fleetLimits.small + 1 }, (_, index) => `c${index}`);
  beforeEach(async () => {
    clock = new FakeClock();
    script = createScript();
    write(script, { 'default/policy': 'enabled' });
    write(script, Object.fromEntries(clusters.map((name) => [`${name}/policy`, 'enabled'])));
    cache = createScriptedCache(script, clock);
    for (const cluster of clusters) {
      await ask(cluster);
    }
  });

  async function ask(cluster: string) {
    const answer = await clock.until(cache.snapshot(cluster, { deadline: clock.now() + 10_000 }));
    return (await clock.until(answer.finish())) ?? answer;
  }
  const policyOf = async (cluster: string) => {
    const answer = await ask(cluster);
    return answer.kind === 'unavailable' ? 'none' : answer.snapshot.policy;
  };

  it('share calls: a reading of one takes others along, which need none of their own then', async () => {
    clock.freeze(ageLimits.freshMs + 1);
    script.calls.length = 0;
    for (const cluster of clusters) {
      await ask(cluster);
    }
    const names = script.calls.flat().filter((name) => !name.includes('/default/'));
    expect(script.calls.every(({ length }) => length <= 10)).toBe(true);
    expect(script.calls.length).toBeLessThan(clusters.length / 2 + 2);
    expect(new Set(names).size).toBe(names.length);
  });

  it('see an edit, a switch and a release with the next reading', async () => {
    write(script, { 'c1/policy': 'disabled', 'c2/switch': 'off: x' });
    clock.freeze(ageLimits.freshMs + 1);
    await ask('c0');
    expect(await policyOf('c1')).toBe('disabled');
    expect((await ask('c2')).switch.kind).toBe('off');
  });

  it('under a release ask for the switch and one name in turn, and for all once it is gone', async () => {
    write(script, {
      'default/release': encodeRelease([{ name: 'c1/policy', version: 1, sha256: digestOf('enabled') }]),
    });
    clock.freeze(ageLimits.staleMs + 1);
    await ask('c1');
    clock.freeze(ageLimits.staleMs + 1);
    script.calls.length = 0;
    await ask('c1');
    const asked = script.calls.flat().filter((name) => name.includes('/c1/'));
    expect(asked).toHaveLength(2);
    expect(asked).toContain('/r/c1/switch');
    script.store.parameters.delete('/r/default/release');
    write(script, { 'c1/policy': 'disabled' });
    clock.freeze(ageLimits.staleMs + 1);
    await ask('c1');
    clock.freeze(ageLimits.staleMs + 1);
    expect(await policyOf('c1')).toBe('disabled');
  });

  it('ask for what a cluster has and one other, or with every second reading where it has much', async () => {
    write(script, { 'c1/values': '{}', 'c1/mesh': '{}', 'c1/template': 'x' });
    clock.freeze(ageLimits.staleMs + 1);
    await ask('c1');
    const asked: number[] = [];
    for (let reading = 0; reading < 12; reading++) {
      clock.freeze(ageLimits.staleMs + 1);
      script.calls.length = 0;
      await ask('c1');
      asked.push(script.calls.flat().filter((name) => name.includes('/c1/')).length);
    }
    // All that there is, once it is found: four parameters and the switch.
    expect(asked.slice(-4)).toEqual(expect.arrayContaining([5, 6]));
  });

  it("see a cluster's first release within a few readings, and then with each", async () => {
    const pin = (value: string) => ({ name: 'c1/policy', version: 1, sha256: digestOf(value) });
    write(script, { 'c1/release': encodeRelease([pin('enabled')]) });
    write(script, { 'c1/policy': 'disabled' });
    const releaseOf = async () => {
      clock.freeze(ageLimits.freshMs + 1);
      const answer = await ask('c1');
      return answer.kind === 'unavailable' ? undefined : answer.snapshot.release?.version;
    };
    let readings = 0;
    while ((await releaseOf()) === undefined) {
      readings += 1;
    }
    expect(readings).toBeLessThanOrEqual(6);
    for (const version of [2, 3, 4]) {
      write(script, { 'c1/release': encodeRelease([pin('enabled')]) });
      expect(await releaseOf()).toBe(version);
    }
  });

  it('read at once what a release made needless to read, where that is gone', async () => {
    const release = encodeRelease([{ name: 'c1/policy', version: 1, sha256: digestOf('enabled') }]);
    write(script, { 'c1/release': release });
    for (let reading = 0; reading < 12; reading++) {
      clock.freeze(ageLimits.freshMs + 1);
      await ask('c1');
    }
    write(script, { 'c1/policy': 'disabled' });
    script.store.parameters.delete('/r/c1/release');
    clock.freeze(ageLimits.freshMs + 1);
    await ask('c1');
    clock.freeze(1);
    expect(await policyOf('c1')).toBe('disabled');
  });

  it('are fewer by one that has lost its parameters', async () => {
    const namesOf = async (cluster: string) => {
      clock.freeze(ageLimits.freshMs + 1);
      script.calls.length = 0;
      await ask(cluster);
      return script.calls.flat().filter((name) => name.includes(`/${cluster}/`)).length;
    };
    expect(await namesOf('c1')).toBeLessThan(8);
    script.store.parameters.delete('/r/c0/policy');
    await namesOf('c0');
    await namesOf('c0');
    expect(await namesOf('c1')).toBe(8);
  });

  it('see a parameter that is new within a few readings', async () => {
    write(script, { 'c1/values': '{}' });
    let readings = 0;
    for (let isSeen = false; !isSeen; readings++) {
      clock.freeze(ageLimits.freshMs + 1);
      const answer = await ask('c1');
      isSeen = answer.kind !== 'unavailable' && answer.snapshot.versions.has('c1/values');
    }
    expect(readings).toBeLessThanOrEqual(6);
  });
});
