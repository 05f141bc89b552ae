import { resolve } from 'node:path';
import { clusterFolder } from '../cluster-folder.ts';
import type { CommandIo } from '../command.ts';
import { CommandError } from '../errors.ts';
import { isParameterStore } from '../open-provider.ts';
import { readFolder } from '../parameters/read-folder.ts';
import { releaseName } from '../parameters/releases.ts';
import { openTarget } from '../parameters/target.ts';
import type { ParameterSet } from './parameter-set.ts';
import { storedSet } from './stored-set.ts';

/** Where releases are looked up. */
export interface SetOptions {
  /** `ssm:/ROOT`, for releases by number. */
  readonly to: string;
  readonly cluster?: string;
}

/**
 * The set of parameters that a word names: a folder, `ssm:/ROOT` as it is in force, or the number of a release.
 * @throws CommandError for a release that is not there any more.
 */
export async function openSet(io: CommandIo, word: string, options: SetOptions): Promise<ParameterSet> {
  if (/^\d+$/.test(word)) {
    return openRelease(io, Number(word), options);
  }
  if (!isParameterStore(word)) {
    const cluster = clusterFolder(options.cluster);
    return (await readFolder(resolve(io.cwd, word.replace(/^file:/, '')), [cluster])).set;
  }
  const { description, source, list } = openTarget(io, word);
  return storedSet({ description, source, listing: await list() });
}

async function openRelease(io: CommandIo, version: number, { to, cluster }: SetOptions): Promise<ParameterSet> {
  const admin = openTarget(io, to);
  const name = releaseName(clusterFolder(cluster));
  const versions = await admin.history(name);
  const release = versions.find((past) => past.version === version);
  if (release === undefined) {
    const kept = versions.map((past) => past.version).join(', ') || 'none';
    throw new CommandError(`${version}: ${name} in ${admin.description} has no such version (kept: ${kept})`);
  }
  const { description, source } = admin;
  return storedSet({
    description: `${name} ${version} in ${description}`,
    source,
    listing: await admin.list(),
    release,
  });
}
