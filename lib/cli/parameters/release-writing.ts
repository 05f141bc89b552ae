import { resolve } from 'node:path';
import { decodeOrRaw } from '../../config/load/effective-parameters.ts';
import type { Pin } from '../../config/release/release.ts';
import { type PodsFor, triedFindings } from '../check/check-set.ts';
import { sortFindings } from '../check/finding.ts';
import { refuse } from '../check/refuse-bad.ts';
import { doubleKeys } from '../check/static-findings.ts';
import type { CommandIo } from '../command.ts';
import type { Ending } from '../define-command.ts';
import { formatJson } from '../output/format-json.ts';
import { formatDiff } from '../text-diff.ts';
import type { PodComparison } from '../trial/compare-pods.ts';
import { formatPodChanges, previewPods } from '../trial/preview.ts';
import { storedSet } from '../trial/stored-set.ts';
import { labelPins } from './label-pins.ts';
import type { Listing, ParameterAdmin } from './parameter-admin.ts';
import { readFolder } from './read-folder.ts';
import { assertReleaseLoads, releaseName, writeRelease } from './releases.ts';
import { confirm } from './target.ts';

/** What commands that write releases let one choose. */
export interface ReleaseOptions {
  readonly yes: boolean;
  readonly check: boolean;
  readonly reason?: string;
  /** A folder whose fixtures are tried, too. */
  readonly tests?: string;
}

/** A release that is about to be written. */
export interface NewRelease {
  readonly folder: string;
  readonly text: string;
  readonly pins: readonly Pin[];
  /** What the new side of the diff is called. */
  readonly to: string;
  readonly question: string;
  /** What is said once it is written, after its name and version. */
  readonly done: string;
}

/** Where it is to be written. */
export interface ReleaseTarget {
  readonly admin: ParameterAdmin;
  readonly listing: Listing;
  readonly release: NewRelease;
}

type Options = ReleaseOptions & { readonly output: string };

/** Checks a release, shows what it changes in texts and in pods, asks, and writes it. */
export async function writeShownRelease(io: CommandIo, target: ReleaseTarget, options: Options): Promise<Ending> {
  const { admin, listing, release } = target;
  const { folder, text, pins } = release;
  const stored = listing.parameters;
  await assertReleaseLoads(folder, text, { source: admin.source, stored });
  const pods = await preview(io, target, options);
  if (pods === undefined) {
    return 'found';
  }
  const name = releaseName(folder);
  const before = stored.get(name);
  if (options.output === 'text') {
    const now = before === undefined ? '' : decodeOrRaw(before);
    io.out(`${formatDiff(now, text, { from: `${name} (now)`, to: release.to, color: io.color })}\n`);
    io.out(`\nin pods: ${formatPodChanges(pods)}`);
  }
  if (!(await confirm(io, release.question, options.yes))) {
    io.err('nothing was written\n');
    return 'good';
  }
  await labelPins(pins, { admin, stored, release: name, io });
  const version = await writeRelease(admin, { folder, before, text, reason: options.reason });
  io.err(`${name} version ${version} ${release.done}\n`);
  if (options.output === 'json') {
    io.out(formatJson({ release: name, version, pods }));
  }
  return 'good';
}

/** What the release changes in pods; undefined where it must not be written. */
async function preview(io: CommandIo, target: ReleaseTarget, options: Options): Promise<PodComparison | undefined> {
  const { admin, listing, release } = target;
  const { description, source } = admin;
  const podsFor: PodsFor =
    options.tests === undefined ? () => [] : (await readFolder(resolve(io.cwd, options.tests))).podsFor;
  const value = { name: releaseName(release.folder), value: release.text, version: 0 };
  const before = await storedSet({ description, listing, source });
  const after = await storedSet({ description, listing, source, release: value });
  if (options.check) {
    const pinned = new Map(after.clusters.flatMap((cluster) => [...after.readingFor(cluster).parameters]));
    const findings = sortFindings([...doubleKeys(pinned), ...(await triedFindings(after, podsFor))]);
    if (refuse(io, { findings, parameters: listing.parameters, description }, options.output)) {
      return undefined;
    }
  }
  return previewPods({ before, after, podsFor, color: io.color && options.output === 'text' });
}
