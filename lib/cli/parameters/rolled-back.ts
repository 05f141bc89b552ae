import { decodeOrRaw } from '../../config/load/effective-parameters.ts';
import { decodeRelease, digestOf, type Pin, type Release } from '../../config/release/release.ts';
import type { Change } from './change-plan.ts';
import type { ParameterAdmin, PastVersion } from './parameter-admin.ts';
import { releasesOver } from './release-reach.ts';
import type { Parameters } from './validate.ts';

/**
 * A line for each value that was in force before and was taken back: a newer release has an older version in its place.
 * @param pins what is to be in force, whatever its version is called now
 * @param versions of the release, oldest first
 */
export function rolledBack(pins: readonly Pin[], versions: readonly PastVersion[]): readonly string[] {
  const past = versions.map((version) => ({ number: version.version, release: releaseOf(version) }));
  const now = past.at(-1)?.release;
  return pins.flatMap(({ name, version, sha256 }) => {
    const had = past.find(({ release }) => release.get(name)?.sha256 === sha256);
    const was = had?.release.get(name)?.version ?? 0;
    const back = had && past.find(({ number, release }) => number > had.number && isOlder(release.get(name), was));
    if (back === undefined || now?.get(name)?.sha256 === sha256) {
      return [];
    }
    const what = was === version ? `${name} version ${was}` : `${name}: the text is that of version ${was}, which`;
    return [
      `${what} was in force with release ${had?.number}, and release ${back.number} took it back to version ${back.release.get(name)?.version}`,
    ];
  });
}

function isOlder(pin: Pin | undefined, than: number): boolean {
  return pin !== undefined && pin.version < than;
}

function releaseOf(version: PastVersion): Release {
  const read = decodeRelease(version.name, decodeOrRaw(version));
  return read.kind === 'release' ? read.release : new Map();
}

/** The same for texts that are about to be written, under the releases that are over them. */
export async function rolledBackTexts(
  changes: readonly Change[],
  { admin, effective }: { readonly admin: ParameterAdmin; readonly effective: Parameters },
): Promise<readonly string[]> {
  const pins = new Map<string, Pin[]>();
  for (const { name, value, before } of changes) {
    const pin = { name, version: (before?.version ?? 0) + 1, sha256: digestOf(value) };
    for (const release of new Set(releasesOver(name, effective).flatMap((each) => each?.name ?? []))) {
      pins.set(release, [...(pins.get(release) ?? []), pin]);
    }
  }
  const found: string[] = [];
  for (const [release, written] of pins) {
    found.push(...rolledBack(written, await admin.history(release)));
  }
  return [...new Set(found)];
}
