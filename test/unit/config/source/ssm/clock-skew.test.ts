import { describe, expect, it } from 'vitest';
import { createClockSkew } from '../../../../../lib/config/source/ssm/clock-skew.ts';

const now = Date.UTC(2026, 10, 28, 12);
const at = (minutes: number) => new Date(now + minutes * 60_000).toUTCString();

describe('createClockSkew', () => {
  it.each([
    { name: 'a clock that is an hour behind', headers: { date: at(60) }, minutes: 60 },
    { name: 'a clock that is an hour ahead', headers: { date: at(-60) }, minutes: -60 },
    { name: 'a clock that is nearly right', headers: { date: at(3) }, minutes: 0 },
    { name: 'no date', headers: {}, minutes: 0 },
    { name: 'a date that is none', headers: { date: 'yesterday' }, minutes: 0 },
    { name: 'what a cache answered', headers: { date: at(-60), age: '3600' }, minutes: 0 },
  ])('corrects by $minutes minutes for $name', ({ headers, minutes }) => {
    const skew = createClockSkew(() => now);
    skew.learn({ headers }, now - 20);
    expect(skew.date().getTime() - now).toBe(minutes * 60_000);
  });

  it.each([
    ['after a freeze', now - 600_000],
    ['before it was asked for, by a clock that was set back', now + 600_000],
  ])('learns nothing from an answer that came %s', (_name, sentAt) => {
    const skew = createClockSkew(() => now);
    skew.learn({ headers: { date: at(-10) } }, sentAt);
    expect(skew.date().getTime()).toBe(now);
  });

  it('forgets a correction once the clock is right again', () => {
    const skew = createClockSkew(() => now);
    skew.learn({ headers: { date: at(60) } }, now);
    skew.learn({ headers: { date: at(0) } }, now);
    expect(skew.date().getTime()).toBe(now);
  });
});
