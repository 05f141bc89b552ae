import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../../lib/go/format-duration.ts';

describe('formatDuration', () => {
  it.each([
    [0n, '0s'],
    [999n, '999ns'],
    [1_500n, '1.5µs'],
    [1_500_000n, '1.5ms'],
    [90_500_000_000n, '1m30.5s'],
    [3_600_000_000_000n, '1h0m0s'],
    [-45_000_000_000n, '-45s'],
  ])('writes %s nanoseconds as %s', (nanoseconds, want) => {
    expect(formatDuration(nanoseconds)).toBe(want);
  });
});
