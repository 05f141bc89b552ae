import { describe, expect, it } from 'vitest';
import { versionWarnings } from '../../../../lib/cli/parameters/version-warnings.ts';

const warningsOf = (values: Readonly<Record<string, string>>) =>
  versionWarnings(new Map(Object.entries(values).map(([name, value]) => [name, { name, value, version: 1 }]))).map(
    ({ parameter, message }) => `${parameter}: ${message}`,
  );

describe('versionWarnings', () => {
  it.each([
    ['no mesh', { 'default/settings': 'revision: a' }],
    ['a version', { 'default/mesh': '{}', 'default/settings': 'istioVersion: "1.22"' }],
    ['settings that are broken', { 'default/mesh': '{}', 'default/settings': 'istioVersion: 1.22' }],
    ['a mesh that was switched off for a cluster', { 'default/settings': 'revision: a', 'prod/policy': 'off' }],
  ])('has nothing to say of %s', (_, values) => {
    expect(warningsOf(values)).toEqual([]);
  });

  it('tells of a mesh without a version, once, where it belongs', () => {
    const values = { 'default/mesh': '{}', 'default/settings': 'revision: a', 'prod/policy': 'enabled' };
    expect(warningsOf(values)).toEqual([
      expect.stringMatching(/^default\/settings: istioVersion is not set, .* 1\.31 /),
    ]);
    expect(warningsOf({ 'prod/mesh': '{}' })).toEqual([expect.stringMatching(/^prod\/mesh: istioVersion is not set/)]);
  });

  it('tells of a version that is newer than the table', () => {
    const values = { 'default/mesh': '{}', 'default/settings': 'istioVersion: "1.40"' };
    expect(warningsOf(values)).toEqual([expect.stringMatching(/istioVersion 1\.40 is newer .* taken for 1\.31/)]);
  });
});
