import { suggestName } from '../base/did-you-mean.ts';
import type { SnapshotResult } from '../config/load/load-snapshot.ts';
import {
  type AuthorRules,
  authorMayValues,
  forbiddableThings,
  looseRules,
  strictest,
} from '../contract/author-rules.ts';

/** Reads `AUTHOR_MAY` and `FORBID` of the function's environment. What is no known value stops the function: it must not count as no rule. */
export function deployedRules({
  AUTHOR_MAY: authorMay = looseRules.authorMay,
  FORBID: forbid = '',
}: Readonly<Record<string, string | undefined>>): AuthorRules {
  const names = forbid.split(',').map((name) => name.trim());
  return {
    authorMay: known('AUTHOR_MAY', authorMay, authorMayValues),
    forbid: names.filter((name) => name !== '').map((name) => known('FORBID', name, forbiddableThings)),
  };
}

/** The snapshot under the deployment's rules as well: its settings cannot lift them. */
export function underRules(result: SnapshotResult, rules: AuthorRules): SnapshotResult {
  if (result.kind === 'invalid' || (rules.authorMay === 'all' && rules.forbid.length === 0)) {
    return result;
  }
  const { settings } = result.snapshot;
  const snapshot = { ...result.snapshot, settings: { ...settings, ...strictest(settings, rules) } };
  return { ...result, snapshot: Object.freeze(snapshot) };
}

function known<Name extends string>(variable: string, value: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === value);
  if (found === undefined) {
    throw new Error(
      `the function's environment has ${variable} with ${JSON.stringify(value)}${suggestName(value, names)}`,
    );
  }
  return found;
}
