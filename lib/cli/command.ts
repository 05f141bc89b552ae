import type { Command } from 'commander';

/**
 * How a command of `sidecar-injector` is written, so that each lives in a file of its own and costs nothing until it
 * is called:
 *
 * 1. `lib/cli/<name>.ts` exports `command: CommandModule`, a function that takes the streams and returns a commander
 *    `Command` with name, description, options and action:
 *
 *    ```ts
 *    export const command: CommandModule = (io) =>
 *      new Command('explain')
 *        .description('Says why a pod is injected or not')
 *        .requiredOption('-f, --file <pod>', 'the pod, YAML or JSON')
 *        .action(async (options: ExplainOptions) => { ...; io.out(text); });
 *    ```
 * 2. `lib/cli/main.ts` lists it in its table with a lazy import; a command with sub-commands adds them itself.
 * 3. Everything that it says goes through `io`; it never touches `process`. What the user did wrong is thrown as
 *    `CommandError` (errors.ts), whose message is printed without a stack trace and whose exit code is used. An action
 *    that ends well returns; the exit code is then 0.
 */
export type CommandModule = (io: CommandIo) => Command;

/** What a command may use of the world. Tests hand in their own. */
export interface CommandIo {
  /** Writes to standard output as it is: end your lines. */
  readonly out: (text: string) => void;
  /** Writes to standard error as it is: progress, notes, questions. */
  readonly err: (text: string) => void;
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
