import type { Command } from 'commander';
import { knownClusters } from '../../config/load/load-snapshot.ts';
import { switchParameter } from '../../config/parameter-names.ts';
import { defaultCluster, isListed } from '../../config/snapshot.ts';
import { describeSwitch, knownSwitch, type SwitchedOff, type SwitchState } from '../../config/switch.ts';
import { clusterFolder } from '../cluster-folder.ts';
import type { CommandIo } from '../command.ts';
import { CommandError } from '../errors.ts';
import { tierFor } from '../parameters/change-plan.ts';
import type { RegionOptions } from '../parameters/in-regions.ts';
import { assertKnownCluster, newClusterOption } from '../parameters/known-clusters.ts';
import type { ParameterAdmin } from '../parameters/parameter-admin.ts';
import { clusterOption, confirm, openTarget, targetOption, yesOption } from '../parameters/target.ts';
import { clustersIn, type Parameters } from '../parameters/validate.ts';
import { writeChecked } from '../parameters/write-checked.ts';

/** Options that `off` and `on` share. */
export interface SwitchOptions extends RegionOptions {
  readonly to: string;
  readonly cluster?: string;
  readonly newCluster: boolean;
  readonly yes: boolean;
}

/** What was written, and what it replaced; JSON that others build on. */
export interface SwitchWrite {
  /** Full name: `default/switch`. */
  readonly parameter: string;
  readonly before: SwitchState;
  readonly after: SwitchState;
  /** Null where nothing had to be written. */
  readonly version: number | null;
  /** Other switches that are off. */
  readonly others: readonly SwitchedOff[];
}

/** Adds the options that `off` and `on` share. */
export function addSwitchOptions(command: Command): Command {
  return command
    .option(...targetOption)
    .option(...clusterOption)
    .option(...newClusterOption)
    .option(...yesOption);
}

/** Switches that are off, the default's first. */
export function switchesOff(stored: Parameters): readonly SwitchedOff[] {
  const reading = { parameters: stored, failures: new Map() };
  const folders = [defaultCluster, ...clustersIn(stored.keys()).filter((cluster) => cluster !== defaultCluster)];
  const states = folders.map((folder) => knownSwitch(folder, reading).state);
  return states.filter((state) => state.kind === 'off');
}

/** A switch as it should be: its state, given what it is, and its text. */
export interface Wanted {
  readonly state: (before: SwitchState, parameter: string) => SwitchState;
  readonly text: (state: SwitchState) => string;
}

/**
 * Shows what is in force and writes one switch, and nothing else. Undefined where the user thought better of it.
 * @throws CommandError for a cluster that nobody knows, or that nothing is read for, and where somebody was faster.
 */
export async function writeSwitch(
  io: CommandIo,
  options: SwitchOptions,
  wanted: Wanted,
): Promise<SwitchWrite | undefined> {
  const admin = openTarget(io, options.to);
  const folder = clusterFolder(options.cluster);
  const { parameters: stored, unreadable } = await admin.list();
  assertKnownCluster(folder, stored, options.newCluster);
  assertListed(folder, stored);
  const parameter = `${folder}/${switchParameter}`;
  const before = knownSwitch(folder, { parameters: stored, failures: new Map() }).state;
  const after = wanted.state(before, parameter);
  const others = switchesOff(stored).filter((other) => other.parameter !== parameter);
  const write = { parameter, before, after, others };
  showInForce(io, admin, write);
  const value = wanted.text(after);
  if (stored.get(parameter)?.value === value || (after.kind === 'on' && !stored.has(parameter))) {
    return { ...write, version: null };
  }
  if (!(await confirm(io, `Write ${parameter} in ${admin.description}?`, options.yes))) {
    return undefined;
  }
  const tier = tierFor(Buffer.byteLength(value)) ?? 'Standard';
  const seen = (stored.get(parameter) ?? unreadable.get(parameter))?.version;
  const { version } = await writeChecked(admin, { name: parameter, value, tier, type: 'String', before: seen });
  return { ...write, version };
}

/** `off: REASON` or `on`. */
function formatState(state: SwitchState): string {
  return state.kind === 'on' ? 'on' : state.reason === '' ? 'off' : `off: ${state.reason}`;
}

/** When the switch is everywhere; nobody should count on more. */
export const whenInForce =
  'in force in every environment with its first request after 30 seconds, or up to 60 for one of more than 50 clusters; later where Parameter Store does not answer';

function showInForce(
  io: CommandIo,
  admin: ParameterAdmin,
  { parameter, before, after, others }: Omit<SwitchWrite, 'version'>,
): void {
  io.err(`${parameter} in ${admin.description}: ${formatState(before)} -> ${formatState(after)}\n`);
  for (const other of others) {
    io.err(`note: ${describeSwitch(other)}\n`);
  }
}

/** Nothing is read for a cluster that the default's settings do not list, where they list any: not its switch either. */
function assertListed(folder: string, stored: Parameters): void {
  const listed = knownClusters({ parameters: stored, failures: new Map() });
  if (!isListed(listed, folder)) {
    throw new CommandError(
      `--cluster ${folder}: default/settings lists clusters, and ${folder} is none of them, so nothing below it is read; add it to "clusters" first, or switch off all`,
      { code: 'usage' },
    );
  }
}
