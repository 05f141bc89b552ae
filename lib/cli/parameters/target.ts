import type { CommandIo } from '../command.ts';
import { CommandError } from '../errors.ts';
import { createParameterAdmin, type ParameterAdmin } from './parameter-admin.ts';
import { rootOf } from './root.ts';

/** Option texts that the commands on Parameter Store share. */
export const targetOption = [
  '--to <target>',
  'the parameters in Parameter Store: ssm:/ROOT',
  'ssm:/sidecar-injector',
] as const;
export const folderClusterOption = [
  '--cluster <name>',
  "this cluster's parameters only (without it: all in the folder)",
] as const;
export const clusterOption = ['--cluster <name>', 'of this cluster, instead of the default'] as const;
export const reasonOption = ['--reason <text>', 'why, for the history'] as const;
export const testsOption = ['--tests <folder>', "try the pods of this folder's fixtures, too"] as const;
export const noCheckOption = ['--no-check', 'write what check calls an error, if it can be loaded at all'] as const;
export const yesOption = ['--yes', 'do not ask', false] as const;

/** The parameters that `ssm:/ROOT` names, with credentials and Region from the environment. */
export function openTarget(io: CommandIo, target: string): ParameterAdmin {
  return createParameterAdmin(rootOf(target, '--to'), io.env);
}

/**
 * Asks before something is written. `--yes` answers for the user; where nobody can be asked, that is an error rather
 * than an answer.
 */
export async function confirm(io: CommandIo, question: string, yes: boolean): Promise<boolean> {
  if (yes) {
    return true;
  }
  if (!io.interactive) {
    throw new CommandError('nothing was written: there is no terminal to ask at, and --yes was not given');
  }
  const answer = await io.ask(`${question} [y/N] `);
  return /^y(es)?$/i.test(answer.trim());
}
