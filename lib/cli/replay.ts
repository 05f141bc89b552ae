import { type Command, InvalidArgumentError } from 'commander';
import { describeProblem } from '../config/config-problem.ts';
import { clusterFolder } from './cluster-folder.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { addInputOptions, type InputOptions, readInputs } from './input/read-inputs.ts';
import { formatJson } from './output/format-json.ts';
import { plural } from './output/plural.ts';
import { clusterOption, targetOption } from './parameters/target.ts';
import { readPods } from './replay/read-pods.ts';
import { replayFleet } from './replay/replay-fleet.ts';
import type { ChangeKind, PodChange, PodComparison } from './trial/compare-pods.ts';
import { openSet } from './trial/open-set.ts';
import type { ParameterSet } from './trial/parameter-set.ts';
import { formatPodChanges } from './trial/preview.ts';

interface ReplayOptions extends InputOptions {
  readonly before: string;
  readonly after: string;
  readonly to: string;
  readonly cluster?: string;
  readonly failOn: readonly ChangeKind[];
  readonly output: string;
}

const changeKinds = ['refused', 'failed', 'changed'] as const satisfies readonly ChangeKind[];

/** `sidecar-injector replay`: what a change of parameters does to the pods of a cluster. */
export const command: CommandModule = (io) =>
  defineCommand<ReplayOptions>(io, {
    name: 'replay',
    description: 'Tells what becomes of the pods of a cluster under other parameters than those in force',
    examples: [
      'kubectl get pods -A -o json | sidecar-injector replay -f - --before ssm:/sidecar-injector --after examples/parameters',
      'sidecar-injector replay -f examples/pods --before 3 --after 4 --fail-on refused,failed,changed',
    ],
    finds: 'pods change in a way that --fail-on names',
    aws: true,
    setUp: addOptions,
    run: replay,
  });

function addOptions(command: Command): Command {
  return addInputOptions(command, 'pods, workloads, AdmissionReviews one a line')
    .requiredOption('--before <parameters>', 'a folder, ssm:/ROOT, or the number of a release')
    .requiredOption('--after <parameters>', 'the same')
    .option(...targetOption)
    .option(...clusterOption)
    .option('--fail-on <kinds>', 'of refused, failed, changed', decodeKinds, ['refused', 'failed']);
}

async function replay(io: CommandIo, options: ReplayOptions): Promise<Ending> {
  const cluster = clusterFolder(options.cluster);
  const [before, after] = await Promise.all([
    openSet(io, options.before, options),
    openSet(io, options.after, options),
  ]);
  assertLoads(before, cluster);
  assertLoads(after, cluster);
  const pods = readPods(await readInputs(io, options));
  if (pods.length === 0) {
    throw new CommandError(`${options.file.join(', ')}: holds no pods and no workloads`);
  }
  const comparison = replayFleet(pods, {
    before,
    after,
    cluster,
    color: io.color && options.output === 'text',
    progress: (done, total) => io.progress(`${done} of ${plural(total, 'kind of pods', 'kinds of pods')} tried`),
  });
  io.out(options.output === 'json' ? formatJson(asJson(comparison)) : formatPodChanges(comparison));
  return comparison.changes.some(({ kind }) => options.failOn.includes(kind)) ? 'found' : 'good';
}

/** @throws CommandError with everything that is wrong. */
function assertLoads(set: ParameterSet, cluster: string): void {
  const result = set.snapshotFor(cluster);
  if (result.kind === 'invalid') {
    throw new CommandError([`${set.description} cannot be used:`, ...result.problems.map(describeProblem)].join('\n'));
  }
}

/** The contract: `{"equal", "changed", "refused", "failed", "groups": […]}`, in pods. */
function asJson({ equal, changes }: PodComparison) {
  const count = (kind: ChangeKind) =>
    changes.filter((change) => change.kind === kind).reduce((sum, { pods }) => sum + pods, 0);
  const groups = changes.map(({ kind, pods, members, diff }: PodChange) => ({ kind, pods, workloads: members, diff }));
  return { equal, changed: count('changed'), refused: count('refused'), failed: count('failed'), groups };
}

function decodeKinds(text: string): readonly ChangeKind[] {
  return text.split(',').map((word) => {
    const kind = changeKinds.find((each) => each === word.trim());
    if (kind === undefined) {
      throw new InvalidArgumentError(`name one or more of ${changeKinds.join(', ')}, with commas between them.`);
    }
    return kind;
  });
}
