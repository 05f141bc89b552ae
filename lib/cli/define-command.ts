import { Command, Option } from 'commander';
import type { CommandIo } from './command.ts';
import { CommandError } from './errors.ts';

/** How a command ended that could do its work: nothing to complain of (exit code 0), or something was found (1). */
export type Ending = 'good' | 'found';

/** What a command is, so that all of them keep the same conventions. `O` is what its options come to. */
export interface CommandDefinition<O> {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** Command lines that work as typed in a clone, without a prompt. */
  readonly examples: readonly string[];
  /** What exit code 1 means, as in `a pod is refused`; absent where there is nothing to find. */
  readonly finds?: string;
  /** What `-o` takes, the default first; `text` and `json` unless said otherwise. */
  readonly formats?: readonly [string, ...string[]];
  /**
   * Whether Parameter Store may be asked: adds `--region` and `--profile`. With `regions`, `--region` may be given more
   * than once, and the command does its work in each (in-regions.ts).
   */
  readonly aws?: boolean | 'regions';
  /** Adds options and arguments of its own. */
  readonly setUp?: (command: Command) => Command;
  /** Does the work. Arguments come as they were typed. @throws CommandError for what the user must put right. */
  readonly run: (io: CommandIo, options: O & CommonOptions, args: readonly string[]) => Promise<Ending>;
}

/** Options that every command has. */
export interface CommonOptions {
  /** What is printed: `text`, `json`, or what the command adds. */
  readonly output: string;
  /** No notes and no progress: only what was asked for, and errors. */
  readonly quiet: boolean;
}

interface AwsOptions {
  readonly region?: string | readonly string[];
  readonly profile?: string;
}

/** What every exit code means, but for 1. */
const exitCodes = '2 wrong command line; 3 could not be done; 130 interrupted';

/** Makes the command: `-o`, `--quiet`, examples and exit codes in its help, and the exit code of what it found. */
export function defineCommand<O extends object>(io: CommandIo, definition: CommandDefinition<O>): Command {
  const { name, description, formats = ['text', 'json'], aws = false, setUp = (same) => same } = definition;
  const command = setUp(new Command(name).description(description));
  if (aws === 'regions') {
    command.option('--region <region>', 'of Parameter Store, instead of AWS_REGION (repeatable)', collect);
  } else if (aws) {
    command.option('--region <region>', 'of Parameter Store, instead of AWS_REGION');
  }
  if (aws !== false) {
    command.option('--profile <name>', 'of the AWS configuration, instead of AWS_PROFILE');
  }
  return command
    .addOption(new Option('-o, --output <format>', 'what is printed').choices(formats).default(formats[0]))
    .option('--quiet', 'no notes and no progress', false)
    .addHelpText('after', () => `\n${helpEnd(definition)}`)
    .action(async () => {
      const options = command.opts<O & CommonOptions & AwsOptions>();
      const ending = await definition.run(ioFor(io, options), options, command.args);
      if (ending === 'found') {
        throw new CommandError('', { code: 'found' });
      }
    });
}

function helpEnd({ examples, finds }: Pick<CommandDefinition<never>, 'examples' | 'finds'>): string {
  const found = finds === undefined ? '' : `1 ${finds}; `;
  const lines = examples.map((example) => `  ${example.replaceAll('\n', '\n    ')}`);
  return ['Examples:', ...lines, '', 'Exit codes:', `  0 good; ${found}`, `  ${exitCodes}`]
    .join('\n')
    .replace(/; $/gm, '');
}

/** The world as the common options have it. */
function ioFor(io: CommandIo, { quiet, region, profile }: CommonOptions & AwsOptions): CommandIo {
  const still = quiet ? { err: () => {}, progress: () => {} } : {};
  const one = typeof region === 'string' ? region : undefined;
  return Object.create(
    io,
    Object.getOwnPropertyDescriptors({ ...still, env: envFor(io.env, { region: one, profile }) }),
  );
}

/** A profile that is named goes before keys that happen to stand in the environment. */
function envFor(
  env: CommandIo['env'],
  { region, profile }: { readonly region: string | undefined; readonly profile: string | undefined },
): CommandIo['env'] {
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _key, AWS_SESSION_TOKEN: _token, ...others } = env;
  return {
    ...(profile === undefined ? env : { ...others, AWS_PROFILE: profile }),
    ...(region === undefined ? {} : { AWS_REGION: region }),
  };
}

/** For options that may be given more than once: `-f a -f b`. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
