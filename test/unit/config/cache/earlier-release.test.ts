import { expect, it } from 'vitest';
import { createPinnedVersions } from '../../../../lib/config/cache/complete-reading.ts';
import { earlierReleases } from '../../../../lib/config/cache/earlier-release.ts';
import { digestOf, encodeRelease } from '../../../../lib/config/release/release.ts';

const name = 'default/release';
const value = encodeRelease([{ name: 'default/policy', version: 1, sha256: digestOf('off') }]);
const policy = { name: 'default/policy', value: 'off', version: 1 };

it.each<[version: number, gone: readonly number[], want: readonly number[]]>([
  [1, [], []],
  [2, [], [1]],
  [5, [], [4, 3, 2]],
  [5, [4, 2], [3]],
])('before release %i, where versions %j are gone, stand %j', async (version, gone, want) => {
  const read = async (requests: readonly { readonly version?: number }[]) => {
    const asked = requests[0]?.version ?? 0;
    const parameters = new Map(gone.includes(asked) ? [] : [[name, { name, value, version: asked }]]);
    return { parameters, failures: new Map() };
  };
  const { signal } = new AbortController();
  const source = { description: '', read };
  const completion = { source, signal, templateNames: () => [], pinned: createPinnedVersions(), learn: () => {} };
  const newest = { parameters: new Map([[policy.name, policy]]), failures: new Map() };
  const versions: (number | undefined)[] = [];
  for await (const { release } of earlierReleases({
    cluster: 'default',
    newest,
    release: { name, value, version },
    completion,
  })) {
    versions.push(release?.version);
  }
  expect(versions).toEqual(want);
});
