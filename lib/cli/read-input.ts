import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { reasonOf } from '../config/source/file/file-source.ts';
import type { CommandIo } from './command.ts';
import { CommandError } from './errors.ts';

/**
 * The text of a file that the command line names; `-` is standard input.
 * @throws CommandError that names the file.
 */
export async function readInput(io: CommandIo, file: string): Promise<string> {
  if (file === '-') {
    return io.readInput();
  }
  return readFile(resolve(io.cwd, file), 'utf8').catch((cause: unknown) => {
    throw new CommandError(`${file}: cannot be read: ${reasonOf(cause)}`, { cause });
  });
}

/** What a file of the command line is called in messages. */
export function inputName(file: string): string {
  return file === '-' ? 'standard input' : file;
}
