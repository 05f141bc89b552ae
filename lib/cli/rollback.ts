import { type Command, InvalidArgumentError } from 'commander';
import { decodeOrRaw } from '../config/load/effective-parameters.ts';
import { type Pin, readRelease } from '../config/release/release.ts';
import type { Parameter } from '../config/source/source.ts';
import { clusterFolder } from './cluster-folder.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { type RegionOptions, runInRegions } from './parameters/in-regions.ts';
import { type ReleaseOptions, writeShownRelease } from './parameters/release-writing.ts';
import { earlierRelease, formatMoment, releaseName } from './parameters/releases.ts';
import { clusterOption, openTarget, reasonOption, targetOption, testsOption, yesOption } from './parameters/target.ts';

interface RollbackOptions extends Omit<ReleaseOptions, 'check'>, RegionOptions {
  readonly to: string;
  readonly cluster?: string;
  readonly release?: number;
  readonly output: string;
}

/** `sidecar-injector rollback`: makes an earlier release the newest one. */
export const command: CommandModule = (io) =>
  defineCommand<RollbackOptions>(io, {
    name: 'rollback',
    description: 'Goes back to the release before the one in force (a second time: forward again), or to a named one',
    examples: [
      'sidecar-injector rollback --to ssm:/sidecar-injector --reason "OPS-18: pods fail"',
      'sidecar-injector rollback --release 3 --yes',
    ],
    aws: 'regions',
    setUp: addOptions,
    run: (world, options) => runInRegions(world, options, (each) => rollBack(each, options)),
  });

function addOptions(command: Command): Command {
  return command
    .option(...targetOption)
    .option(...clusterOption)
    .option('--release <version>', 'version of the release to go back to (see history)', wholeNumber)
    .option(...testsOption)
    .option(...reasonOption)
    .option(...yesOption);
}

/** What was good once is not checked again: at night it has to be quick, and it is what was in force. */
async function rollBack(io: CommandIo, options: RollbackOptions): Promise<Ending> {
  const admin = openTarget(io, options.to);
  const folder = clusterFolder(options.cluster);
  const name = releaseName(folder);
  const versions = await admin.history(name);
  const earlier = earlierRelease(name, versions, options.release);
  const before = versions.at(-1);
  if (before?.value === earlier.value) {
    io.err(`${name} version ${before.version} is what version ${earlier.version} was: nothing to do\n`);
    return 'good';
  }
  const release = {
    folder,
    text: decodeOrRaw(earlier),
    pins: pinsIn(earlier),
    to: `${name} (version ${earlier.version}, ${formatMoment(earlier.modified)}, ${earlier.by})`,
    question: `Go back to version ${earlier.version} in ${admin.description}?`,
    done: `is version ${earlier.version} again, in force within 30 seconds`,
  };
  const listing = await admin.list();
  return writeShownRelease(io, { admin, listing, release }, { ...options, check: false });
}

/** What the release pins; it is found out below whether it loads. */
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
