import { digestOf, type Pin } from '../../config/release/release.ts';
import { CommandError } from '../errors.ts';
import type { ParameterAdmin } from './parameter-admin.ts';
import type { Parameters } from './validate.ts';

/** A Region in which the values of another one's release are looked for. */
export interface PinsRegion {
  readonly admin: ParameterAdmin;
  /** What is stored there now. */
  readonly stored: Parameters;
}

/**
 * The pins of a release of another Region, with the versions that hold the same values here: versions are counted in
 * each Region for itself, and the SHA-256 of a value is the same everywhere. Histories are read only where the newest
 * version is another value.
 * @throws CommandError with every name whose value is not kept here
 */
export async function pinsByDigest(wanted: readonly Pin[], region: PinsRegion): Promise<readonly Pin[]> {
  const found = await Promise.all(wanted.map((pin) => pinOf(pin, region)));
  const missing = wanted.filter((_, index) => found[index] === undefined).map(({ name }) => name);
  if (missing.length > 0) {
    throw new CommandError(
      `no version of ${missing.join(', ')} here has the value that the first Region's release pins; push the same folder to both Regions first`,
    );
  }
  return found.filter((pin) => pin !== undefined);
}

async function pinOf({ name, sha256 }: Pin, { admin, stored }: PinsRegion): Promise<Pin | undefined> {
  const newest = stored.get(name);
  if (newest !== undefined && digestOf(newest.value) === sha256) {
    return { name, sha256, version: newest.version };
  }
  const past = newest === undefined ? [] : await admin.history(name);
  const version = past.findLast(({ value }) => digestOf(value) === sha256)?.version;
  return version === undefined ? undefined : { name, sha256, version };
}

/** What a release holds, whatever its versions are called in a Region: equal for equal values. */
export function contentOf(pins: Iterable<Pin>): string {
  return [...pins]
    .map(({ name, sha256 }) => `${name} ${sha256}\n`)
    .sort()
    .join('');
}
