import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { systemClock, within } from '../../../../lib/config/cache/clock.ts';

/** Longer than any test runs. */
const forever = 3_600_000;

describe('a sleep', () => {
  it('that is called off before it begins, or later, rejects with the reason at once', async () => {
    await expect(systemClock.sleep(forever, AbortSignal.abort('before'))).rejects.toBe('before');
    const later = new AbortController();
    const sleep = systemClock.sleep(forever, later.signal);
    later.abort('later');
    await expect(sleep).rejects.toBe('later');
  });

  it('that is called off leaves no timer behind', async () => {
    vi.useFakeTimers();
    const ended = new AbortController();
    const sleep = systemClock.sleep(forever, ended.signal).catch(() => undefined);
    expect(vi.getTimerCount()).toBe(1);
    ended.abort();
    await sleep;
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('leaves no listener behind, however it ends', async () => {
    const { signal } = new AbortController();
    await systemClock.sleep(0, signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const ended = new AbortController();
    const sleep = systemClock.sleep(forever, ended.signal).catch(() => undefined);
    ended.abort();
    await sleep;
    expect(getEventListeners(ended.signal, 'abort')).toEqual([]);
  });
});

describe('within', () => {
  it('has the answer, or undefined when the time is up first, and throws what the promise throws', async () => {
    expect(await within(systemClock, forever, Promise.resolve(1))).toBe(1);
    expect(await within(systemClock, 0, new Promise(() => {}))).toBeUndefined();
    expect(await within(systemClock, -1, new Promise(() => {}))).toBeUndefined();
    await expect(within(systemClock, forever, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
