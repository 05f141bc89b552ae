import { type Command, InvalidArgumentError } from 'commander';
import { decodeOrRaw } from '../config/load/effective-parameters.ts';
import { encodeRelease, type Pin } from '../config/release/release.ts';
import { clusterFolder } from './cluster-folder.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { commonRelease, versionWith } from './parameters/common-release.ts';
import { type RegionOptions, regionsOf, runInRegions, tryRegions } from './parameters/in-regions.ts';
import type { PastVersion } from './parameters/parameter-admin.ts';
import { pinsByDigest } from './parameters/pins-by-digest.ts';
import { type NewRelease, type ReleaseOptions, writeShownRelease } from './parameters/release-writing.ts';
import { earlierRelease, formatMoment, releaseName, releasePins } from './parameters/releases.ts';
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
    run: async (world, options) => {
      const common = await commonPins(world, options);
      return runInRegions(world, options, (each) => rollBack(each, options, common));
    },
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

/** What all Regions go back to; undefined for one Region. Those that do not answer are named by what follows. */
async function commonPins(io: CommandIo, options: RollbackOptions): Promise<readonly Pin[] | undefined> {
  if (regionsOf(options).length < 2) {
    return undefined;
  }
  const name = releaseName(clusterFolder(options.cluster));
  const { done } = await tryRegions(io, options, (each) => openTarget(each, options.to).history(name));
  const histories = done.map(({ region = '', result }) => ({ region, versions: result }));
  return histories.length === 0 ? [] : commonRelease(name, histories, options.release);
}

/** What was good once is not checked again: at night it has to be quick, and it is what was in force. */
async function rollBack(io: CommandIo, options: RollbackOptions, common: readonly Pin[] | undefined): Promise<Ending> {
  const admin = openTarget(io, options.to);
  const folder = clusterFolder(options.cluster);
  const name = releaseName(folder);
  const versions = await admin.history(name);
  const earlier =
    common === undefined ? earlierRelease(name, versions, options.release) : versionWith(common, versions);
  const before = versions.at(-1);
  if (earlier !== undefined && before?.value === earlier.value) {
    io.err(`${name} version ${before.version} is what version ${earlier.version} was: nothing to do\n`);
    return 'good';
  }
  const listing = await admin.list();
  const goal =
    earlier === undefined
      ? elsewhere(name, await pinsByDigest(common ?? [], { admin, stored: listing.parameters }))
      : earlierHere(name, earlier);
  const question = `Go back to ${goal.what} in ${admin.description}?`;
  const done = `is ${goal.what}${earlier === undefined ? '' : ' again'}, in force within 30 seconds`;
  const release = { folder, ...goal, question, done };
  return writeShownRelease(io, { admin, listing, release }, { ...options, check: false });
}

/** What a Region goes back to, and what it is called. */
type Goal = Pick<NewRelease, 'text' | 'pins' | 'to'> & { readonly what: string };

function earlierHere(name: string, earlier: PastVersion): Goal {
  const { version, modified, by } = earlier;
  return {
    text: decodeOrRaw(earlier),
    pins: releasePins(earlier),
    to: `${name} (version ${version}, ${formatMoment(modified)}, ${by})`,
    what: `version ${version}`,
  };
}

/** A release of another Region, which this one never had. */
function elsewhere(name: string, pins: readonly Pin[]): Goal {
  return { text: encodeRelease(pins), pins, to: `${name} (as in the others)`, what: 'what the others go back to' };
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) {
    throw new InvalidArgumentError('a version is a whole number from 1.');
  }
  return Number(text);
}
