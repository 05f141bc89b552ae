import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { encodeValue, tierBytes } from '../config/load/encode-value.ts';
import { isTemplateName, templateFolder } from '../config/parameter-names.ts';
import { defaultCluster } from '../config/snapshot.ts';
import { IstioError } from '../istio/errors.ts';
import { type ImportedParameters, importConfigMaps } from '../istio/import/import-config-maps.ts';
import type { NamedText } from '../istio/import/named-text.ts';
import { parseIstioVersion } from '../istio/version/istio-version.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { formatImportReport, type ImportReport, trialProblems, type WrittenParameter } from './import/import-report.ts';
import { type TemplateTrial, tryTemplates } from './import/try-templates.ts';
import { openSnapshot } from './open-snapshot.ts';
import { formatJson } from './output/format-json.ts';
import { adviceOnSize } from './parameters/change-plan.ts';
import { readFolder } from './parameters/read-folder.ts';
import { inputName, readInput } from './read-input.ts';

interface ImportOptions {
  readonly injector: string;
  readonly mesh?: string;
  readonly istiod?: string;
  readonly istioVersion?: string;
  readonly revision?: string;
  readonly out: string;
  readonly output: string;
}

/** `sidecar-injector import istio`: parameter files from an installation of Istio. */
export const command: CommandModule = (io) =>
  new Command('import').description('Makes parameter files from the configuration of another injector').addCommand(
    defineCommand<ImportOptions>(io, {
      name: 'istio',
      description: "Makes parameter files from Istio's ConfigMaps, tries them, and tells what is taken over",
      examples: [
        'sidecar-injector import istio --injector injector.yaml --mesh mesh.yaml \\\n--out parameters',
        'sidecar-injector import istio --injector install.yaml --istiod install.yaml \\\n--out parameters',
      ],
      finds: 'something does not work as it was written',
      setUp: addOptions,
      run: importIstio,
    }),
  );

function addOptions(command: Command): Command {
  return command
    .requiredOption('--injector <file>', 'the ConfigMap istio-sidecar-injector, in a List or alone')
    .option('--mesh <file>', 'the ConfigMap istio; in the same file unless it is said')
    .option('--istiod <file>', 'the Deployment of istiod: its version and features')
    .option('--istio-version <version>', 'of istiod, such as 1.22.8, where nothing tells it', checkVersion)
    .option('--revision <name>', 'which revision, where a file has several')
    .requiredOption('--out <dir>', 'the folder to make');
}

function checkVersion(text: string): string {
  if (parseIstioVersion(text) === undefined) {
    const said = JSON.stringify(text);
    throw new CommandError(`--istio-version: ${said} is no version; write 1.22 or 1.22.8`, { code: 'usage' });
  }
  return text;
}

async function importIstio(io: CommandIo, options: ImportOptions): Promise<Ending> {
  const folder = join(resolve(io.cwd, options.out), defaultCluster);
  if (await exists(folder)) {
    throw new CommandError(`${join(options.out, defaultCluster)} is there already; name a new folder or remove it`);
  }
  const imported = convert(await readSources(io, options));
  const { parameters, problems: tooLarge } = await writeParameters(folder, imported);
  const tried = await tryFolder(io, options.out);
  const { version, seen, revision, leftOut, notes } = imported;
  const problems = [...tooLarge, ...tried.problems];
  const report: ImportReport = {
    ...{ version, seen, revision, parameters, templates: tried.trials, leftOut, notes },
    problems,
  };
  io.out(options.output === 'json' ? formatJson(report) : formatImportReport(report));
  for (const note of notes) {
    io.err(`note: ${note}\n`);
  }
  return problems.length === 0 ? 'good' : 'found';
}

async function readSources(io: CommandIo, options: ImportOptions): Promise<Parameters<typeof importConfigMaps>[0]> {
  const { istioVersion, revision } = options;
  const injector = await readText(io, options.injector);
  return {
    injector,
    mesh: options.mesh === undefined ? injector : await readText(io, options.mesh),
    ...(options.istiod === undefined ? {} : { istiod: await readText(io, options.istiod) }),
    ...(istioVersion === undefined ? {} : { istioVersion }),
    ...(revision === undefined ? {} : { revision }),
  };
}

function convert(sources: Parameters<typeof importConfigMaps>[0]): ImportedParameters {
  try {
    const imported = importConfigMaps(sources);
    for (const name of imported.parameters.keys()) {
      checkName(name);
    }
    return imported;
  } catch (cause) {
    if (cause instanceof IstioError) {
      throw new CommandError(cause.message, { cause });
    }
    throw cause;
  }
}

/** A template's name becomes a file's and a parameter's. */
function checkName(name: string): void {
  const prefix = `${templateFolder}/`;
  if (name.startsWith(prefix) && !isTemplateName(name.slice(prefix.length))) {
    const said = JSON.stringify(name.slice(prefix.length));
    throw new CommandError(`the template ${said} cannot be a parameter; use letters, digits, ".", "_" and "-"`);
  }
}

interface Written {
  readonly parameters: readonly WrittenParameter[];
  /** What does not fit, and is not written. */
  readonly problems: readonly string[];
}

async function writeParameters(folder: string, imported: ImportedParameters): Promise<Written> {
  const parameters: WrittenParameter[] = [];
  const problems: string[] = [];
  for (const [name, text] of imported.parameters) {
    const value = encodeValue(text);
    const storedBytes = Buffer.byteLength(value);
    const fullName = `${defaultCluster}/${name}`;
    if (storedBytes > tierBytes.Advanced) {
      const limit = `Parameter Store holds ${tierBytes.Advanced}`;
      problems.push(`${fullName} is not written: ${storedBytes} bytes as stored, and ${limit}: ${adviceOnSize(name)}`);
    } else {
      await write(join(folder, name), value);
      const encoding = describeEncoding(value, storedBytes);
      parameters.push({ name: fullName, bytes: Buffer.byteLength(text), storedBytes, encoding });
    }
  }
  return { parameters, problems };
}

interface Tried {
  readonly trials: readonly TemplateTrial[];
  readonly problems: readonly string[];
}

/** Loads what was written as the webhook would, and tries every template. */
async function tryFolder(io: CommandIo, folder: string): Promise<Tried> {
  try {
    const snapshot = await openSnapshot(io, { parameters: `file:${folder}` });
    const { set } = await readFolder(resolve(io.cwd, folder));
    const trials = await tryTemplates(snapshot, set.readingFor(defaultCluster));
    return { trials, problems: trialProblems(folder, trials) };
  } catch (error) {
    if (error instanceof CommandError) {
      return { trials: [], problems: [error.message] };
    }
    throw error;
  }
}

function describeEncoding(value: string, size: number): string {
  const encoding = /^(?:br|gzip|b64)(?=:)/.exec(value)?.[0] ?? 'plain text';
  return size > tierBytes.Standard ? `${encoding}, advanced parameter` : encoding;
}

async function readText(io: CommandIo, file: string): Promise<NamedText> {
  return { name: inputName(file), text: await readInput(io, file) };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
