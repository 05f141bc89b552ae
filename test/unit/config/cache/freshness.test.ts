import { describe, expect, it } from 'vitest';
import {
  type Age,
  ageAt,
  ageLimits,
  isPaused,
  noOutage,
  type Outage,
  type Outcome,
  outageAfter,
  type Plan,
  planFor,
} from '../../../../lib/config/cache/freshness.ts';

const now = Date.UTC(2026, 0, 1);

describe('ageAt', () => {
  it.each<[name: string, readAt: number | undefined, want: Age]>([
    ['never read', undefined, 'cold'],
    ['read now', now, 'fresh'],
    ['at the limit of fresh', now - ageLimits.freshMs, 'fresh'],
    ['a moment older', now - ageLimits.freshMs - 1, 'stale'],
    ['at the limit of stale', now - ageLimits.staleMs, 'stale'],
    ['a moment older still', now - ageLimits.staleMs - 1, 'old'],
    ['read a second ahead: clocks differ', now + 1000, 'fresh'],
    ['read in the future: the clock was set back', now + 1001, 'old'],
  ])('%s', (_name, readAt, want) => expect(ageAt(now, readAt, ageLimits.freshMs)).toBe(want));
});

describe('planFor', () => {
  const paused: Outage = { failures: 1, from: now - 10, until: now + 10 };
  const over = (failures: number): Outage => ({ failures, from: now - 20_000, until: now - 1 });
  const refresh = (waitMs: number, finishMs = 0): Plan => ({ kind: 'refresh', waitMs, finishMs });
  const use: Plan = { kind: 'use' };
  it.each<[age: Age, outage: Outage, leftMs: number, want: Plan]>([
    ['cold', noOutage, 10_000, refresh(9900)],
    ['cold', paused, 10_000, refresh(9900)],
    ['cold', noOutage, 50, refresh(0)],
    ['fresh', noOutage, 10_000, use],
    ['fresh', over(2), 10_000, use],
    ['stale', noOutage, 10_000, refresh(0, ageLimits.finishMs)],
    ['stale', over(2), 10_000, refresh(0, ageLimits.finishMs)],
    ['stale', paused, 10_000, use],
    ['old', noOutage, 10_000, refresh(1000)],
    ['old', noOutage, 2000, refresh(500)],
    ['old', paused, 10_000, use],
    ['old', over(1), 10_000, refresh(1000)],
    ['old', over(2), 10_000, refresh(2200)],
    ['old', over(2), 2000, refresh(1500)],
    ['old', over(3), 10_000, refresh(1000)],
    ['old', over(5), 10_000, refresh(2200)],
  ])('%s with %j and %i ms left', (age, outage, leftMs, want) => {
    expect(planFor({ age, outage, now, leftMs })).toEqual(want);
  });
});

describe('an outage', () => {
  const following = (outcomes: readonly Outcome[], random = 1): Outage =>
    outcomes.reduce((outage, outcome) => {
      const at = Math.max(now, outage.until);
      return outageAfter(outage, outcome, { now: at, random });
    }, noOutage);

  it.each<[Outcome[], number, number]>([
    [['failed'], 1, 1000],
    [['gave-up'], 1, 1000],
    [['failed', 'gave-up'], 2, 2000],
    [['failed', 'failed', 'failed'], 3, 4000],
    [Array.from({ length: 40 }, () => 'failed'), 40, 15_000],
    [['failed', 'landed'], 0, 0],
    [['failed', 'landed', 'failed'], 1, 1000],
  ])('after %j is %i failures and a pause of %i ms', (outcomes, failures, pauseMs) => {
    const outage = following(outcomes);
    expect([outage.failures, outage.until - outage.from]).toEqual([failures, pauseMs]);
  });

  it('jitters half of the pause', () => {
    expect(following(['failed'], 0).until - now).toBe(500);
  });

  it('learns nothing from what fails while it pauses, and everything from what lands', () => {
    const first = outageAfter(noOutage, 'failed', { now, random: 1 });
    expect(outageAfter(first, 'failed', { now: now + 1, random: 1 })).toBe(first);
    expect(outageAfter(first, 'landed', { now: now + 1, random: 1 })).toBe(noOutage);
  });

  it.each([
    [now, true],
    [now + 999, true],
    [now + 1000, false],
    [now - 1, false],
    [now - 3_600_000, false],
  ])('pauses from its beginning to its end: at %i %s', (at, want) => {
    expect(isPaused({ failures: 1, from: now, until: now + 1000 }, at)).toBe(want);
  });
});
