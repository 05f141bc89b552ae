import { decodeOrRaw } from '../../config/load/effective-parameters.ts';
import { decodeRelease, type Pin, type Release } from '../../config/release/release.ts';
import type { PastVersion } from './parameter-admin.ts';

/**
 * A line for each pin that was in force before and was taken back: a newer release has an older version of it.
 * @param versions of the release, oldest first
 */
export function rolledBack(pins: readonly Pin[], versions: readonly PastVersion[]): readonly string[] {
  const past = versions.map((version) => ({ version: version.version, release: releaseOf(version) }));
  const now = past.at(-1)?.release;
  return pins.flatMap(({ name, version }) => {
    const current = now?.get(name)?.version ?? version;
    const first = past.find(({ release }) => release.get(name)?.version === version);
    const back =
      first &&
      past.find((each) => each.version > first.version && (each.release.get(name)?.version ?? version) < version);
    return current >= version || first === undefined || back === undefined
      ? []
      : [
          `${name} version ${version} was in force with release ${first.version}, and release ${back.version} took it back to version ${current}`,
        ];
  });
}

function releaseOf(version: PastVersion): Release {
  const read = decodeRelease(version.name, decodeOrRaw(version));
  return read.kind === 'release' ? read.release : new Map();
}
