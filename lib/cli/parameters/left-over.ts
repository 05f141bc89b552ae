import { decodeOrRaw } from '../../config/load/effective-parameters.ts';
import { releaseParameter, tokensParameter } from '../../config/parameter-names.ts';
import { decodeRelease } from '../../config/release/release.ts';
import type { ParameterAdmin } from './parameter-admin.ts';
import { type Parameters, releasesIn } from './validate.ts';

/** What commands of their own write, so that no folder has it and no prune takes it. */
const writtenByCommands: ReadonlySet<string> = new Set(['switch', tokensParameter, releaseParameter]);

/** What stands in Parameter Store and not in a folder, sorted, but for what commands of their own write. */
export function leftOver(stored: Iterable<string>, folder: { has(name: string): boolean }): readonly string[] {
  return [...stored]
    .filter((name) => !folder.has(name) && !writtenByCommands.has(name.split('/').slice(1).join('/')))
    .sort();
}

/** How many releases before the one in force keep what they pin: that far back one may want to go. */
const releasesKept = 3;

/** Names that the releases in force pin, or the ones before them, each with the release that does. */
export async function pinnedNames(admin: ParameterAdmin, stored: Parameters): Promise<ReadonlyMap<string, string>> {
  const pinned = new Map<string, string>();
  for (const { name: release } of releasesIn(stored)) {
    const versions = (await admin.history(release)).slice(-1 - releasesKept);
    for (const past of versions) {
      const read = decodeRelease(release, decodeOrRaw(past));
      for (const name of read.kind === 'release' ? read.release.keys() : []) {
        pinned.set(name, `${release} version ${past.version}`);
      }
    }
  }
  return pinned;
}
