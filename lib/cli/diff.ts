import type { Command } from 'commander';
import type { CommandIo, CommandModule } from './command.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { formatJson } from './output/format-json.ts';
import { formatChanges } from './parameters/change-plan.ts';
import { type CompareOptions, compareFolder } from './parameters/compare-folder.ts';
import { folderClusterOption, targetOption } from './parameters/target.ts';
import { describeUnread } from './parameters/validate.ts';

/** `sidecar-injector diff`: shows what `push` would change. */
export const command: CommandModule = (io) =>
  defineCommand<CompareOptions>(io, {
    name: 'diff',
    description: 'Shows what push would change, and what is stored beside it',
    examples: ['sidecar-injector diff examples/parameters --to ssm:/sidecar-injector'],
    finds: 'there are differences',
    aws: true,
    setUp: addOptions,
    run: diff,
  });

function addOptions(command: Command): Command {
  return command
    .argument('<folder>', 'holds default/policy, prod/template and so on')
    .option(...targetOption)
    .option(...folderClusterOption);
}

async function diff(
  io: CommandIo,
  options: CompareOptions & { readonly output: string },
  [folder = '']: readonly string[],
): Promise<Ending> {
  const { plan, admin, unread, leftOver } = await compareFolder(io, folder, options);
  const { changes, unchanged } = plan;
  io.err(unread.map((name) => `note: ${describeUnread(name)}\n`).join(''));
  if (options.output === 'json') {
    const differing = changes.map(({ name, before }) => ({ name, version: before?.version ?? null }));
    io.out(formatJson({ changes: differing, unchanged, leftOver }));
  } else {
    io.out(formatChanges(changes, io.color));
    io.out(leftOver.map((name) => `Only in ${admin.description}: ${name}\n`).join(''));
  }
  io.err(`${changes.length} to write, ${unchanged} unchanged, in ${admin.description}\n`);
  return changes.length + leftOver.length === 0 ? 'good' : 'found';
}
