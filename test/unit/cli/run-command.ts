import type { CommandIo, CommandModule } from '../../../lib/cli/command.ts';

/** What a command said, and what it threw. */
export interface CommandRun {
  readonly out: string;
  readonly err: string;
  readonly error: unknown;
}

/** Parts of the world that a test sets. */
export type TestIo = Partial<
  Pick<CommandIo, 'env' | 'cwd' | 'progress' | 'color' | 'interactive' | 'ask' | 'readInput' | 'signal'>
>;

/** Streams of the test's own and what was said on them so far, in a world where nothing is set but the parts given. */
export function recordingIo(parts: TestIo = {}): {
  readonly io: CommandIo;
  readonly said: { out: string; err: string };
} {
  const said = { out: '', err: '' };
  const io: CommandIo = {
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
    readInput: async () => '',
    ask: async () => '',
    signal: new AbortController().signal,
    ...parts,
  };
  return { io, said };
}

/** Runs one command with arguments, on streams of the test's own. */
export async function runCommand(
  module: CommandModule,
  args: readonly string[],
  parts: TestIo = {},
): Promise<CommandRun> {
  const { io, said } = recordingIo(parts);
  const command = module(io);
  const quiet = { writeOut: () => {}, writeErr: () => {} };
  command.exitOverride().configureOutput(quiet);
  const error = await command.parseAsync([...args], { from: 'user' }).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return { ...said, error };
}

/** The message of what a command threw; empty where it ended well. */
export function messageOf({ error }: CommandRun): string {
  return error instanceof Error ? error.message : '';
}
