import { describe, expect, it } from 'vitest';
import { formatTime, isZeroTime, parseTime, printTime, zeroTime } from '../../../lib/kube/time.ts';

describe('parseTime reads RFC 3339 as Go does', () => {
  it.each<[text: string, json: string, printed: string]>([
    ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05Z', '2024-01-02 03:04:05 +0000 UTC'],
    ['2024-01-02T03:04:05.120Z', '2024-01-02T03:04:05Z', '2024-01-02 03:04:05.12 +0000 UTC'],
    ['2024-01-02T03:04:05+02:30', '2024-01-02T00:34:05Z', '2024-01-02 00:34:05 +0000 UTC'],
    ['2024-01-01T00:00:00-00:01', '2024-01-01T00:01:00Z', '2024-01-01 00:01:00 +0000 UTC'],
    ['2024-01-01T3:04:05,5Z', '2024-01-01T03:04:05Z', '2024-01-01 03:04:05.5 +0000 UTC'],
    ['0099-12-31T23:59:59Z', '0099-12-31T23:59:59Z', '0099-12-31 23:59:59 +0000 UTC'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z', '2024-02-29 00:00:00 +0000 UTC'],
  ])('%s', (text, json, printed) => {
    const time = parseTime(text);
    expect([formatTime(time), printTime(time)]).toEqual([json, printed]);
  });

  it.each([
    '',
    '2024-01-02',
    '2024-01-02 03:04:05Z',
    '2024-13-02T03:04:05Z',
    '2024-00-02T03:04:05Z',
    '2023-02-29T03:04:05Z',
    '2024-01-00T03:04:05Z',
    '2024-01-02T24:00:00Z',
    '2024-01-02T03:60:05Z',
    '2024-01-02T03:04:60Z',
    '2024-01-02T03:04:05',
    '2024-01-02T03:04:05+25:00',
    '2024-01-02T03:04:05+00:61',
  ])('refuses %j', (text) => {
    expect(() => parseTime(text)).toThrow(expect.objectContaining({ code: 'bad-time' }));
  });

  it('knows the zero time', () => {
    expect(isZeroTime(parseTime('0001-01-01T00:00:00Z'))).toBe(true);
    expect(isZeroTime(parseTime('0001-01-01T00:00:00.5Z'))).toBe(false);
    expect(printTime(zeroTime)).toBe('0001-01-01 00:00:00 +0000 UTC');
  });
});
