import { describe, expect, it } from 'vitest';
import {
  formatIstioVersion,
  isTooNew,
  isTooOld,
  parseIstioVersion,
} from '../../../../lib/istio/version/istio-version.ts';

describe('parseIstioVersion', () => {
  it.each([
    ['1.22', '1.22'],
    ['1.22.8', '1.22.8'],
    ['v1.22.8', '1.22.8'],
    ['1.29.2-distroless', '1.29.2'],
    ['1.31.0-rc.0', '1.31.0'],
    ['1.20-alpha.0123abcd', '1.20'],
    [' 1.18.7\n', '1.18.7'],
  ])('reads %j', (text, want) => {
    const version = parseIstioVersion(text);
    expect(version && formatIstioVersion(version)).toBe(want);
  });

  it.each(['latest', '', '1', '1.x', '1.22.', '1.22.8.9', 'release-1.22', '1.2222'])(
    'takes %j for no version',
    (text) => {
      expect(parseIstioVersion(text)).toBeUndefined();
    },
  );
});

it.each([
  ['0.9', true, false],
  ['1.17.8', true, false],
  ['1.18', false, false],
  ['1.31.5', false, false],
  ['1.32', false, true],
  ['2.0', false, true],
])('%s: too old %s, newer than the table %s', (text, old, young) => {
  const version = parseIstioVersion(text) ?? { major: 0, minor: 0 };
  expect([isTooOld(version), isTooNew(version)]).toEqual([old, young]);
});
