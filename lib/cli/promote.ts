import { Command } from 'commander';
import { decodeOrRaw } from '../config/load/effective-parameters.ts';
import { encodeRelease, type Pin } from '../config/release/release.ts';
import { defaultCluster } from '../config/snapshot.ts';
import { clusterFolder } from './cluster-folder.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { CommandError } from './errors.ts';
import { labelPins } from './parameters/label-pins.ts';
import type { Listing } from './parameters/parameter-admin.ts';
import { isPinnable } from './parameters/release-reach.ts';
import { assertReleaseLoads, pinsOf, releaseName, writeRelease } from './parameters/releases.ts';
import { clusterOption, confirm, openTarget, targetOption, yesOption } from './parameters/target.ts';
import { assertNone } from './parameters/validate.ts';
import { formatDiff } from './text-diff.ts';

interface PromoteOptions {
  readonly to: string;
  readonly cluster?: string;
  readonly yes: boolean;
}

/** `sidecar-injector promote`: pins the newest versions as one release. */
export const command: CommandModule = (io) =>
  new Command('promote')
    .description('Writes a release that pins the newest version of every parameter, so that all take effect at once')
    .option(...targetOption)
    .option(...clusterOption)
    .option(...yesOption)
    .action((options: PromoteOptions) => promote(io, options));

/** What cannot be read cannot be pinned, and what is not pinned is not read. */
function assertReadable(unreadable: Listing['unreadable']): void {
  const causes = [...unreadable]
    .filter(([name]) => isPinnable(name))
    .map(([name, { cause }]) => `${name}: ${cause.message}`);
  assertNone(causes);
}

/** @throws CommandError where there is nothing to pin. */
function lookAtPins(io: CommandIo, { pins, folder, description }: FoundPins): void {
  if (pins.length === 0) {
    throw new CommandError(`${description} holds no parameters to pin; write some with push`);
  }
  if (folder !== defaultCluster && !pins.some(({ name }) => name.startsWith(`${folder}/`))) {
    io.err(`note: ${folder} has no parameters of its own; its release pins the default's alone\n`);
  }
}

interface FoundPins {
  readonly pins: readonly Pin[];
  readonly folder: string;
  readonly description: string;
}

async function promote(io: CommandIo, options: PromoteOptions): Promise<void> {
  const admin = openTarget(io, options.to);
  const folder = clusterFolder(options.cluster);
  const name = releaseName(folder);
  const { parameters: stored, unreadable } = await admin.list();
  assertReadable(unreadable);
  const pins = pinsOf(folder, stored);
  lookAtPins(io, { pins, folder, description: admin.description });
  const text = encodeRelease(pins);
  const before = stored.get(name);
  const now = before === undefined ? '' : decodeOrRaw(before);
  if (before !== undefined && now === text) {
    io.err(`${name} version ${before.version} pins these versions already\n`);
    return;
  }
  await assertReleaseLoads(folder, text, { source: admin.source, stored });
  io.out(`${formatDiff(now, text, { from: `${name} (now)`, to: `${name} (new)`, color: io.color })}\n`);
  if (!(await confirm(io, `Promote ${pins.length} versions in ${admin.description}?`, options.yes))) {
    io.err('nothing was written\n');
    return;
  }
  await labelPins(pins, { admin, stored, release: name, io });
  const version = await writeRelease(admin, { folder, before, text });
  io.err(`${name} version ${version} is in force within 30 seconds\n`);
}
