import type { Command } from 'commander';
import type { Snapshot } from '../config/snapshot.ts';
import { decide } from '../decide/decide.ts';
import { decodeSubject } from '../decide/subject.ts';
import { InjectError } from '../inject/errors.ts';
import { inject } from '../inject/inject.ts';
import type { JsonObject } from '../json/json-value.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { type Explanation, formatExplanation, type Result } from './explain/explanation.ts';
import { selectNamespace } from './explain/namespace.ts';
import { readPod } from './explain/read-pod.ts';
import { defaultNamespaceLabel } from './manifest/webhook-configuration.ts';
import { openSnapshot } from './open-snapshot.ts';
import { inputName, readInput } from './read-input.ts';

interface ExplainOptions {
  readonly file: string;
  readonly parameters: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly namespaceLabels?: string;
  readonly namespaceLabel: string;
  readonly output: 'text' | 'json';
}

/** `sidecar-injector explain`: tells offline what the webhook would decide, and every rule on the way. */
export const command: CommandModule = (io) =>
  defineCommand<ExplainOptions>(io, {
    name: 'explain',
    description: 'Tells why a pod is or is not injected, without a cluster',
    examples: ['sidecar-injector explain -f examples/pods/bare.yaml --parameters examples/parameters'],
    aws: true,
    setUp: addOptions,
    run: explain,
  });

function addOptions(command: Command): Command {
  return command
    .requiredOption('-f, --file <pod>', 'a Pod, YAML or JSON; - for standard input')
    .requiredOption('--parameters <source>', 'a folder of parameters, file:DIR or DIR, or ssm:/ROOT')
    .option('--cluster <name>', "with this cluster's parameters, instead of the default's")
    .option('-n, --namespace <name>', "where it is created; the pod's own, else default")
    .option('--namespace-labels <labels>', "the namespace's labels, as KEY=VALUE,KEY=VALUE")
    .option('--namespace-label <label>', 'KEY or KEY=VALUE of namespaces that opt in', defaultNamespaceLabel);
}

async function explain(io: CommandIo, options: ExplainOptions): Promise<Ending> {
  const [text, snapshot] = await Promise.all([readInput(io, options.file), openSnapshot(io, options)]);
  const pod = readPod(text, inputName(options.file));
  const namespace = options.namespace ?? pod.namespace ?? 'default';
  const subject = decodeSubject({ operation: 'CREATE', target: '/v1/pods', namespace, pod: pod.json });
  const decision = decide(subject, snapshot);
  const explanation: Explanation = {
    pod: pod.name,
    namespace,
    cluster: snapshot.cluster,
    fingerprint: snapshot.fingerprint,
    selection: selectNamespace({ namespace, ...options }),
    decision,
    result: decision.kind === 'inject' ? resultOf(pod.json, namespace, snapshot) : null,
  };
  io.out(
    options.output === 'json' ? `${JSON.stringify(explanation, null, 2)}\n` : formatExplanation(explanation, io.color),
  );
  return 'good';
}

/** The address names the cluster, as the manifest has it. */
function resultOf(pod: JsonObject, namespace: string, snapshot: Snapshot): Result {
  const address = new Map(snapshot.cluster === 'default' ? [] : [['cluster', snapshot.cluster] as const]);
  try {
    const outcome = inject({ pod, namespace, address }, snapshot);
    if (outcome.kind !== 'injected') {
      return outcome;
    }
    const { operations, templates, warnings } = outcome;
    return { kind: 'injected', operations: operations.length, templates, warnings };
  } catch (error) {
    if (error instanceof InjectError) {
      return { kind: 'failed', message: error.message };
    }
    throw error;
  }
}
