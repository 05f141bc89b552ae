import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { encodeValue, tierBytes } from '../config/load/encode-value.ts';
import { isTemplateName, templateFolder } from '../config/parameter-names.ts';
import { defaultCluster } from '../config/snapshot.ts';
import { IstioError } from '../istio/errors.ts';
import { type ImportedParameters, importConfigMaps, type NamedText } from '../istio/import-config-maps.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { CommandError } from './errors.ts';
import { adviceOnSize } from './parameters/change-plan.ts';
import { inputName, readInput } from './read-input.ts';

interface ImportOptions {
  readonly injector: string;
  readonly mesh: string;
  readonly out: string;
}

/** `sidecar-injector import istio`: parameter files from Istio's two ConfigMaps. */
export const command: CommandModule = (io) =>
  new Command('import').description('Makes parameter files from the configuration of another injector').addCommand(
    new Command('istio')
      .description("Makes parameter files from Istio's ConfigMaps, as kubectl get -o yaml prints them")
      .requiredOption('--injector <file>', 'the ConfigMap istio-sidecar-injector')
      .requiredOption('--mesh <file>', 'the ConfigMap istio')
      .requiredOption('--out <dir>', 'the folder to make')
      .action((options: ImportOptions) => importIstio(io, options)),
  );

async function importIstio(io: CommandIo, options: ImportOptions): Promise<void> {
  const folder = join(resolve(io.cwd, options.out), defaultCluster);
  if (await exists(folder)) {
    throw new CommandError(`${join(options.out, defaultCluster)} is there already; name a new folder or remove it`);
  }
  const imported = convert(await readText(io, options.injector), await readText(io, options.mesh));
  const tooLarge: string[] = [];
  for (const [name, text] of imported.parameters) {
    const value = encodeValue(text);
    const size = Buffer.byteLength(value);
    const line = `${defaultCluster}/${name}: ${Buffer.byteLength(text)} bytes, stored as ${describeValue(value, size)}`;
    if (size > tierBytes.Advanced) {
      tooLarge.push(`${line}. Parameter Store holds ${tierBytes.Advanced}: ${adviceOnSize(name)}`);
    } else {
      await write(join(folder, name), value);
      io.out(`${line}\n`);
    }
  }
  for (const note of imported.notes) {
    io.err(`note: ${note}\n`);
  }
  if (tooLarge.length > 0) {
    throw new CommandError(`these do not fit and were not written:\n${tooLarge.join('\n')}`);
  }
}

function convert(injector: NamedText, mesh: NamedText): ImportedParameters {
  try {
    const imported = importConfigMaps(injector, mesh);
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

function describeValue(value: string, size: number): string {
  const encoding = /^(?:br|gzip|b64)(?=:)/.exec(value)?.[0] ?? 'plain text';
  return size > tierBytes.Standard ? `${size} (${encoding}, advanced parameter)` : `${size} (${encoding})`;
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
