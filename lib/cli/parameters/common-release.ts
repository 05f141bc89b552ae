import type { Pin } from '../../config/release/release.ts';
import { CommandError } from '../errors.ts';
import type { PastVersion } from './parameter-admin.ts';
import { contentOf } from './pins-by-digest.ts';
import { earlierRelease, releasePins } from './releases.ts';

/** The versions of a release that one Region keeps, oldest first. */
export interface ReleaseHistory {
  readonly region: string;
  readonly versions: readonly PastVersion[];
}

/**
 * The release that all Regions should go back to. Where they agree on what is in force, that is the one before it in
 * the first Region (or the version of the first one that is named). Where they do not, an earlier command was ended
 * half-way, or could not write everywhere: then it is what one Region has in force and all others have, or had; of two
 * such the one that was written last, which is what somebody meant. So the same command again ends what it began.
 * @throws CommandError where there is none
 */
export function commonRelease(
  name: string,
  histories: readonly ReleaseHistory[],
  wanted: number | undefined,
): readonly Pin[] {
  const [first] = histories;
  if (first === undefined) {
    throw new CommandError(`${name}: no Region answers`);
  }
  const isAgreed = new Set(histories.map(({ versions }) => contentIn(versions.at(-1)))).size === 1;
  return releasePins(
    wanted !== undefined || isAgreed ? earlierRelease(name, first.versions, wanted) : halfWay(name, histories),
  );
}

function halfWay(name: string, histories: readonly ReleaseHistory[]): PastVersion {
  const candidates = histories
    .flatMap(({ versions }) => versions.slice(-1))
    .filter((candidate) => histories.every(({ versions }) => holds(versions, contentIn(candidate))));
  const latest = candidates.sort((a, b) => a.modified.getTime() - b.modified.getTime()).at(-1);
  if (latest === undefined) {
    const regions = histories.map(({ region }) => region).join(', ');
    throw new CommandError(
      `${name}: ${regions} have other releases in force, and none of them was in force in all; go back in each by itself, with --release`,
    );
  }
  return latest;
}

function holds(versions: readonly PastVersion[], content: string): boolean {
  return versions.some((version) => contentIn(version) === content);
}

/** The content of a version; its text where that cannot be read, and nothing where there is none. */
function contentIn(version: PastVersion | undefined): string {
  const pins = releasePins(version);
  return version !== undefined && pins.length === 0 ? version.value : contentOf(pins);
}

/** The newest version of a Region's release that holds these values. */
export function versionWith(pins: readonly Pin[], versions: readonly PastVersion[]): PastVersion | undefined {
  const content = contentOf(pins);
  return versions.findLast((version) => contentIn(version) === content);
}
