import { digestOf } from '../../config/release/release.ts';
import { isPinnable } from './release-reach.ts';
import type { Parameters } from './validate.ts';

/** What one Region holds. */
export interface RegionHolding {
  readonly region: string;
  readonly parameters: Parameters;
}

/** One line for each name that Regions do not hold alike: by the digest of the value, since versions differ anyway. */
export function differencesBetween(holdings: readonly RegionHolding[]): readonly string[] {
  const names = new Set(holdings.flatMap(({ parameters }) => [...parameters.keys()].filter(isPinnable)));
  return [...names].sort().flatMap((name) => {
    const digests = new Map<string, string[]>();
    for (const { region, parameters } of holdings) {
      const value = parameters.get(name)?.value;
      const digest = value === undefined ? 'nothing' : digestOf(value).slice(0, 12);
      digests.set(digest, [...(digests.get(digest) ?? []), region]);
    }
    const groups = [...digests].map(([digest, regions]) => `${digest} in ${regions.join(', ')}`);
    return groups.length < 2 ? [] : [`${name}: ${groups.join('; ')}`];
  });
}
