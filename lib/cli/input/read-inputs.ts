import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandIo } from '../command.ts';
import { collect } from '../define-command.ts';
import { CommandError } from '../errors.ts';
import { inputName, readInput } from '../read-input.ts';

/** The options that `readInputs` goes by. */
export interface InputOptions {
  readonly file: readonly string[];
  readonly recursive: boolean;
}

/** A text and where it came from, for messages. */
export interface InputText {
  readonly name: string;
  readonly text: string;
}

const extensions = /\.(?:ya?ml|json)$/i;
const urlMs = 30_000;

/** Adds `-f` (more than once, files, folders, URLs, standard input) and `-R`, as kubectl has them. */
export function addInputOptions(command: Command, what: string): Command {
  return command
    .requiredOption('-f, --file <file>', `${what}: file, folder, URL or - (repeatable)`, collect)
    .option('-R, --recursive', 'folders of a folder, too', false);
}

/**
 * All texts that `-f` names, in order; of a folder every file whose name ends in .yaml, .yml or .json, sorted.
 * @throws CommandError that names what cannot be read, and for a folder without such files.
 */
export async function readInputs(io: CommandIo, { file, recursive }: InputOptions): Promise<readonly InputText[]> {
  if (file.filter((name) => name === '-').length > 1) {
    throw new CommandError('-f -: standard input can be read once only', { code: 'usage' });
  }
  const found = await Promise.all(file.map((name) => filesOf(io, name, recursive)));
  return Promise.all(found.flat().map((name) => readOne(io, name)));
}

async function readOne(io: CommandIo, file: string): Promise<InputText> {
  return { name: inputName(file), text: isUrl(file) ? await fetchText(file) : await readInput(io, file) };
}

async function filesOf(io: CommandIo, file: string, recursive: boolean): Promise<readonly string[]> {
  const isFolder =
    file !== '-' &&
    !isUrl(file) &&
    (await stat(resolve(io.cwd, file)).then(
      (found) => found.isDirectory(),
      () => false,
    ));
  if (!isFolder) {
    return [file];
  }
  const names = await readdir(resolve(io.cwd, file), { recursive });
  const files = names.filter((name) => extensions.test(name)).sort();
  if (files.length === 0) {
    const more = recursive ? '' : '; -R looks into its folders';
    throw new CommandError(`${file}: holds no file that ends in .yaml, .yml or .json${more}`);
  }
  return files.map((name) => join(file, name));
}

function isUrl(file: string): boolean {
  return /^https?:\/\//.test(file);
}

async function fetchText(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(urlMs) });
    if (!response.ok) {
      throw new CommandError(`${url}: cannot be read: the server answers ${response.status}`);
    }
    return await response.text();
  } catch (cause) {
    if (cause instanceof CommandError) {
      throw cause;
    }
    const reason = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : '';
    throw new CommandError(`${url}: cannot be read: ${reason}`, { cause });
  }
}
