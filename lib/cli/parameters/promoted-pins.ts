import type { Pin } from '../../config/release/release.ts';
import type { Parameter } from '../../config/source/source.ts';
import { CommandError } from '../errors.ts';
import { type PinsRegion, pinsByDigest } from './pins-by-digest.ts';
import { releasePins } from './releases.ts';

/** What is promoted in a Region that is not the first. */
export interface FollowingRegion extends PinsRegion {
  /** What its newest versions would be as pins. */
  readonly own: readonly Pin[];
  /** Its release in force. */
  readonly before: Parameter | undefined;
}

/**
 * The pins of a release that holds what the first Region's holds. A promote leaves nothing unread that stands here, and
 * takes nothing back: both show that the Regions were not written alike.
 * @throws CommandError where a value is not kept here, more names stand here, or what is in force here is newer
 */
export async function followingPins(first: readonly Pin[], region: FollowingRegion): Promise<readonly Pin[]> {
  const pins = await pinsByDigest(first, region);
  const versions = new Map(pins.map(({ name, version }) => [name, version]));
  const more = region.own.filter(({ name }) => !versions.has(name)).map(({ name }) => name);
  if (more.length > 0) {
    throw new CommandError(
      `${more.join(', ')}: not in the first Region, so its release would leave it out here; push the same folder to both, or say --without`,
    );
  }
  const newer = releasePins(region.before).filter(({ name, version }) => version > (versions.get(name) ?? version));
  if (newer.length > 0) {
    throw new CommandError(
      `${newer.map(({ name }) => name).join(', ')}: the release in force here has a newer value than the first Region; push to both first, or go back with rollback`,
    );
  }
  return pins;
}
