import { Command, InvalidArgumentError } from 'commander';
import { decodeOrRaw } from '../config/load/effective-parameters.ts';
import { type Pin, readRelease } from '../config/release/release.ts';
import type { Parameter } from '../config/source/source.ts';
import { clusterFolder } from './cluster-folder.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { labelPins } from './parameters/label-pins.ts';
import { assertReleaseLoads, earlierRelease, formatMoment, releaseName, writeRelease } from './parameters/releases.ts';
import { clusterOption, confirm, openTarget, targetOption, yesOption } from './parameters/target.ts';
import { formatDiff } from './text-diff.ts';

interface RollbackOptions {
  readonly to: string;
  readonly cluster?: string;
  readonly release?: number;
  readonly yes: boolean;
}

/** `sidecar-injector rollback`: makes an earlier release the newest one. */
export const command: CommandModule = (io) =>
  new Command('rollback')
    .description('Goes back to the release before the one in force (a second time: forward again), or to a named one')
    .option(...targetOption)
    .option(...clusterOption)
    .option('--release <version>', 'version of the release to go back to (see history)', wholeNumber)
    .option(...yesOption)
    .action((options: RollbackOptions) => rollBack(io, options));

async function rollBack(io: CommandIo, options: RollbackOptions): Promise<void> {
  const admin = openTarget(io, options.to);
  const folder = clusterFolder(options.cluster);
  const name = releaseName(folder);
  const versions = await admin.history(name);
  const earlier = earlierRelease(name, versions, options.release);
  const before = versions.at(-1);
  if (before?.value === earlier.value) {
    io.err(`${name} version ${before.version} is what version ${earlier.version} was: nothing to do\n`);
    return;
  }
  const { parameters: stored } = await admin.list();
  const text = decodeOrRaw(earlier);
  await assertReleaseLoads(folder, text, { source: admin.source, stored });
  const to = `${name} (version ${earlier.version}, ${formatMoment(earlier.modified)}, ${earlier.by})`;
  io.out(
    `${formatDiff(before === undefined ? '' : decodeOrRaw(before), text, { from: `${name} (now)`, to, color: io.color })}\n`,
  );
  if (!(await confirm(io, `Go back to version ${earlier.version} in ${admin.description}?`, options.yes))) {
    io.err('nothing was written\n');
    return;
  }
  await labelPins(pinsIn(earlier), { admin, stored, release: name, io });
  const version = await writeRelease(admin, { folder, before, text });
  io.err(`${name} version ${version} is version ${earlier.version} again, in force within 30 seconds\n`);
}

/** What the release pins; it has been found to load. */
function pinsIn(release: Parameter): readonly Pin[] {
  const read = readRelease(release);
  return read.kind === 'release' ? [...read.release.values()] : [];
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) {
    throw new InvalidArgumentError('a version is a whole number from 1.');
  }
  return Number(text);
}
