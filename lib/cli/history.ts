import { Command } from 'commander';
import { decodeOrRaw } from '../config/load/effective-parameters.ts';
import { releaseParameter, templateFolder } from '../config/parameter-names.ts';
import { clusterFolder } from './cluster-folder.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { CommandError } from './errors.ts';
import type { PastVersion } from './parameters/parameter-admin.ts';
import { formatMoment } from './parameters/releases.ts';
import { clusterOption, openTarget, targetOption } from './parameters/target.ts';
import { formatDiff } from './text-diff.ts';

interface HistoryOptions {
  readonly to: string;
  readonly cluster?: string;
}

/** `sidecar-injector history`: the versions of a parameter, newest first, each with what it changed. */
export const command: CommandModule = (io) =>
  new Command('history')
    .description('Shows who changed a parameter, when and how; releases without a name')
    .argument('[name]', 'as in values, templates/gateway or prod/values; the release without it')
    .option(...targetOption)
    .option(...clusterOption)
    .action((name: string | undefined, options: HistoryOptions) => showHistory(io, name, options));

async function showHistory(io: CommandIo, given: string | undefined, options: HistoryOptions): Promise<void> {
  const admin = openTarget(io, options.to);
  const name = fullName(given ?? releaseParameter, clusterFolder(options.cluster));
  const versions = await admin.history(name);
  if (versions.length === 0) {
    const advice = given === undefined ? '; write a release with promote' : '';
    throw new CommandError(`${admin.description} holds no ${name}${advice}`);
  }
  for (const [index, version] of [...versions.entries()].reverse()) {
    io.out(formatHeading(version));
    io.out(
      `${version.type === 'SecureString' ? '(a secret: not shown)' : formatStep(versions[index - 1], version, io.color)}\n`,
    );
  }
}

/** `values` and `templates/gateway` are the cluster's, or the default's; `prod/values` is what it says. */
function fullName(name: string, folder: string): string {
  return name.includes('/') && !name.startsWith(`${templateFolder}/`) ? name : `${folder}/${name}`;
}

function formatHeading({ version, modified, by, labels }: PastVersion): string {
  const marks = labels.length === 0 ? '' : ` [${labels.join(', ')}]`;
  return `version ${version}, ${formatMoment(modified)}, ${by}${marks}\n`;
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
