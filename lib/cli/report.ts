import type { Command } from 'commander';
import { createInjectMemory } from '../inject/memory/inject-memory.ts';
import { type ClusterObjects, clusterObjects } from './cluster/cluster-objects.ts';
import { clusterView } from './cluster/cluster-view.ts';
import { namedCluster } from './cluster/named-cluster.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { type CommonOptions, defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { addInputOptions, type InputOptions, readInputs } from './input/read-inputs.ts';
import { readObjects } from './input/read-objects.ts';
import { defaultNamespaceLabel } from './manifest/webhook-configuration.ts';
import { openSnapshot } from './open-snapshot.ts';
import { formatJson } from './output/format-json.ts';
import { plural } from './output/plural.ts';
import { formatItems, formatTotals } from './report/format-report.ts';
import { makeReport, type Report } from './report/report.ts';
import { formatPlan, restartPlan } from './report/restart-plan.ts';

interface ReportOptions extends InputOptions, CommonOptions {
  readonly parameters: string;
  readonly cluster?: string;
  readonly namespaceLabel: string;
  readonly plan: boolean;
  readonly all: boolean;
}

/** `sidecar-injector report`: which running pods have the sidecar that they should have. */
export const command: CommandModule = (io) =>
  defineCommand<ReportOptions>(io, {
    name: 'report',
    description: 'Tells which running pods have the present sidecar, an outdated one or none, by workload',
    examples: [
      'kubectl get ns,pods,mutatingwebhookconfigurations -A -o json |\nsidecar-injector report -f - --parameters ssm:/sidecar-injector --cluster prod',
      'sidecar-injector report -f cluster.json --parameters examples/parameters --plan',
    ],
    finds: 'pods are outdated, missing their sidecar, stripped of it or refused',
    aws: true,
    setUp: addOptions,
    run: report,
  });

function addOptions(command: Command): Command {
  return addInputOptions(command, 'pods, Namespaces, webhook configurations')
    .requiredOption('--parameters <source>', 'a folder of parameters, or ssm:/ROOT')
    .option('--cluster <name>', "with this cluster's parameters; else those that the webhook's address names")
    .option('--namespace-label <label>', 'that opts in, where no configuration is given', defaultNamespaceLabel)
    .option('--all', 'pods that are as they should be, too', false)
    .option('--plan', 'prints the commands that renew pods, with what each adds', false);
}

async function report(io: CommandIo, options: ReportOptions): Promise<Ending> {
  io.progress('reading');
  const objects = clusterObjects(readObjects(await readInputs(io, options)));
  const pods = objects.workloads.filter(({ kind }) => kind === 'Pod');
  if (pods.length === 0) {
    throw new CommandError(
      `nothing to report: ${options.file.join(', ')} has no pods; try kubectl get pods -A -o json`,
    );
  }
  const view = clusterView(objects, { namespaceLabel: options.namespaceLabel });
  const snapshot = await openSnapshot(io, { parameters: options.parameters, ...namedCluster(options, view) });
  const isOptedIn = objects.configurations.length + objects.namespaceObjects.length === 0;
  const ground = { view, snapshot, memory: createInjectMemory(), isOptedIn };
  const made = makeReport(pods, ground, (done) =>
    done % progressStep === 0 ? io.progress(`${done} of ${plural(pods.length, 'pod')}`) : undefined,
  );
  io.progress('');
  io.err(
    notesOn(objects, made)
      .map((note) => `note: ${note}\n`)
      .join(''),
  );
  io.out(options.output === 'json' ? formatJson(reportJson(made, options)) : textOf(made, options, io.color));
  const { outdated, missing, stripped, refused } = made.totals;
  return outdated + missing + stripped + refused === 0 ? 'good' : 'found';
}

/** Pods between two looks at the progress. */
const progressStep = 100;

function notesOn({ configurations, namespaceObjects }: ClusterObjects, { ended, totals }: Report): readonly string[] {
  const isBare = configurations.length + namespaceObjects.length === 0;
  return [
    ...(isBare ? ['no Namespace and no webhook configuration is given: every namespace is taken to opt in'] : []),
    ...(!isBare && configurations.length === 0
      ? ['no webhook configuration is given: the one that manifest prints is taken']
      : []),
    ...(totals.unknown > 0 && namespaceObjects.length === 0
      ? ['give the Namespaces, too, to tell what is unknown']
      : []),
    ...(ended > 0 ? [`${plural(ended, 'pod')} ended or going ${ended === 1 ? 'was' : 'were'} not judged`] : []),
  ];
}

function textOf(made: Report, { plan, all, quiet }: ReportOptions, color: boolean): string {
  if (plan) {
    return formatPlan(restartPlan(made.items));
  }
  return `${quiet ? '' : formatItems(made.items, { all, color })}${formatTotals(made.totals)}`;
}

function reportJson({ items, totals, ended }: Report, { plan }: ReportOptions): object {
  const listed = items.map(({ kind, name, adds, ...item }) => ({
    ...item,
    workload: `${kind}/${name}`,
    adds: { cpuMillis: Number(adds.cpu), memoryBytes: Number(adds.memory) },
  }));
  return { items: listed, totals, ended, ...(plan ? { plan: restartPlan(items) } : {}) };
}
