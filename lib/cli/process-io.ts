import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import type { CommandIo } from './command.ts';
import { CommandError } from './errors.ts';
import { textWidth } from './output/text-width.ts';

/** What a shell makes of a process that a closed pipe has ended. */
const brokenPipeExitCode = 141;

/** The process's own streams, environment and terminal, for the command line proper. */
export function processIo(): CommandIo {
  let signal: AbortSignal | undefined;
  // A reader that has seen enough (`| head`) ends us without a word, as it does other commands.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? brokenPipeExitCode : 1),
  );
  const line = progressLine(process.stderr);
  return {
    out: (chunk) => {
      line.clear();
      process.stdout.write(chunk);
    },
    err: (chunk) => {
      line.clear();
      process.stderr.write(chunk);
    },
    progress: line.show,
    env: process.env,
    cwd: process.cwd(),
    color: showsColor(process.env, process.stdout.isTTY === true),
    interactive: process.stdin.isTTY === true && process.stdout.isTTY === true,
    readInput: () => text(process.stdin),
    ask: (question) => askLine(question, { input: process.stdin, output: process.stdout }),
    get signal() {
      signal ??= interruptSignal();
      return signal;
    },
  };
}

/** The one line of a terminal that tells how far work has come; on anything else it is never shown. */
function progressLine(stream: ProgressStream): { show: (text: string) => void; clear: () => void } {
  let isShown = false;
  const write = (text: string): void => {
    isShown = text !== '';
    stream.write(`\r\u001b[K${text.slice(0, (stream.columns ?? textWidth) - 1)}`);
  };
  return {
    show: (text) => (stream.isTTY === true ? write(text) : undefined),
    clear: () => (isShown ? write('') : undefined),
  };
}

/** What of a stream the line needs to know. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Aborted by the first Ctrl-C; the second ends the process as ever. */
function interruptSignal(): AbortSignal {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  process.once('SIGTERM', () => interrupt.abort());
  return interrupt.signal;
}

/** NO_COLOR (any value but an empty one) goes before FORCE_COLOR, and that before what the stream is. */
export function showsColor(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if ((env.NO_COLOR ?? '') !== '') {
    return false;
  }
  const forced = env.FORCE_COLOR ?? '';
  return forced === '' ? isTerminal && env.TERM !== 'dumb' : forced !== '0';
}

/** A terminal to ask at. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** One line from the person at a terminal. @throws CommandError where they press Ctrl-C or Ctrl-D instead. */
export async function askLine(question: string, terminal: Terminal): Promise<string> {
  const lines = createInterface(terminal);
  const left = new AbortController();
  // Ctrl-C and Ctrl-D close the terminal; a question of Node 20 and 22 would then wait for good.
  lines.once('SIGINT', () => lines.close()).once('close', () => left.abort());
  try {
    return await lines.question(question, { signal: left.signal });
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError') {
      terminal.output.write('\n');
      throw new CommandError('interrupted: nothing was written', { code: 'interrupted', cause });
    }
    throw cause;
  } finally {
    lines.close();
  }
}
