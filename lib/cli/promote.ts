import type { Command } from 'commander';
import { decodeOrRaw } from '../config/load/effective-parameters.ts';
import { encodeRelease, type Pin } from '../config/release/release.ts';
import { defaultCluster } from '../config/snapshot.ts';
import { clusterFolder } from './cluster-folder.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { collect, defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { formatJson } from './output/format-json.ts';
import { plural } from './output/plural.ts';
import { choosePins } from './parameters/choose-pins.ts';
import { type RegionOptions, runInRegions } from './parameters/in-regions.ts';
import { assertKnownCluster, newClusterOption } from './parameters/known-clusters.ts';
import type { Listing } from './parameters/parameter-admin.ts';
import { followingPins } from './parameters/promoted-pins.ts';
import { isPinnable } from './parameters/release-reach.ts';
import { type NewRelease, type ReleaseOptions, writeShownRelease } from './parameters/release-writing.ts';
import { pinsOf, releaseName } from './parameters/releases.ts';
import { rolledBack } from './parameters/rolled-back.ts';
import {
  clusterOption,
  noCheckOption,
  openTarget,
  reasonOption,
  targetOption,
  testsOption,
  yesOption,
} from './parameters/target.ts';
import { assertNone } from './parameters/validate.ts';
import type { PodComparison } from './trial/compare-pods.ts';

interface PromoteOptions extends ReleaseOptions, RegionOptions {
  readonly newCluster: boolean;
  readonly to: string;
  readonly cluster?: string;
  readonly only?: readonly string[];
  readonly without?: readonly string[];
}

/** `sidecar-injector promote`: pins the newest versions as one release. */
export const command: CommandModule = (io) =>
  defineCommand<PromoteOptions>(io, {
    name: 'promote',
    description: 'Pins the newest version of every parameter as a release, so that all take effect at once',
    examples: [
      'sidecar-injector promote --to ssm:/sidecar-injector --tests examples/parameters',
      'sidecar-injector promote --region eu-central-1 --region eu-west-1 --yes',
      'sidecar-injector promote --only default/values --reason "OPS-17: new image" --yes',
    ],
    finds: 'the check found errors, and nothing was written',
    aws: 'regions',
    setUp: addOptions,
    run: (world, options) => {
      const first: FirstRegion = {};
      return runInRegions(world, options, (each) => promote(each, options, first));
    },
  });

function addOptions(command: Command): Command {
  return command
    .option(...targetOption)
    .option(...clusterOption)
    .option(...newClusterOption)
    .option('--only <name>', 'take this newest version, keep the others (repeatable)', collect)
    .option('--without <name>', 'pin it no more (repeatable)', collect)
    .option(...testsOption)
    .option(...noCheckOption)
    .option(...reasonOption)
    .option(...yesOption);
}

/** Where nothing is written, nothing is tried. */
const noChanges: PodComparison = { equal: 0, changes: [] };

/** What cannot be read cannot be pinned, and what is not pinned is not read. */
function assertReadable(unreadable: Listing['unreadable']): void {
  const causes = [...unreadable]
    .filter(([name]) => isPinnable(name))
    .map(([name, { cause }]) => `${name}: ${cause.message}`);
  assertNone(causes);
}

/** What the first Region pins; the others pin the same values. */
interface FirstRegion {
  pins?: readonly Pin[];
}

interface FoundPins {
  readonly pins: readonly Pin[];
  readonly folder: string;
  readonly description: string;
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

async function promote(
  io: CommandIo,
  options: PromoteOptions & { readonly output: string },
  first: FirstRegion,
): Promise<Ending> {
  const admin = openTarget(io, options.to);
  const folder = clusterFolder(options.cluster);
  const name = releaseName(folder);
  const listing = await admin.list();
  const { parameters: stored, unreadable } = listing;
  assertReadable(unreadable);
  assertKnownCluster(folder, stored, options.newCluster);
  const before = stored.get(name);
  const own = choosePins(pinsOf(folder, stored), before, options);
  const pins = first.pins === undefined ? own : await followingPins(first.pins, { admin, stored, own, before });
  first.pins = pins;
  lookAtPins(io, { pins, folder, description: admin.description });
  const text = encodeRelease(pins);
  if (before !== undefined && decodeOrRaw(before) === text) {
    io.err(`${name} version ${before.version} pins these versions already\n`);
    io.out(options.output === 'json' ? formatJson({ release: name, version: before.version, pods: noChanges }) : '');
    return 'good';
  }
  for (const note of rolledBack(pins, await admin.history(name))) {
    io.err(`note: ${note}\n`);
  }
  const release: NewRelease = {
    folder,
    text,
    pins,
    to: `${name} (new)`,
    question: `Promote ${plural(pins.length, 'version')} in ${admin.description}?`,
    done: 'is in force within 30 seconds',
  };
  return writeShownRelease(io, { admin, listing, release }, options);
}
