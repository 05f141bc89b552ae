import { applyRelease, createPinnedVersions } from '../../config/cache/complete-reading.ts';
import { describeProblem } from '../../config/config-problem.ts';
import { encodeValue } from '../../config/load/encode-value.ts';
import { loadSnapshot, templateNames } from '../../config/load/load-snapshot.ts';
import { releaseParameter } from '../../config/parameter-names.ts';
import { digestOf, type Pin, readRelease } from '../../config/release/release.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import type { Parameter, ParameterSource } from '../../config/source/source.ts';
import { CommandError } from '../errors.ts';
import { tierFor } from './change-plan.ts';
import type { ParameterAdmin, PastVersion, StoredParameter } from './parameter-admin.ts';
import { isPinnable } from './release-reach.ts';
import { assertNone, clustersIn, type Parameters, unreadNames } from './validate.ts';
import { writeChecked } from './write-checked.ts';

/** Full name of the release that a `--cluster` option means. */
export function releaseName(folder: string): string {
  return `${folder}/${releaseParameter}`;
}

/** What a release pins; nothing where there is none, or where it cannot be read, which is found out elsewhere. */
export function releasePins(release: Parameter | undefined): readonly Pin[] {
  const read = release && readRelease(release);
  return read?.kind === 'release' ? [...read.release.values()] : [];
}

/**
 * The newest versions of everything that the clusters under a release read, as pins: the default's parameters and
 * theirs. Tokens and releases are never pinned, and names that nothing reads need not be.
 */
export function pinsOf(folder: string, stored: ReadonlyMap<string, StoredParameter>): readonly Pin[] {
  const folders = new Set([defaultCluster, ...clustersUnder(folder, stored)]);
  const unread = new Set(unreadNames(stored));
  return [...stored.values()]
    .filter(({ name }) => folders.has(name.split('/')[0] ?? '') && isPinnable(name) && !unread.has(name))
    .map(({ name, version, value }) => ({ name, version, sha256: digestOf(value) }));
}

/** The clusters whose release it is: a cluster's is its own; the default's is every cluster's that has none. */
function clustersUnder(folder: string, stored: Parameters): readonly string[] {
  return folder === defaultCluster
    ? clustersIn(stored.keys()).filter((cluster) => cluster === folder || !stored.has(releaseName(cluster)))
    : [folder];
}

/**
 * What a release makes of the configuration of every cluster under it, read and compiled as the Lambda would.
 * @throws CommandError with every problem: versions that are gone, digests that differ, values that do not validate.
 */
export async function assertReleaseLoads(folder: string, text: string, world: ReleaseWorld): Promise<void> {
  const release = { name: releaseName(folder), value: text, version: 0 };
  const completion = {
    source: world.source,
    signal: AbortSignal.timeout(30_000),
    templateNames,
    pinned: createPinnedVersions(),
    learn: () => {},
    release,
  };
  const problems = new Set<string>();
  for (const cluster of clustersUnder(folder, world.stored)) {
    const applied = await applyRelease(cluster, { parameters: world.stored, failures: new Map() }, completion);
    const loaded = await loadSnapshot(cluster, applied.reading);
    // What does no harm, `check` and `push` complain of; it must not keep anybody from going back.
    for (const problem of [...applied.problems, ...(loaded.kind === 'invalid' ? loaded.problems : [])]) {
      problems.add(describeProblem(problem));
    }
  }
  assertNone([...problems]);
}

/** What a release is checked against. */
export interface ReleaseWorld {
  readonly source: ParameterSource;
  readonly stored: Parameters;
}

/** A write of a release: what it replaces, its text, and why. */
export interface ReleaseWrite {
  readonly folder: string;
  readonly before: StoredParameter | undefined;
  readonly text: string;
  readonly reason?: string | undefined;
}

/**
 * Writes a release in one call, which is what makes it take effect whole, and returns its version. Another person's
 * write since `before` is an error, and theirs stays.
 */
export async function writeRelease(admin: ParameterAdmin, write: ReleaseWrite): Promise<number> {
  const { folder, before, text, reason } = write;
  const name = releaseName(folder);
  const value = encodeValue(text);
  const bytes = Buffer.byteLength(value);
  const tier = tierFor(bytes);
  if (tier === undefined) {
    const advice = 'give clusters with parameters of their own a release of their own: promote --cluster NAME';
    throw new CommandError(`${name}: ${bytes} bytes are more than a parameter holds; ${advice}`);
  }
  const { version } = await writeChecked(admin, { name, value, tier, type: 'String', before: before?.version, reason });
  return version;
}

/** The release to go back to: the version that is named, else the newest whose text differs from what is in force. */
export function earlierRelease(
  name: string,
  versions: readonly PastVersion[],
  wanted: number | undefined,
): PastVersion {
  const current = versions.at(-1);
  const found =
    wanted === undefined
      ? versions.findLast(({ value }) => value !== current?.value)
      : versions.find(({ version }) => version === wanted);
  if (found === undefined) {
    const kept = versions.map(({ version }) => version).join(', ') || 'none';
    throw new CommandError(
      wanted === undefined
        ? `${name}: there is no earlier release to go back to (versions kept: ${kept})`
        : `${name}: there is no version ${wanted} (versions kept: ${kept})`,
    );
  }
  return found;
}

/** Milliseconds are of no use to people. */
export function formatMoment(moment: Date): string {
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** A line for each pin whose version is gone or holds another value than was promoted. */
export async function lostPins(
  release: string,
  pins: readonly Pin[],
  source: ParameterSource,
): Promise<readonly string[]> {
  const { parameters } = await source.read(pins.map(({ name, version }) => ({ name, version })));
  return pins.flatMap(({ name, version, sha256 }) => {
    const value = parameters.get(name)?.value;
    if (value === undefined) {
      return [`${release}: ${name} has no version ${version} any more; promote again`];
    }
    const isSame = digestOf(value) === sha256;
    return isSame
      ? []
      : [`${release}: version ${version} of ${name} is not the value that was promoted; promote again`];
  });
}
