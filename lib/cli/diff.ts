import { Command } from 'commander';
import type { CommandModule } from './command.ts';
import { formatChanges } from './parameters/change-plan.ts';
import { type CompareOptions, compareFolder } from './parameters/compare-folder.ts';
import { folderClusterOption, targetOption } from './parameters/target.ts';
import { describeUnread } from './parameters/validate.ts';

/** `sidecar-injector diff`: shows what `push` would change. */
export const command: CommandModule = (io) =>
  new Command('diff')
    .description('Shows what push would change')
    .argument('<folder>', 'holds default/policy, prod/template and so on')
    .option(...targetOption)
    .option(...folderClusterOption)
    .action(async (folder: string, options: CompareOptions) => {
      const { plan, admin, unread } = await compareFolder(io, folder, options);
      io.err(unread.map((name) => `note: ${describeUnread(name)}\n`).join(''));
      io.out(formatChanges(plan.changes, io.color));
      io.err(`${plan.changes.length} to write, ${plan.unchanged} unchanged, in ${admin.description}\n`);
    });
