import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { reasonOf } from '../../config/source/file/file-source.ts';
import { CommandError } from '../errors.ts';

/** The folder of fixtures beside the parameters: it is never pushed, and no cluster can be called so here. */
export const testsFolder = 'tests';

/** A file larger than this is no parameter: the largest encoded value decodes to less. */
const fileBytes = 1 << 20;

/**
 * The texts of a folder of parameter files by name (`default/policy`, `prod/templates/gateway`). Files and folders
 * that begin with a dot are not looked at, nor is `tests`.
 * @throws CommandError that names the folder or the file.
 */
export async function readParameterFolder(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new CommandError(`${folder}: cannot be read as a folder of parameters (${reasonOf(cause)})`, { cause });
  });
  const files = entries.filter(
    (entry) => entry.isFile() && !isBeside(relative(folder, join(entry.parentPath, entry.name))),
  );
  if (files.length === 0) {
    throw new CommandError(
      `${folder}: holds no parameters; it should hold files such as ${join(folder, 'default', 'policy')}`,
    );
  }
  const texts = new Map<string, string>();
  for (const path of files.map((file) => join(file.parentPath, file.name)).sort()) {
    texts.set(relative(folder, path).split(sep).join('/'), await readText(path));
  }
  return texts;
}

/** Fixtures, and what begins with a dot: they stand beside the parameters and are none. */
function isBeside(path: string): boolean {
  const steps = path.split(sep);
  return steps[0] === testsFolder || steps.some((step) => step.startsWith('.'));
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new CommandError(`${path}: cannot be read (${reasonOf(cause)})`, { cause });
  });
  if (bytes.length > fileBytes) {
    throw new CommandError(`${path}: ${bytes.length} bytes are more than a parameter can come from (${fileBytes})`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CommandError(`${path}: is not UTF-8 text`, { cause });
  }
}
