import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime } from '../../../lib/observe/iso-time.ts';

describe('isoTime', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [1_700_000_000_040, '2023-11-14T22:13:20.040Z'],
    [Date.UTC(2028, 1, 29, 23, 59, 59, 999), '2028-02-29T23:59:59.999Z'],
  ])('%d is %s', (at, want) => {
    expect(isoTime(at)).toBe(want);
  });

  it('writes the moments of four-digit years as Date does', () => {
    const moment = fc.integer({ min: Date.UTC(1000, 0), max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) });
    fc.assert(fc.property(moment, (at) => isoTime(at) === new Date(at).toISOString()));
  });
});
