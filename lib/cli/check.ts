import { Command } from 'commander';
import { describeProblem } from '../config/config-problem.ts';
import { readRelease } from '../config/release/release.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { CommandError } from './errors.ts';
import type { ParameterAdmin } from './parameters/parameter-admin.ts';
import { unpinnedNames } from './parameters/release-reach.ts';
import { lostPins } from './parameters/releases.ts';
import { openTarget, targetOption } from './parameters/target.ts';
import {
  clustersIn,
  describeUnread,
  findProblems,
  type Parameters,
  releasesIn,
  unreadNames,
} from './parameters/validate.ts';

/** `sidecar-injector check`: what is wrong with the parameters as they are stored. */
export const command: CommandModule = (io) =>
  new Command('check')
    .description('Reads all parameters and reports what does not validate, what nothing reads, and what is gone')
    .option(...targetOption)
    .action((options: { readonly to: string }) => check(io, options.to));

async function check(io: CommandIo, target: string): Promise<void> {
  const admin = openTarget(io, target);
  const { parameters: stored, unreadable } = await admin.list();
  if (stored.size + unreadable.size === 0) {
    throw new CommandError(`${admin.description} holds no parameters: is it the right root, Region and account?`);
  }
  const findings = [
    ...[...unreadable].map(([name, { cause }]) => `${name}: ${cause.message}`),
    ...(await findProblems(stored)).map(describeProblem),
    ...unreadNames(stored).map(describeUnread),
    ...[...unpinnedNames(stored)].map(
      ([name, release]) => `${name}: ${release} is in force and does not list it, so nothing reads it; promote again`,
    ),
    ...(await goneVersions(admin, stored)),
  ];
  if (findings.length > 0) {
    throw new CommandError(`${findings.join('\n')}\n${findings.length} found in ${admin.description}`);
  }
  const clusters = clustersIn(stored.keys()).join(', ');
  io.out(`${stored.size} parameters in ${admin.description} are in order, for ${clusters}\n`);
}

/** Pins of releases whose versions are not there any more, or not what was promoted. */
async function goneVersions(admin: ParameterAdmin, stored: Parameters): Promise<readonly string[]> {
  const found = await Promise.all(
    releasesIn(stored).map(async (release) => {
      const read = readRelease(release);
      return read.kind === 'release' ? lostPins(release.name, [...read.release.values()], admin.source) : [];
    }),
  );
  return found.flat();
}
