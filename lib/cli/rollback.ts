import { Command, InvalidArgumentError } from 'commander';
import type { CommandIo, CommandModule } from './command.ts';
import { assertReleaseLoads, earlierRelease, formatMoment, releaseName, writeRelease } from './parameters/releases.ts';
import { clusterFolder, clusterOption, confirm, openTarget, targetOption, yesOption } from './parameters/target.ts';
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
    .description('Goes back to an earlier release: the one before, or the one that is named')
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
  await assertReleaseLoads(folder, earlier.value, { source: admin.source, stored: await admin.list() });
  const to = `${name} (version ${earlier.version}, ${formatMoment(earlier.modified)}, ${earlier.by})`;
  io.out(`${formatDiff(before?.value ?? '', earlier.value, { from: `${name} (now)`, to, color: io.color })}\n`);
  if (!(await confirm(io, `Go back to version ${earlier.version} in ${admin.description}?`, options.yes))) {
    io.err('nothing was written\n');
    return;
  }
  const version = await writeRelease(admin, { folder, before, text: earlier.value });
  io.err(`${name} version ${version} is version ${earlier.version} again, in force within 30 seconds\n`);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) {
    throw new InvalidArgumentError('a version is a whole number from 1.');
  }
  return Number(text);
}
