import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dateOfDay, dayOfDate } from '../../../lib/base/civil-date.ts';

const dayMs = 86_400_000;

it.each([
  [0, { year: 1970, month: 1, day: 1 }],
  [-1, { year: 1969, month: 12, day: 31 }],
  [11_016, { year: 2000, month: 2, day: 29 }],
  [47_540, { year: 2100, month: 2, day: 28 }],
  [47_541, { year: 2100, month: 3, day: 1 }],
])('day %d is %o, and back', (day, date) => {
  expect(dateOfDay(day)).toEqual(date);
  expect(dayOfDate(date)).toBe(day);
});

it('gives the dates that Date gives, and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 3_000_000 }), (day) => {
      const date = new Date(day * dayMs);
      const wanted = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      expect(dateOfDay(day)).toEqual(wanted);
      expect(dayOfDate(wanted)).toBe(day);
    }),
  );
});
