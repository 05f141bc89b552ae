/** A policy of IAM, as far as those of this project go: no conditions, no principals. */
export interface IamPolicy {
  readonly Statement: readonly {
    readonly Effect: 'Allow' | 'Deny';
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
  }[];
}

/** Whether a policy lets its holder do that: some statement allows it, and none denies it. */
export function isAllowed({ Statement }: IamPolicy, action: string, resource: string): boolean {
  const matching = Statement.filter(
    (statement) => matchesAny(statement.Action, action) && matchesAny(statement.Resource, resource),
  );
  return matching.length > 0 && matching.every(({ Effect }) => Effect === 'Allow');
}

function matchesAny(patterns: string | readonly string[], text: string): boolean {
  return [patterns].flat().some((pattern) => patternOf(pattern).test(text));
}

/** `*` is any run of characters, `/` too; `?` is one. */
function patternOf(pattern: string): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's');
}
