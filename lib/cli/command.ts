import type { Command } from 'commander';

/**
 * How a command of `sidecar-injector` is written, so that each lives in a file of its own and costs nothing until it
 * is called:
 *
 * 1. `lib/cli/<name>.ts` exports `command: CommandModule`, which hands the streams and what the command is to
 *    `defineCommand` (define-command.ts): name, description, examples, options, and the function that does the work.
 *    `-o`, `--quiet`, the end of `--help`, `--region` and `--profile` are the same everywhere because they come from
 *    there.
 * 2. `lib/cli/commands.ts` lists it with a lazy import; a command with sub-commands adds them itself.
 * 3. Everything that it says goes through `io`; it never touches `process`. With `-o json`, one document and nothing
 *    else goes to `io.out`. What the user did wrong is thrown as `CommandError` (errors.ts), whose message is printed
 *    without a stack trace. The function returns `good` or `found`, exit codes 0 and 1.
 */
export type CommandModule = (io: CommandIo) => Command;

/** What a command may use of the world. Tests hand in their own. */
export interface CommandIo {
  /** Writes to standard output as it is: end your lines. */
  readonly out: (text: string) => void;
  /** Writes to standard error as it is: progress, notes, questions. */
  readonly err: (text: string) => void;
  /**
   * Shows how far long work has come, on one line of a terminal that the next text takes away; nowhere where standard
   * error is no terminal.
   */
  readonly progress: (text: string) => void;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative file names on the command line start from. */
  readonly cwd: string;
  /** Whether standard output is a terminal that shows colours (NO_COLOR and FORCE_COLOR respected). */
  readonly color: boolean;
  /** Whether a person can be asked: standard input and output are terminals. */
  readonly interactive: boolean;
  /** All of standard input, for `-f -`. */
  readonly readInput: () => Promise<string>;
  /** One line from the person at the terminal, without its end. */
  readonly ask: (question: string) => Promise<string>;
  /**
   * Aborted when the user interrupts (Ctrl-C). Only for what must end in order, serving and writing: from the first
   * look at it on, Ctrl-C does no more than abort it; before, it ends the process.
   */
  readonly signal: AbortSignal;
}
