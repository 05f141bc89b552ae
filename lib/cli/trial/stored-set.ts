import { applyRelease, createPinnedVersions, releaseFor } from '../../config/cache/complete-reading.ts';
import { templateNames } from '../../config/load/load-snapshot.ts';
import type { Parameter, ParameterReading, ParameterSource } from '../../config/source/source.ts';
import type { Listing } from '../parameters/parameter-admin.ts';
import { clustersIn } from '../parameters/validate.ts';
import { type ParameterSet, type PinnedReading, parameterSet } from './parameter-set.ts';

/** How long pinned versions may take to be read, in milliseconds. */
const readMs = 30_000;

/** What Parameter Store holds. */
export interface Stored {
  readonly description: string;
  readonly listing: Listing;
  /** Reads pinned versions. */
  readonly source: ParameterSource;
  /** Instead of the releases in force, by the cluster that it is for (`default` for all without one of their own). */
  readonly release?: Parameter;
}

/** What is stored as a reading: secrets that cannot be decrypted are failures. */
export function readingOf({ parameters, unreadable }: Listing): ParameterReading {
  return { parameters, failures: new Map([...unreadable].map(([name, { cause }]) => [name, cause])) };
}

/** The configuration in force: what releases pin, and the newest versions where there is none. */
export async function storedSet({ description, listing, source, release }: Stored): Promise<ParameterSet> {
  const reading = readingOf(listing);
  const pinned = new Map<string, PinnedReading>();
  const completion = {
    source,
    signal: AbortSignal.timeout(readMs),
    templateNames,
    pinned: createPinnedVersions(),
    learn: () => {},
  };
  for (const cluster of clustersIn([...reading.parameters.keys(), ...reading.failures.keys()])) {
    const inForce = isFor(release, cluster) ? release : releaseFor(cluster, reading);
    if (inForce !== undefined) {
      pinned.set(cluster, await applyRelease(cluster, reading, { ...completion, release: inForce }));
    }
  }
  return parameterSet({ description, reading, ...(pinned.size === 0 ? {} : { pinned }) });
}

/** A release of the default's is for the clusters without one of their own; they are asked for by name elsewhere. */
function isFor(release: Parameter | undefined, cluster: string): boolean {
  const folder = release?.name.split('/')[0];
  return release !== undefined && (folder === cluster || folder === 'default');
}

/** The newest versions, whatever releases pin. */
export function newestSet(description: string, listing: Listing): Promise<ParameterSet> {
  return parameterSet({ description, reading: readingOf(listing) });
}
