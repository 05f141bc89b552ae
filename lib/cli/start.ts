import { type Command, InvalidArgumentError } from 'commander';
import { describeProblem } from '../config/config-problem.ts';
import type { SnapshotAnswer, SnapshotProvider } from '../config/snapshot-provider.ts';
import { describeSwitch } from '../config/switch.ts';
import { LocalServerError } from '../local/errors.ts';
import { type LocalServer, startLocalServer } from '../local/local-server.ts';
import { formatYaml } from '../yaml/format-yaml.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { type CommonOptions, defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { defaultNamespaceLabel, webhookConfiguration } from './manifest/webhook-configuration.ts';
import { finishedAnswer, isParameterStore, openProvider, surveyParameters } from './open-provider.ts';
import { reasonsOf } from './open-snapshot.ts';
import { formatJson } from './output/format-json.ts';
import { demonstrate } from './start/demonstration.ts';
import { formatLogLine } from './start/format-log-line.ts';
import { formatExample, formatResults, isAsExpected } from './start/show-results.ts';
import { watchParameters } from './start/watch-parameters.ts';

interface StartOptions {
  readonly port: number;
  readonly parameters: string;
  readonly once: boolean;
  readonly quiet: boolean;
}

const defaultPort = 8443;
const maxPort = 65_535;

/** `sidecar-injector start`: serves the webhook on this machine and shows what it decides. */
export const command: CommandModule = (io) =>
  defineCommand<StartOptions>(io, {
    name: 'start',
    description: 'Serves the webhook on https://127.0.0.1 and shows what it decides',
    examples: ['sidecar-injector start', 'sidecar-injector start --parameters my-parameters --port 9443'],
    aws: true,
    setUp: addOptions,
    run: start,
  });

function addOptions(command: Command): Command {
  return command
    .option('--port <port>', 'where to listen; 0 takes any free port', decodePort, defaultPort)
    .option(
      '--parameters <source>',
      'a folder of parameters, file:DIR or DIR, or ssm:/ROOT',
      'file:examples/parameters',
    )
    .option('--once', 'end after the table and the example', false);
}

async function start(io: CommandIo, options: StartOptions & CommonOptions): Promise<Ending> {
  const provider = await openProvider(io, options.parameters);
  const { clusters, notes } = await surveyParameters(io, options.parameters);
  io.err(notes.map((note) => `note: ${note}\n`).join(''));
  io.err((await checkConfiguration(provider, clusters)).map((note) => `note: ${note}\n`).join(''));
  let isLogging = false;
  const isForPeople = io.interactive && options.output === 'text';
  const log = (line: string): void => {
    if (isLogging) {
      io.err(`${isForPeople ? formatLogLine(line, io.color) : line}\n`);
    }
  };
  const server = await startLocalServer({ provider, port: options.port, log }).catch(explainPort);
  try {
    if (options.output === 'json') {
      await showAsJson(io, provider, server);
    } else {
      io.out(`webhook: ${server.url}/inject over ${provider.description}\n`);
      await (options.quiet ? Promise.resolve() : show(io, provider, server));
    }
    isLogging = !options.quiet;
    if (!options.once) {
      await serve(io, options, { provider, clusters });
    }
  } finally {
    await server.close();
  }
  return 'good';
}

/**
 * What is broken at the start is shown at the start; what breaks later is shown in every answer. Returns what does no
 * harm, and which switches are off.
 * @throws CommandError with everything that is broken.
 */
async function checkConfiguration(provider: SnapshotProvider, clusters: readonly string[]): Promise<readonly string[]> {
  const problems = new Set<string>();
  const notes = new Set<string>();
  for (const cluster of clusters) {
    const answer = await finishedAnswer(provider, cluster);
    for (const note of notesOn(answer)) {
      notes.add(note);
    }
    if (answer.kind === 'unavailable') {
      for (const reason of reasonsOf(answer)) {
        problems.add(reason);
      }
    }
  }
  if (problems.size > 0) {
    throw new CommandError([`${provider.description} cannot be served:`, ...problems].join('\n'));
  }
  return [...notes];
}

function notesOn({ notices, switch: state }: SnapshotAnswer): readonly string[] {
  return [
    ...notices.map(describeProblem),
    ...(state.kind === 'off' ? [`${describeSwitch(state)}: nothing is injected`] : []),
  ];
}

async function showAsJson(io: CommandIo, provider: SnapshotProvider, server: LocalServer): Promise<void> {
  const results = await demonstrate({ provider, server, namespaceLabel: defaultNamespaceLabel });
  const rows = results.map((result) => ({
    ...{ selector: result.row.selector, policy: result.row.policy, annotation: result.row.annotation },
    ...{ injected: (result.reply?.operations.length ?? 0) > 0, reason: result.reply?.reason ?? 'namespace-selector' },
    isAsExpected: isAsExpected(result),
  }));
  io.out(formatJson({ url: `${server.url}/inject`, ca: server.ca, parameters: provider.description, rows }));
}

async function show(io: CommandIo, provider: SnapshotProvider, server: LocalServer): Promise<void> {
  const results = await demonstrate({ provider, server, namespaceLabel: defaultNamespaceLabel });
  const configuration = webhookConfiguration({ url: `${server.url}/inject`, caBundle: server.ca });
  io.out(`\n${formatResults(results, io.color)}`);
  io.out(`\n${formatExample(results, io.color)}`);
  io.out(`\n# Points a cluster on this machine here: kubectl apply -f -\n${formatYaml(configuration)}`);
  const wrong = results.filter((result) => !isAsExpected(result));
  if (wrong.length > 0) {
    const rows = wrong.map(
      ({ row, reply }) =>
        `  ${row.selector}, ${row.policy}, ${row.annotation}: ${reply?.problem || reply?.reason || 'not called'}`,
    );
    throw new CommandError(['these rows did not come out as the truth table has them:', ...rows].join('\n'));
  }
}

interface Served {
  readonly provider: SnapshotProvider;
  readonly clusters: readonly string[];
}

async function serve(io: CommandIo, options: StartOptions & CommonOptions, served: Served): Promise<void> {
  const { parameters, quiet, output } = options;
  const isFolder = !isParameterStore(parameters);
  if (!quiet && output === 'text') {
    const when = isFolder ? 'show in the next answers' : 'take effect within 30 seconds';
    io.out(`\nserving; edits in ${parameters} ${when}; Ctrl-C ends\n`);
  }
  const watching = isFolder && !quiet ? watchParameters(served, (line) => io.err(`${line}\n`), io.color) : undefined;
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) {
      resolve();
    }
    io.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  watching?.stop();
}

function decodePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > maxPort) {
    throw new InvalidArgumentError(`it is a whole number from 0 to ${maxPort}.`);
  }
  return port;
}

function explainPort(cause: unknown): never {
  if (cause instanceof LocalServerError) {
    throw new CommandError(cause.message, { cause });
  }
  throw cause;
}
