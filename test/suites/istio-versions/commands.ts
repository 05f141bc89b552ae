/** Our side of the comparison: the commands, on streams of their own. */

import type { CommandModule } from '../../../lib/cli/command.ts';
import { CommandError } from '../../../lib/cli/errors.ts';
import { command as importIstio } from '../../../lib/cli/import-istio.ts';
import { command as inject } from '../../../lib/cli/inject.ts';
import { command as uninject } from '../../../lib/cli/uninject.ts';

/** How a command ended. */
export interface Ended {
  readonly out: string;
  readonly err: string;
  /** Of the process. */
  readonly exitCode: number;
}

/** `import istio` with its words after `--injector` and `--mesh`. */
export function runImport(injector: string, mesh: string, words: readonly string[]): Promise<Ended> {
  return runCommand(importIstio, ['istio', '--injector', injector, '--mesh', mesh, ...words]);
}

/** `inject -f FILE --parameters file:FOLDER -o yaml`. */
export function runInject(file: string, folder: string): Promise<Ended> {
  return runCommand(inject, ['-f', file, '--parameters', `file:${folder}`, '-o', 'yaml']);
}

/** `uninject -f - --parameters file:FOLDER`, with a text on standard input. */
export function runUninject(text: string, folder: string): Promise<Ended> {
  return runCommand(uninject, ['-f', '-', '--parameters', `file:${folder}`], text);
}

async function runCommand(module: CommandModule, words: readonly string[], input = ''): Promise<Ended> {
  const said = { out: '', err: '' };
  const command = module({
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    progress: () => {},
    env: {},
    cwd: process.cwd(),
    color: false,
    interactive: false,
    readInput: async () => input,
    ask: async () => '',
    signal: new AbortController().signal,
  });
  try {
    await command.exitOverride().parseAsync([...words], { from: 'user' });
    return { ...said, exitCode: 0 };
  } catch (error) {
    if (error instanceof CommandError) {
      return { out: said.out, err: `${said.err}${error.message}\n`, exitCode: error.exitCode };
    }
    throw error;
  }
}
