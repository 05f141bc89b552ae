import { describe, expect, it } from 'vitest';
import { parseFloat64, parseInteger, parseUnsigned } from '../../../lib/go/parse-number.ts';

describe('parsing numbers', () => {
  it.each<[string, bigint | string]>([
    ['12', 12n],
    ['-0x1F', -31n],
    ['0b11', 3n],
    ['0o17', 15n],
    ['017', 15n],
    ['1_000', 1000n],
    ['+5', 5n],
    ['0', 0n],
    ['', 'syntax'],
    ['08', 'syntax'],
    ['1__0', 'syntax'],
    ['_1', 'syntax'],
    ['9223372036854775808', 'range'],
    ['-9223372036854775808', -(2n ** 63n)],
    ['99999999999999999999', 'range'],
  ])('%s in base 0', (text, want) => {
    const parsed = parseInteger(text, 0);
    expect(parsed.ok ? parsed.value : parsed.reason).toBe(want);
  });

  it('parses unsigned numbers and other sizes', () => {
    expect([
      parseUnsigned('255', 10, 8),
      parseUnsigned('256', 10, 8),
      parseUnsigned('-1', 10),
      parseInteger('ff', 16),
      parseInteger('200', 10, 8),
    ]).toMatchObject([
      { value: 255n },
      { reason: 'range', value: 255n },
      { reason: 'syntax' },
      { value: 255n },
      { value: 127n },
    ]);
  });

  it.each<[string, number | string]>([
    ['1.5', 1.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1_0.5', 10.5],
    ['0x1.8p1', 3],
    ['-0x1p-1074', -5e-324],
    ['inf', Infinity],
    ['-Inf', -Infinity],
    ['nan', Number.NaN],
    ['+nan', 'syntax'],
    ['1e400', 'range'],
    ['x', 'syntax'],
    ['0xp1', 'syntax'],
    ['1__0', 'syntax'],
    ['0x1', 'syntax'],
  ])('%s as a float', (text, want) => {
    const parsed = parseFloat64(text);
    expect(parsed.ok ? parsed.value : parsed.reason).toBe(want);
  });
});
