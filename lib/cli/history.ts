import { type Command, InvalidArgumentError } from 'commander';
import { SourceError } from '../config/errors.ts';
import { decodeOrRaw } from '../config/load/effective-parameters.ts';
import { lookupPaths, releaseParameter, switchParameter, templateFolder } from '../config/parameter-names.ts';
import { describeSwitch, switchFor } from '../config/switch.ts';
import { clusterFolder } from './cluster-folder.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { formatJson } from './output/format-json.ts';
import type { ParameterAdmin, PastVersion } from './parameters/parameter-admin.ts';
import { formatMoment } from './parameters/releases.ts';
import { clusterOption, openTarget, targetOption } from './parameters/target.ts';
import { formatDiff } from './text-diff.ts';

interface HistoryOptions {
  readonly to: string;
  readonly cluster?: string;
  readonly limit?: number;
  readonly output: string;
}

/** `sidecar-injector history`: the versions of a parameter, newest first, each with what it changed. */
export const command: CommandModule = (io) =>
  defineCommand<HistoryOptions>(io, {
    name: 'history',
    description: 'Shows who changed a parameter, when, how and why; releases without a name',
    examples: [
      'sidecar-injector history --to ssm:/sidecar-injector',
      'sidecar-injector history default/values --limit 3',
    ],
    aws: true,
    setUp: addOptions,
    run: showHistory,
  });

function addOptions(command: Command): Command {
  return command
    .argument('[name]', 'as in values, templates/gateway or prod/values; the release without it')
    .option(...targetOption)
    .option(...clusterOption)
    .option('--limit <count>', 'the newest versions only', wholeNumber);
}

async function showHistory(io: CommandIo, options: HistoryOptions, [given]: readonly string[]): Promise<Ending> {
  const admin = openTarget(io, options.to);
  const name = fullName(given ?? releaseParameter, clusterFolder(options.cluster));
  const versions = await admin.history(name);
  await noteSwitch(io, admin, name.split('/')[0] ?? '');
  if (versions.length === 0) {
    const advice = given === undefined ? '; write a release with promote' : '';
    throw new CommandError(`${admin.description} holds no ${name}${advice}`);
  }
  const shown = [...versions.entries()].reverse().slice(0, options.limit);
  if (options.output === 'json') {
    io.out(formatJson(shown.map(([, version]) => describe(version))));
    return 'good';
  }
  for (const [index, version] of shown) {
    io.out(formatHeading(version));
    io.out(
      `${version.type === 'SecureString' ? '(a secret: not shown)' : formatStep(versions[index - 1], version, io.color)}\n`,
    );
  }
  return 'good';
}

/** Whoever looks up what changed should know that nothing of it is in force. */
async function noteSwitch(io: CommandIo, { source }: ParameterAdmin, folder: string): Promise<void> {
  const names = lookupPaths(folder, switchParameter).map((name) => ({ name }));
  try {
    const { state } = switchFor(folder, await source.read(names));
    if (state.kind === 'off') {
      io.err(`note: ${describeSwitch(state)}: nothing is injected, whatever is stored\n`);
    }
  } catch (cause) {
    if (!(cause instanceof SourceError)) {
      throw cause;
    }
    io.err(`note: whether injection is switched off cannot be told: ${cause.message}\n`);
  }
}

function describe({ version, modified, by, reason, labels }: PastVersion) {
  return { version, modified: formatMoment(modified), by, reason, labels };
}

/** `values` and `templates/gateway` are the cluster's, or the default's; `prod/values` is what it says. */
function fullName(name: string, folder: string): string {
  return name.includes('/') && !name.startsWith(`${templateFolder}/`) ? name : `${folder}/${name}`;
}

function formatHeading({ version, modified, by, reason, labels }: PastVersion): string {
  const marks = labels.length === 0 ? '' : ` [${labels.join(', ')}]`;
  const why = reason === '' ? '' : `\n  reason: ${reason}`;
  return `version ${version}, ${formatMoment(modified)}, ${by}${marks}${why}\n`;
}

function formatStep(before: PastVersion | undefined, after: PastVersion, color: boolean): string {
  const from = before === undefined ? 'before' : `version ${before.version}`;
  const step = formatDiff(before === undefined ? '' : decodeOrRaw(before), decodeOrRaw(after), {
    from,
    to: `version ${after.version}`,
    color,
  });
  return step === '' ? '(the same text)' : step;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) {
    throw new InvalidArgumentError('it is a whole number from 1.');
  }
  return Number(text);
}
