/**
 * Thousands of requests while Parameter Store fails at random and time jumps, on a clock that is told to go on: no
 * answer that is wrong, no wait above the promised one, nothing in flight afterwards.
 */

import { expect, it } from 'vitest';
import { ageLimits } from '../../../lib/config/cache/freshness.ts';
import { ParameterStoreError } from '../../../lib/config/source/ssm/errors.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { createScript, createScriptedCache, type Script, write } from '../../unit/config/cache/scripted-source.ts';

const requests = propertyRuns(2_500);
const timeMs = 10_000;
const policies = { a: 'off', b: 'disabled', c: 'enabled', default: 'enabled' } as const;
const clusters = ['a', 'b', 'c', 'default'] as const;

/** Half of the calls meet one of these. */
const faults: readonly ((script: Script) => void)[] = [
  (script) => Object.assign(script, { fault: new ParameterStoreError('throttled', 'Rate exceeded') }),
  (script) => Object.assign(script, { fault: new ParameterStoreError('unavailable', '500') }),
  (script) => Object.assign(script, { fault: new ParameterStoreError('access-denied', 'denied') }),
  (script) => Object.assign(script, { fault: 'hang' }),
  (script) => Object.assign(script, { latency: 1500 }),
  (script) => Object.assign(script, { latency: 400 }),
];

/** The most that a request may wait, all in all, by the age of what it asks for. */
function promisedMs(age: 'cold' | 'known' | 'old'): number {
  return { cold: timeMs - ageLimits.coldReserveMs, known: ageLimits.finishMs, old: ageLimits.longWaitMs }[age];
}

it('gets no wrong answer, waits no longer than promised, and leaves nothing behind', async () => {
  const clock = new FakeClock(7);
  const script = createScript();
  write(script, { 'default/policy': 'enabled', 'a/policy': 'off', 'b/policy': 'disabled' });
  const cache = createScriptedCache(script, clock);
  const readAt = new Map<string, number>();
  const wrong: string[] = [];
  const late: string[] = [];
  for (let index = 0; index < requests; index++) {
    clock.freeze(clock.random() * 40_000 * (clock.random() < 0.05 ? 20 : 1));
    Object.assign(script, { fault: undefined, latency: 20 });
    if (clock.random() < 0.5) {
      faults[Math.floor(clock.random() * faults.length)]?.(script);
    }
    const cluster = clusters[Math.floor(clock.random() * clusters.length)] ?? 'default';
    const start = clock.now();
    const answer = await clock.until(cache.snapshot(cluster, { deadline: start + timeMs }));
    const last = (await clock.until(answer.finish())) ?? answer;
    const waited = clock.now() - start;
    const known = readAt.get(cluster);
    const age = known === undefined ? 'cold' : start - known > ageLimits.staleMs ? 'old' : 'known';
    if (waited > promisedMs(age)) {
      late.push(`${index} ${cluster}, ${age}: ${waited} ms`);
    }
    if (last.kind !== 'unavailable') {
      readAt.set(cluster, clock.now() - last.ageMs);
      wrong.push(...(last.snapshot.policy === policies[cluster] ? [] : [`${cluster}: ${last.snapshot.policy}`]));
    } else if (known !== undefined) {
      wrong.push(`${cluster}: the last known good configuration is lost`);
    }
    expect([script.open, clock.sleeping]).toEqual([0, 0]);
    script.calls.length = 0;
  }
  expect({ wrong, late }).toEqual({ wrong: [], late: [] });
});
