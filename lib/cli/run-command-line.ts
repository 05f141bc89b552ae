import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { errorText } from '../base/coded-error.ts';
import { SourceError } from '../config/errors.ts';
import type { CommandIo } from './command.ts';
import { type CommandEntry, commands } from './commands.ts';
import { CommandError, exitCodes } from './errors.ts';
import { textWidth } from './output/text-width.ts';

/** It lists the others, so that they cannot list it. */
const completion: CommandEntry = {
  name: 'completion',
  summary: 'Prints a script that completes commands in bash or zsh',
  load: async () => (await import('./completion.ts')).command,
};

/** With any value, faults of ours are printed with their stack trace. */
const debugVariable = 'SIDECAR_INJECTOR_DEBUG';

/**
 * Runs one command line and returns its exit code (errors.ts), 0 where it ended well. Nothing is printed with a stack
 * trace, unless `SIDECAR_INJECTOR_DEBUG` asks for that of a fault of ours.
 */
export async function runCommandLine(args: readonly string[], io: CommandIo): Promise<number> {
  const program = new Command('sidecar-injector')
    .description('Sidecar injection for Kubernetes as a webhook on AWS Lambda; Istio compatible')
    .version(packageJson.version, '-V, --version', 'prints the version')
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
  for (const { name, summary, load } of [...commands, completion]) {
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
    getOutHelpWidth: () => textWidth,
    getErrHelpWidth: () => textWidth,
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
    return error.exitCode === 0 ? 0 : exitCodes.usage;
  }
  if (error instanceof CommandError) {
    io.err(error.message === '' ? '' : `${error.code === 'found' ? '' : 'error: '}${error.message}\n`);
    return error.exitCode;
  }
  // Parameters that cannot be read or written: the message says what to do, and where we were says nothing.
  io.err(error instanceof SourceError ? `error: ${error.message}\n` : ownFault(error, io.env));
  return exitCodes.failed;
}

function ownFault(error: unknown, env: CommandIo['env']): string {
  const message = errorText(error);
  const said = `error: a fault of sidecar-injector itself: ${message}`;
  const isDebugging = (env[debugVariable] ?? '') !== '';
  return isDebugging && error instanceof Error
    ? `${said}\n${error.stack}\n`
    : `${said}\nPlease report it, with what the same command prints under ${debugVariable}=1.\n`;
}
