import type { Command } from 'commander';
import type { CommandIo, CommandModule } from './command.ts';
import { type CommonOptions, defineCommand, type Ending } from './define-command.ts';
import { formatParts, joinFiles, partFormats } from './inject/format-parts.ts';
import { changeFile } from './inject/inject-file.ts';
import { uninjectObject } from './inject/uninject-object.ts';
import { addInputOptions, type InputOptions, readInputs } from './input/read-inputs.ts';
import { openSnapshot } from './open-snapshot.ts';

interface UninjectOptions extends InputOptions, CommonOptions {
  readonly parameters?: string;
  readonly cluster?: string;
}

/** `sidecar-injector uninject`: takes out of pods and workload files what an injection brought. */
export const command: CommandModule = (io) =>
  defineCommand<UninjectOptions>(io, {
    name: 'uninject',
    description:
      'Takes out what an injection brought, and gives back what the author wrote; what was not injected passes through as it is',
    examples: [
      'sidecar-injector uninject -f injected.yaml',
      'sidecar-injector uninject -f injected.yaml --parameters istio-parameters -o diff',
    ],
    formats: partFormats,
    aws: true,
    setUp: addOptions,
    run: uninject,
  });

function addOptions(command: Command): Command {
  return addInputOptions(command, 'pods and workloads, YAML or JSON')
    .option('--parameters <source>', 'needed for pods of a mesh: their labels and probes are put back')
    .option('--cluster <name>', "with this cluster's parameters, instead of the default's");
}

async function uninject(io: CommandIo, options: UninjectOptions): Promise<Ending> {
  const inputs = await readInputs(io, options);
  const { parameters, cluster } = options;
  const snapshot =
    parameters === undefined
      ? undefined
      : await openSnapshot(io, { parameters, ...(cluster === undefined ? {} : { cluster }) });
  const files = inputs.map((input) => changeFile(input, (object) => uninjectObject(object, snapshot)));
  const parts = joinFiles(files);
  io.err(
    parts
      .flatMap((part) => (part.kind === 'document' ? part.notes : []))
      .map((note) => `${note}\n`)
      .join(''),
  );
  io.out(formatParts(parts, options.output, { color: io.color, what: 'without the sidecar' }));
  return 'good';
}
