import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { ageLimits, noOutage } from '../../../../lib/config/cache/freshness.ts';
import { type WatchedSource, watchSource } from '../../../../lib/config/cache/watched-source.ts';
import type { ParameterReading } from '../../../../lib/config/source/source.ts';
import { FakeClock } from '../../../support/fakes/fake-clock.ts';

const nothing: ParameterReading = { parameters: new Map(), failures: new Map() };
let clock: FakeClock;
let settle: { readonly resolve: (reading: ParameterReading) => void; readonly reject: (error: unknown) => void };
let watched: WatchedSource;
beforeEach(() => {
  clock = new FakeClock();
  const read = () =>
    new Promise<ParameterReading>((resolve, reject) => {
      settle = { resolve, reject };
    });
  watched = watchSource({ description: 'scripted', read }, clock);
});

const failWith = async (error: unknown) => {
  const reading = watched.read([]);
  settle.reject(error);
  await expect(reading).rejects.toBe(error);
};

describe('a reading', () => {
  it.each<[unknown, string]>([
    [new Error('denied'), 'denied'],
    ['torn', 'torn'],
  ])('that fails with %s is an outage that says so', async (error, cause) => {
    await failWith(error);
    expect([watched.cause, watched.outage.failures, watched.isPaused()]).toEqual([cause, 1, true]);
  });

  it('that lands ends an outage', async () => {
    await failWith('torn');
    const reading = watched.read([]);
    settle.resolve(nothing);
    expect(await reading).toBe(nothing);
    expect([watched.cause, watched.outage, watched.isPaused()]).toEqual([undefined, noOutage, false]);
  });

  it.each<[string, () => void, string]>([
    ['lands', () => settle.resolve(nothing), 'landed'],
    ['fails', () => settle.reject('late'), 'late'],
  ])('that is given up is an outage at once, and says no more when it %s', async (_name, end, want) => {
    const { signal, abort } = calledOff();
    const reading = watched.read([], signal).then(
      () => 'landed',
      (error) => error,
    );
    abort();
    const told = [watched.cause, watched.outage];
    expect(told).toEqual(['Parameter Store did not answer in time', expect.objectContaining({ failures: 1 })]);
    await clock.advance(ageLimits.pauseMs);
    end();
    expect(await reading).toBe(want);
    expect([watched.cause, watched.outage]).toEqual(told);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('that is called off once it is over changes nothing', async () => {
    const { signal, abort } = calledOff();
    const reading = watched.read([], signal);
    settle.resolve(nothing);
    await reading;
    abort();
    expect(watched.outage).toBe(noOutage);
  });
});

function calledOff() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
