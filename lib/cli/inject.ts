import type { Command } from 'commander';
import { InjectError } from '../inject/errors.ts';
import { isObject, type JsonObject } from '../json/json-value.ts';
import { type ClusterObjects, clusterObjects } from './cluster/cluster-objects.ts';
import { clusterView } from './cluster/cluster-view.ts';
import { workloadOf } from './cluster/created-pod.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { type CommonOptions, defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { explainWorkload, type Ground } from './explain/explanation.ts';
import { nameOf } from './explain/format-explanation.ts';
import { hintsFor } from './explain/hints.ts';
import { formatParts, joinFiles, partFormats } from './inject/format-parts.ts';
import { type FilePart, injectFile } from './inject/inject-file.ts';
import { addInputOptions, type InputOptions, type InputText, readInputs } from './input/read-inputs.ts';
import { readObjects } from './input/read-objects.ts';
import { type OpenedSnapshot, openSnapshot } from './open-snapshot.ts';

interface InjectOptions extends InputOptions, CommonOptions {
  readonly parameters: string;
  readonly cluster?: string;
  readonly asWebhook: boolean;
}

/** `sidecar-injector inject`: injects the workloads of files, as `istioctl kube-inject` does. */
export const command: CommandModule = (io) =>
  defineCommand<InjectOptions>(io, {
    name: 'inject',
    description:
      'Injects the workloads of files, whatever policy, switch and selectors say, and tells where the webhook would decide otherwise; what is no workload passes through as it is',
    examples: [
      'sidecar-injector inject -f examples/pods/bare.yaml --parameters examples/parameters -o diff',
      'sidecar-injector inject -f examples/pods --parameters examples/parameters --as-webhook',
    ],
    formats: partFormats,
    aws: true,
    setUp: addOptions,
    run: injectCommand,
  });

function addOptions(command: Command): Command {
  return addInputOptions(command, 'Kubernetes objects, YAML or JSON')
    .requiredOption('--parameters <source>', 'a folder of parameters, or ssm:/ROOT')
    .option('--cluster <name>', "with this cluster's parameters, instead of the default's")
    .option('--as-webhook', 'decides as the webhook does: policy, switch, selectors, Namespaces', false);
}

async function injectCommand(io: CommandIo, options: InjectOptions): Promise<Ending> {
  const [inputs, snapshot] = await Promise.all([readInputs(io, options), openSnapshot(io, options)]);
  const whyNot = webhookRule(inputs, snapshot);
  const rule = options.asWebhook ? (_pod: JsonObject, object: JsonObject) => whyNot(object)?.why : undefined;
  const parts = joinFiles(explainFaults(() => inputs.map((input) => injectFile(input, snapshot, rule))));
  io.err(
    notesOf(parts)
      .map((note) => `${note}\n`)
      .join(''),
  );
  io.err(
    objectsIn(parts, () => true)
      .flatMap(hintNotes)
      .join(''),
  );
  io.err(options.asWebhook ? '' : disagreements(parts, whyNot).join(''));
  io.out(formatParts(parts, options.output, { color: io.color, what: 'injected' }));
  return 'good';
}

function notesOf(parts: readonly FilePart[]): readonly string[] {
  return parts.flatMap((part) => (part.kind === 'document' ? part.notes : []));
}

/** What the webhook would leave alone, and why. */
type WhyNot = (object: JsonObject) => { readonly name: string; readonly why: string } | undefined;

/** Namespaces and webhook configurations may stand in any of the files. What is no YAML is reported by the injection. */
function webhookRule(inputs: readonly InputText[], snapshot: OpenedSnapshot): WhyNot {
  const objects = objectsOf(inputs);
  const ground: Ground = { view: clusterView(objects), snapshot, options: {} };
  return (object) => {
    const workload = workloadOf(object, '');
    const explanation = workload && explainWorkload(workload, ground);
    return explanation?.verdict === 'not-injected'
      ? { name: nameOf(explanation), why: explanation.message }
      : undefined;
  };
}

function objectsOf(inputs: readonly InputText[]): ClusterObjects {
  try {
    return clusterObjects(readObjects(inputs));
  } catch (error) {
    if (error instanceof CommandError) {
      return clusterObjects([]);
    }
    throw error;
  }
}

function disagreements(parts: readonly FilePart[], whyNot: WhyNot): readonly string[] {
  return objectsIn(parts, ({ injected }) => injected !== undefined).flatMap((object) => {
    const found = whyNot(object);
    return found === undefined ? [] : [`note: ${found.name}: the webhook would leave it alone: ${found.why}\n`];
  });
}

type DocumentPart = Extract<FilePart, { kind: 'document' }>;

/** The objects of some documents, those of Lists one by one. */
function objectsIn(parts: readonly FilePart[], isChosen: (part: DocumentPart) => boolean): readonly JsonObject[] {
  return parts.flatMap((part) =>
    part.kind === 'document' && isObject(part.value) && isChosen(part)
      ? readObjects([{ name: '', text: JSON.stringify(part.value) }]).map(({ object }) => object)
      : [],
  );
}

/** Words that nothing reads, and labels and annotations at the wrong level. */
function hintNotes(object: JsonObject): readonly string[] {
  const workload = workloadOf(object, '');
  return workload === undefined ? [] : hintsFor(workload, []).map((hint) => `note: ${nameOf({ workload })}: ${hint}\n`);
}

/** A template that fails is the user's to mend here: they hold the parameters. */
function explainFaults<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof InjectError) {
      throw new CommandError(cause.message, { cause });
    }
    throw cause;
  }
}
