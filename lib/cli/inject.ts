import type { Command } from 'commander';

import { InjectError } from '../inject/errors.ts';
import { stringifyJson } from '../json/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { formatYaml } from '../yaml/format-yaml.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { type FilePart, injectFile } from './inject/inject-file.ts';
import { openSnapshot } from './open-snapshot.ts';
import { inputName, readInput } from './read-input.ts';
import { formatDiff } from './text-diff.ts';

type OutputFormat = 'yaml' | 'json' | 'diff';

interface InjectOptions {
  readonly file: string;
  readonly parameters: string;
  readonly cluster?: string;
  readonly output: OutputFormat;
}

/** `sidecar-injector inject`: injects the workloads of a file, as `istioctl kube-inject` does. */
export const command: CommandModule = (io) =>
  defineCommand<InjectOptions>(io, {
    name: 'inject',
    description: 'Injects the workloads of a file; what is no workload passes through as it is',
    examples: ['sidecar-injector inject -f examples/pods/bare.yaml --parameters examples/parameters -o diff'],
    formats: ['yaml', 'json', 'diff'],
    aws: true,
    setUp: addOptions,
    run: injectCommand,
  });

function addOptions(command: Command): Command {
  return command
    .requiredOption('-f, --file <file>', 'Kubernetes objects, YAML or JSON, one or more; - for standard input')
    .requiredOption('--parameters <source>', 'a folder of parameters, file:DIR or DIR, or ssm:/ROOT')
    .option('--cluster <name>', "with this cluster's parameters, instead of the default's");
}

async function injectCommand(io: CommandIo, options: InjectOptions): Promise<Ending> {
  const [text, snapshot] = await Promise.all([readInput(io, options.file), openSnapshot(io, options)]);
  const parts = explainFaults(() => injectFile(text, inputName(options.file), snapshot));
  for (const note of parts.flatMap((part) => (part.kind === 'document' ? part.notes : []))) {
    io.err(`${note}\n`);
  }
  io.out(formats[options.output](parts, io));
  return 'good';
}

const formats: Readonly<Record<OutputFormat, (parts: readonly FilePart[], io: CommandIo) => string>> = {
  yaml: (parts) => parts.map(textOf).join(''),
  json: formatAsJson,
  diff: (parts, io) => parts.map((part) => diffOf(part, io.color)).join(''),
};

function textOf(part: FilePart): string {
  return part.kind === 'document' && part.injected !== undefined ? formatYaml(part.injected) : part.text;
}

/** One document as it is; more of them as a List, so that the output is JSON in any case. */
function formatAsJson(parts: readonly FilePart[]): string {
  const values = parts.flatMap((part) => (part.kind === 'document' ? [part.injected ?? part.value] : []));
  const [only, ...more] = values;
  const whole: JsonValue =
    only !== undefined && more.length === 0 ? only : { apiVersion: 'v1', kind: 'List', items: values };
  return `${stringifyJson(whole)}\n`;
}

/** Both sides are written by us, so that only what the injection changed differs. */
function diffOf(part: FilePart, color: boolean): string {
  if (part.kind === 'between' || part.injected === undefined) {
    return '';
  }
  const name = nameOf(part.value);
  const sides = { from: `${name} (as it came)`, to: `${name} (injected)` };
  return `${formatDiff(formatYaml(part.value), formatYaml(part.injected), { ...sides, color })}\n`;
}

/** `Deployment shop/web`, or as much of it as there is. */
function nameOf(value: JsonValue): string {
  const { kind, metadata }: JsonObject = isObject(value) ? value : {};
  const { namespace, name }: JsonObject = isObject(metadata) ? metadata : {};
  const path = [namespace, name].filter((part) => typeof part === 'string').join('/');
  return `${kind} ${path}`.trim();
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
