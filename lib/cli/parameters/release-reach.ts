import { releaseFor } from '../../config/cache/complete-reading.ts';
import { releaseParameter, switchParameter, tokensParameter } from '../../config/parameter-names.ts';
import { readRelease } from '../../config/release/release.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import type { Parameter } from '../../config/source/source.ts';
import { clustersIn, type Parameters, unreadNames } from './validate.ts';

const neverPinned: readonly string[] = [tokensParameter, releaseParameter, switchParameter];

/** Whether a release may pin it: neither tokens, nor a release, nor a switch. */
export function isPinnable(name: string): boolean {
  return !neverPinned.includes(name.split('/')[1] ?? '');
}

/** The releases in force for the clusters that read a parameter; `undefined` stands for those without one. */
export function releasesOver(name: string, parameters: Parameters): readonly (Parameter | undefined)[] {
  if (!isPinnable(name)) {
    return [];
  }
  const folder = name.split('/')[0];
  return clustersIn(parameters.keys())
    .filter((cluster) => folder === defaultCluster || folder === cluster)
    .map((cluster) => releaseFor(cluster, { parameters, failures: new Map() }));
}

/** Names that would be read but for the release in force, which does not list them, each with that release's name. */
export function unpinnedNames(parameters: Parameters): ReadonlyMap<string, string> {
  const unread = new Set(unreadNames(parameters));
  const found = new Map<string, string>();
  for (const name of parameters.keys()) {
    const releases = unread.has(name) ? [] : releasesOver(name, parameters);
    const [release] = releases;
    if (release !== undefined && !releases.some((each) => each === undefined || lists(each, name))) {
      found.set(name, release.name);
    }
  }
  return found;
}

/** A release that cannot be read is reported elsewhere, and may list anything. */
function lists(release: Parameter, name: string): boolean {
  const read = readRelease(release);
  return read.kind === 'invalid' || read.release.has(name);
}
