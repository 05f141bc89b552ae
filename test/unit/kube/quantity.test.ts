import { describe, expect, it } from 'vitest';
import { KubeError } from '../../../lib/kube/errors.ts';
import { maxQuantityLength, parseQuantity, scaledValue } from '../../../lib/kube/quantity.ts';
import { canonicalQuantity } from '../../support/go-views.ts';

describe('canonicalQuantity', () => {
  it.each<[text: string, want: string]>([
    ['0', '0'],
    ['-0', '0'],
    ['1', '1'],
    ['1000', '1k'],
    ['0.5', '500m'],
    ['.5', '500m'],
    ['1.5Gi', '1536Mi'],
    ['1024Mi', '1Gi'],
    ['7Ki', '7Ki'],
    ['8Ki', '8Ki'],
    ['-2048Ki', '-2Mi'],
    ['1Ki', '1Ki'],
    ['0.5Ki', '512'],
    ['1.1Gi', '1181116006400m'],
    ['007', '007'],
    ['+1', '+1'],
    ['5.', '5.'],
    ['1.50', '1500m'],
    ['10k', '10k'],
    ['10000', '10k'],
    ['1e3', '1e3'],
    ['1e4', '10e3'],
    ['15E-1', '1500e-3'],
    ['1e0', '1e0'],
    ['1e19', '10e18'],
    ['0.1n', '1n'],
    ['-0.1n', '-1n'],
    ['1.0000000001', '1000000001n'],
    ['100000000000000000000', '100E'],
    ['9Ei', '9223372036854775807'],
    ['-9Ei', '-9223372036854775807'],
    ['0.0001Ki', '102400u'],
    ['+', '0'],
    ['e3', '0'],
    ['Ki', '0'],
    ['1e4294967299', '1e4294967299'],
    ['1e4294967300', '10e3'],
  ])('%s is %s', (text, want) => {
    expect(canonicalQuantity(text)).toBe(want);
  });

  it.each([
    '',
    'x',
    '1K',
    '1i',
    '1e',
    '1e+',
    '1e99999999999999999999',
    '1 m',
    '1_000',
    '0x1',
    '1..',
    '1.1.1',
    '--1',
    'Pi',
    '1'.repeat(maxQuantityLength + 1),
    `${'1'.repeat(19)}e9999`,
  ])('refuses %j', (text) => {
    expect(() => canonicalQuantity(text)).toThrow(KubeError);
  });
});

describe('scaledValue rounds away from zero', () => {
  it.each<[text: string, power: number, want: bigint]>([
    ['1500m', 0, 2n],
    ['-1500m', 0, -2n],
    ['1500m', -3, 1500n],
    ['2k', 0, 2000n],
    ['1Gi', 0, 1073741824n],
    ['1', 3, 1n],
  ])('%s in units of 10^%d', (text, power, want) => {
    expect(scaledValue(parseQuantity(text), power)).toBe(want);
  });

  it('refuses to work out numbers of thousands of digits', () => {
    expect(() => scaledValue(parseQuantity('1e9000'), 0)).toThrow(KubeError);
  });
});

describe('fixed bugs', () => {
  it('refuses a long text before looking at it, and reads a short one in one way only', () => {
    expect(() => parseQuantity(`${'0'.repeat(1_000_000)}!`)).toThrow(KubeError);
    expect(() => parseQuantity(`${'0'.repeat(maxQuantityLength - 1)}!`)).toThrow(KubeError);
  });
});
