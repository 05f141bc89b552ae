import { Command, CommanderError } from 'commander';
import { SourceError } from '../config/errors.ts';
import type { CommandIo } from './command.ts';
import { commands } from './commands.ts';
import { CommandError } from './errors.ts';

const usageExitCode = 2;

/**
 * Runs one command line and returns its exit code: 0 where it ended well, 1 where it failed, 2 where the command line
 * is wrong. What the user can put right is printed without a stack trace; a fault of ours with one.
 */
export async function runCommandLine(args: readonly string[], io: CommandIo): Promise<number> {
  const program = new Command('sidecar-injector')
    .description('Sidecar injection for Kubernetes as a webhook on AWS Lambda; Istio compatible')
    .usage('COMMAND [options]');
  try {
    const asked = args[0] === 'help' && args.length > 1 ? [...args.slice(1), '--help'] : args;
    await addCommands(program, asked, io);
    prepare(program, io);
    await program.parseAsync([...asked], { from: 'user' });
    return 0;
  } catch (error) {
    return report(error, io);
  }
}

/** The command that is called is loaded; the others are only listed, for help and for misspelt names. */
async function addCommands(program: Command, args: readonly string[], io: CommandIo): Promise<void> {
  for (const { name, summary, load } of commands) {
    const isCalled = name === args[0];
    program.addCommand(isCalled ? (await load())(io) : new Command(name).description(summary));
  }
}

/** commander's own output goes to our streams, and its exits become errors. */
function prepare(command: Command, io: CommandIo): void {
  command.exitOverride().configureOutput({
    writeOut: io.out,
    writeErr: io.err,
    getOutHasColors: () => io.color,
    getErrHasColors: () => io.color,
  });
  command.showHelpAfterError(`Try: ${fullName(command)} --help`);
  for (const child of command.commands) {
    prepare(child, io);
  }
}

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

function report(error: unknown, io: CommandIo): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? 0 : usageExitCode;
  }
  if (error instanceof CommandError) {
    io.err(`error: ${error.message}\n`);
    return error.exitCode;
  }
  // Parameters that cannot be read or written: the message says what to do, and where we were says nothing.
  if (error instanceof SourceError) {
    io.err(`error: ${error.message}\n`);
    return 1;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`error: this is a fault of sidecar-injector itself; please report it\n${text}\n`);
  return 1;
}
