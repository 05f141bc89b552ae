import { CommandError } from '../errors.ts';

/** How deep a root may be: Parameter Store takes 15 levels, and ours add `CLUSTER/templates/NAME`. */
const maxLevels = 12;
const rootPattern = /^ssm:((?:\/[A-Za-z0-9_.-]+)+)\/?$/;
/** Parameter Store keeps these names to itself. */
const reserved = /^\/(?:aws|ssm)/i;

/**
 * The root that `ssm:/ROOT` names: `/ROOT`.
 * @param option where it was given, for the message
 * @throws CommandError where it is none that Parameter Store could hold.
 */
export function rootOf(target: string, option: string): string {
  const root = rootPattern.exec(target)?.[1];
  if (root === undefined) {
    throw refusal(option, target, 'is no root of Parameter Store: write ssm:/ROOT, as in ssm:/sidecar-injector');
  }
  if (reserved.test(root)) {
    throw refusal(option, target, 'cannot be: Parameter Store keeps names that begin with aws or ssm to itself');
  }
  if (root.split('/').length - 1 > maxLevels) {
    throw refusal(option, target, `is too deep: Parameter Store has room for a root of ${maxLevels} levels`);
  }
  return root;
}

function refusal(option: string, target: string, reason: string): CommandError {
  return new CommandError(`${option} ${target}: ${reason}`, { code: 'usage' });
}
