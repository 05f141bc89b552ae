import { describe, expect, it } from 'vitest';
import { parseGoDuration } from '../../../lib/istio/go-duration.ts';

describe('parseGoDuration', () => {
  it.each([
    ['0', 0n],
    ['5s', 5_000_000_000n],
    ['1m30s', 90_000_000_000n],
    ['-1.5h', -5_400_000_000_000n],
    ['.5s', 500_000_000n],
    ['2µs3ns', 2003n],
    ['1.0000000001s', 1_000_000_000n],
    ['2562047h47m16.854775807s', 2n ** 63n - 1n],
  ])('reads %s', (text, want) => {
    expect(parseGoDuration(text)).toBe(want);
  });

  it.each(['', '5', 's', '.s', '1 s', '1d', '2562048h', '+', '1s ', '1..5s'])('refuses %j', (text) => {
    expect(parseGoDuration(text)).toBeUndefined();
  });
});
