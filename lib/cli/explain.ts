import { type Command, Option } from 'commander';
import { type ClusterObjects, clusterObjects } from './cluster/cluster-objects.ts';
import { clusterView, type ViewOptions } from './cluster/cluster-view.ts';
import { workloadKinds } from './cluster/created-pod.ts';
import { namedCluster } from './cluster/named-cluster.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { type CommonOptions, defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { type Explanation, explainWorkload, type VerdictKind } from './explain/explanation.ts';
import { explanationJson } from './explain/explanation-json.ts';
import { formatRows, formatStory, type Surroundings } from './explain/format-explanation.ts';
import { parseLabels } from './explain/namespace-labels.ts';
import { notesFor } from './explain/notes.ts';
import { formatRendering, type Renderings, watchedConfiguration } from './explain/rendered.ts';
import { addInputOptions, type InputOptions, readInputs } from './input/read-inputs.ts';
import { readObjects } from './input/read-objects.ts';
import { defaultNamespaceLabel } from './manifest/webhook-configuration.ts';
import { openSnapshot } from './open-snapshot.ts';
import { formatJson } from './output/format-json.ts';
import { plural } from './output/plural.ts';

interface ExplainOptions extends InputOptions, CommonOptions {
  readonly parameters: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly namespaceLabels?: string;
  readonly namespaceLabel: string;
  readonly rendered: boolean;
  readonly expect?: keyof typeof expected;
}

/** What `--expect` takes, and the verdict that it asks for. */
const expected = { inject: 'injected', skip: 'not-injected', refuse: 'refused' } as const satisfies Record<
  string,
  VerdictKind
>;

/** `sidecar-injector explain`: tells offline what becomes of pods, from the API server's call to the patch. */
export const command: CommandModule = (io) =>
  defineCommand<ExplainOptions>(io, {
    name: 'explain',
    description: 'Tells why pods are injected or not, and what the injection does to them, without a cluster',
    examples: [
      'sidecar-injector explain -f examples/pods/bare.yaml --parameters examples/parameters',
      'kubectl get ns,deploy,mutatingwebhookconfigurations -A -o json |\nsidecar-injector explain -f - --parameters ssm:/sidecar-injector --cluster prod',
      'sidecar-injector explain -f examples/pods -R --parameters examples/parameters --expect inject',
    ],
    finds: 'a pod is refused or its injection fails, or is not what --expect says',
    aws: true,
    setUp: addOptions,
    run: explain,
  });

function addOptions(command: Command): Command {
  return addInputOptions(command, 'workloads, Namespaces, webhook configurations')
    .requiredOption('--parameters <source>', 'a folder of parameters, or ssm:/ROOT')
    .option('--cluster <name>', "with this cluster's parameters; else those that the webhook's address names")
    .option('-n, --namespace <name>', 'of objects that name none', 'default')
    .option('--namespace-labels <labels>', 'of Namespaces that are not given, as KEY=VALUE,KEY=VALUE')
    .option('--namespace-label <label>', 'that opts in, where no configuration is given', defaultNamespaceLabel)
    .option('--rendered', 'shows what the templates gave, with line numbers', false)
    .addOption(new Option('--expect <what>', 'exit code 1 unless all come out so').choices(Object.keys(expected)));
}

async function explain(io: CommandIo, options: ExplainOptions): Promise<Ending> {
  const objects = clusterObjects(readObjects(await readInputs(io, options)), options.namespace);
  if (objects.workloads.length === 0) {
    const kinds = workloadKinds.join(', ');
    throw new CommandError(`nothing to explain: ${options.file.join(', ')} has no workload (${kinds})`);
  }
  const viewOptions: ViewOptions = {
    namespaceLabel: options.namespaceLabel,
    ...(options.namespaceLabels === undefined ? {} : { namespaceLabels: parseLabels(options.namespaceLabels) }),
  };
  const view = clusterView(objects, viewOptions);
  const snapshot = await openSnapshot(io, { parameters: options.parameters, ...namedCluster(options, view) });
  const renderings: Renderings = new Map();
  const watched = options.rendered ? { configuration: watchedConfiguration(snapshot, renderings) } : {};
  const ground = { view, snapshot, options: viewOptions, ...watched };
  const explanations = objects.workloads.map((workload) => explainWorkload(workload, ground));
  const { cluster, fingerprint } = snapshot;
  const shared = { cluster, fingerprint, isAssumed: view.isAssumed, color: io.color };
  if (!(options.quiet && options.output === 'text' && options.expect !== undefined)) {
    print(io, explanations, { options, objects, renderings, shared });
  }
  return explanations.every((each) => isAsExpected(each, options)) ? 'good' : 'found';
}

function isAsExpected({ verdict }: Explanation, { expect }: ExplainOptions): boolean {
  return expect === undefined ? verdict === 'injected' || verdict === 'not-injected' : verdict === expected[expect];
}

interface Printing {
  readonly options: ExplainOptions;
  readonly objects: ClusterObjects;
  readonly renderings: Renderings;
  readonly shared: Omit<Surroundings, 'notes'>;
}

function print(
  io: CommandIo,
  explanations: readonly Explanation[],
  { options, objects, renderings, shared }: Printing,
): void {
  const [only, ...others] = explanations;
  const withNotes = (each: Explanation): Surroundings => ({ ...shared, notes: notesFor(each, objects) });
  if (options.output === 'json') {
    const documents = explanations.map((each) => explanationJson(each, withNotes(each)));
    io.out(formatJson(documents.length === 1 ? documents[0] : documents));
    return;
  }
  if (only !== undefined && others.length === 0) {
    io.out([...renderings].map(([name, text]) => `${formatRendering(name, text)}\n`).join(''));
    io.out(formatStory(only, withNotes(only)));
    return;
  }
  io.out(formatRows(explanations, io.color));
  const notes = new Set(explanations.flatMap((each) => notesFor(each, objects).map((note) => `note: ${note}\n`)));
  io.err([...notes].join(''));
  io.err(`${plural(explanations.length, 'workload')}; give one alone for its whole story\n`);
}
