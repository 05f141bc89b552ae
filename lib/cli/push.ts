import type { Command } from 'commander';
import { defaultCluster } from '../config/snapshot.ts';
import { refuseBad } from './check/refuse-bad.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { collect, defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { formatJson } from './output/format-json.ts';
import { plural } from './output/plural.ts';
import { type Change, formatChanges } from './parameters/change-plan.ts';
import { type CompareOptions, type Comparison, compareFolder } from './parameters/compare-folder.ts';
import { type RegionOptions, runInRegions } from './parameters/in-regions.ts';
import { clustersNamed, describeUnknown } from './parameters/known-clusters.ts';
import { describeOldLabel, oldLabels, writesLeft } from './parameters/old-labels.ts';
import { planRemovals, type Removal } from './parameters/plan-removals.ts';
import { releasesOver } from './parameters/release-reach.ts';
import { rolledBackTexts } from './parameters/rolled-back.ts';
import {
  confirm,
  folderClusterOption,
  noCheckOption,
  reasonOption,
  targetOption,
  yesOption,
} from './parameters/target.ts';
import { describeUnread, isUnlistedTemplate, type Parameters } from './parameters/validate.ts';
import { assertUntouched, type Written, writeChecked } from './parameters/write-checked.ts';
import type { PodComparison } from './trial/compare-pods.ts';
import { parameterSet } from './trial/parameter-set.ts';
import { formatPodChanges, previewPods } from './trial/preview.ts';
import { newestSet } from './trial/stored-set.ts';

interface PushOptions extends CompareOptions, RegionOptions {
  readonly yes: boolean;
  readonly prune: boolean;
  readonly check: boolean;
  readonly reason?: string;
  readonly output: string;
}

/** `sidecar-injector push`: writes a folder of parameters to Parameter Store. */
export const command: CommandModule = (io) =>
  defineCommand<PushOptions>(io, {
    name: 'push',
    description: 'Checks a folder of parameters, shows what it changes in texts and in pods, asks, and writes it',
    examples: [
      'sidecar-injector push examples/parameters --to ssm:/sidecar-injector',
      'sidecar-injector push examples/parameters --region eu-central-1 --region eu-west-1 --yes',
      'sidecar-injector push examples/parameters --only default/values --reason "OPS-17: new image" --yes',
    ],
    finds: 'the check found errors, and nothing was written',
    aws: 'regions',
    setUp: addOptions,
    run: (world, options, args) => runInRegions(world, options, (each) => push(each, options, args)),
  });

function addOptions(command: Command): Command {
  return command
    .argument('<folder>', 'holds default/policy, prod/template and so on')
    .option(...targetOption)
    .option(...folderClusterOption)
    .option('--only <name>', 'this parameter only, as in default/values (repeatable)', collect)
    .option('--prune', 'delete what the folder lacks, too', false)
    .option(...noCheckOption)
    .option(...reasonOption)
    .option(...yesOption);
}

async function push(io: CommandIo, options: PushOptions, [folder = '']: readonly string[]): Promise<Ending> {
  const comparison = await compareFolder(io, folder, options);
  const { admin, plan, unread, effective } = comparison;
  noteUnlisted(io, unread);
  noteNewClusters(io, comparison);
  const removals = await planRemovals(io, comparison, options.prune);
  const after = withoutNames(effective, removals);
  if (await refuseBad(io, { parameters: after, description: folder, podsFor: comparison.podsFor }, options)) {
    return 'found';
  }
  if (plan.changes.length + removals.length === 0) {
    io.err(`nothing to write: ${admin.description} already holds ${plural(plan.unchanged, 'parameter')}\n`);
    say(io, options, { written: [], removed: [], pods: { equal: 0, changes: [] } });
    return 'good';
  }
  await noteOldLabels(io, comparison);
  for (const note of await rolledBackTexts(plan.changes, comparison)) {
    io.err(`note: ${note}\n`);
  }
  const pods = await show(io, options, { comparison, removals, after });
  if (!(await confirm(io, question(comparison, removals), options.yes))) {
    io.err('nothing was written\n');
    return 'good';
  }
  const written = await writeAll(io, comparison, options);
  const removed = await removeAll(io, comparison, removals);
  notePinned(io, plan.changes, effective);
  say(io, options, { written, removed, pods });
  return 'good';
}

function withoutNames(parameters: Parameters, removals: readonly Removal[]): Parameters {
  const gone = new Set(removals.map(({ name }) => name));
  return new Map([...parameters].filter(([name]) => !gone.has(name)));
}

interface Shown {
  readonly comparison: Comparison;
  readonly removals: readonly Removal[];
  readonly after: Parameters;
}

/** What changes in texts, and then what that changes in pods. */
async function show(
  io: CommandIo,
  { output }: PushOptions,
  { comparison, removals, after }: Shown,
): Promise<PodComparison> {
  const { admin, plan, listing, podsFor } = comparison;
  const pods = previewPods({
    before: await newestSet(admin.description, listing),
    after: await parameterSet({ description: admin.description, reading: { parameters: after, failures: new Map() } }),
    podsFor,
    color: io.color && output === 'text',
  });
  if (output === 'text') {
    io.out(formatChanges(plan.changes, io.color));
    io.out(removals.map(({ name, version }) => `--- ${name} (version ${version})\n+++ /dev/null\n`).join(''));
    io.out(`\nin pods: ${formatPodChanges(pods)}`);
  }
  return pods;
}

function question({ plan, admin }: Comparison, removals: readonly Removal[]): string {
  const count = plural(plan.changes.length, 'parameter');
  const gone = removals.length === 0 ? '' : ` and delete ${plural(removals.length, 'other')}`;
  return `Write ${count}${gone} in ${admin.description}?`;
}

interface Done {
  readonly written: readonly Written[];
  readonly removed: readonly string[];
  readonly pods: PodComparison;
}

function say(io: CommandIo, { output }: PushOptions, done: Done): void {
  if (output === 'json') {
    io.out(formatJson(done));
  }
}

/**
 * Tells labelled versions that make one of the next writes fail, and the releases to promote first.
 * @throws CommandError where it is this one
 */
async function noteOldLabels(io: CommandIo, { admin, plan, listing }: Comparison): Promise<void> {
  const names = plan.changes.map(({ name }) => name);
  const labels = await oldLabels(admin, listing.parameters, names);
  const last = labels.filter((label) => writesLeft(label) === 0);
  if (last.length > 0) {
    throw new CommandError([...last.map(describeOldLabel), 'nothing was written'].join('\n'));
  }
  for (const label of labels) {
    io.err(`note: ${describeOldLabel(label)}\n`);
  }
}

/** Under a release, what was written waits until it is promoted. */
function notePinned(io: CommandIo, changes: readonly Change[], effective: Parameters): void {
  const releases = changes.flatMap(({ name }) => releasesOver(name, effective));
  for (const release of new Set(releases.flatMap((each) => each?.name ?? []))) {
    const [folder = ''] = release.split('/');
    const promote = `sidecar-injector promote${folder === defaultCluster ? '' : ` --cluster ${folder}`}`;
    io.err(`note: ${release} pins earlier versions; what was written takes effect there with: ${promote}\n`);
  }
}

/** A folder that is misspelt makes a cluster of its own; at the first push all are new. */
function noteNewClusters(io: CommandIo, { plan, listing }: Comparison): void {
  const known = clustersNamed(listing.parameters);
  const folders = new Set(plan.changes.map(({ name }) => name.split('/')[0] ?? ''));
  for (const cluster of listing.parameters.size === 0 ? [] : folders) {
    const problem = describeUnknown(cluster, known);
    if (problem !== undefined) {
      io.err(`note: ${problem} This push makes it\n`);
    }
  }
}

/** A template that no settings list yet may be on its way; the check tells other names that nothing reads. */
function noteUnlisted(io: CommandIo, unread: readonly string[]): void {
  for (const name of unread.filter(isUnlistedTemplate)) {
    io.err(`note: ${describeUnread(name)}\n`);
  }
}

/** One after the other: what was written before a failure stands in the output, and Ctrl-C waits for the one in hand. */
async function writeAll(io: CommandIo, comparison: Comparison, options: PushOptions): Promise<readonly Written[]> {
  const { signal } = io;
  const { changes } = comparison.plan;
  const done: Written[] = [];
  for (const [index, { name, value, tier, type, before }] of changes.entries()) {
    if (signal.aborted) {
      const message = `interrupted: ${index} of ${changes.length} were written; push again to write the others`;
      throw new CommandError(message, { code: 'interrupted' });
    }
    const { reason } = options;
    const write = { name, value, tier, type, before: before?.version, reason };
    const written = await writeChecked(comparison.admin, write);
    done.push(written);
    const { version, bytes } = written;
    io.err(`[${index + 1}/${changes.length}] ${name}: version ${version}, ${bytes} bytes, ${written.tier}\n`);
  }
  return done;
}

async function removeAll(io: CommandIo, { admin }: Comparison, removals: readonly Removal[]): Promise<string[]> {
  for (const { name, version } of removals) {
    assertUntouched({ name, before: version }, (await admin.history(name)).at(-1));
    await admin.remove(name);
    io.err(`${name}: deleted, version ${version} and all before it\n`);
  }
  return removals.map(({ name }) => name);
}
