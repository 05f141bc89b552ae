import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import type { CommandIo } from './command.ts';

/** The process's own streams, environment and terminal, for the command line proper. */
export function processIo(): CommandIo {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  process.once('SIGTERM', () => interrupt.abort());
  // A reader that has seen enough (`| head`) ends us quietly, as it does other commands.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    out: (chunk) => void process.stdout.write(chunk),
    err: (chunk) => void process.stderr.write(chunk),
    env: process.env,
    cwd: process.cwd(),
    color: showsColor(process.env, process.stdout.isTTY === true),
    interactive: process.stdin.isTTY === true && process.stdout.isTTY === true,
    readInput: () => text(process.stdin),
    ask,
    signal: interrupt.signal,
  };
}

/** NO_COLOR (any value but an empty one) goes before FORCE_COLOR, and that before what the stream is. */
export function showsColor(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if ((env.NO_COLOR ?? '') !== '') {
    return false;
  }
  const forced = env.FORCE_COLOR ?? '';
  return forced === '' ? isTerminal && env.TERM !== 'dumb' : forced !== '0';
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
