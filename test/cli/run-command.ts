import type { CommandIo, CommandModule } from '../../lib/cli/command.ts';

/** What a command said, and what it threw. */
export interface CommandRun {
  readonly out: string;
  readonly err: string;
  readonly error: unknown;
}

/** Parts of the world that a test sets. */
export type TestIo = Partial<Pick<CommandIo, 'env' | 'cwd' | 'color' | 'interactive' | 'ask' | 'readInput' | 'signal'>>;

/** Runs one command with arguments, on streams of the test's own. */
export async function runCommand(module: CommandModule, args: readonly string[], io: TestIo = {}): Promise<CommandRun> {
  let out = '';
  let err = '';
  const command = module({
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: {},
    cwd: process.cwd(),
    color: false,
    interactive: false,
    readInput: async () => '',
    ask: async () => '',
    signal: new AbortController().signal,
    ...io,
  });
  const quiet = { writeOut: () => {}, writeErr: () => {} };
  command.exitOverride().configureOutput(quiet);
  const error = await command.parseAsync([...args], { from: 'user' }).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return { out, err, error };
}

/** The message of what a command threw; empty where it ended well. */
export function messageOf({ error }: CommandRun): string {
  return error instanceof Error ? error.message : '';
}
