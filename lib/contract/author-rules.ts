/** What a pod's author may override of what templates bring, from the loosest to the strictest. */
export const authorMayValues = ['all', 'resources', 'nothing'] as const;

/** One of `authorMayValues`. */
export type AuthorMay = (typeof authorMayValues)[number];

/** What templates can be forbidden to bring; `lib/inject/forbidden.ts` finds each. */
export const forbiddableThings = [
  'privileged',
  'privilegeEscalation',
  'capabilities',
  'runAsRoot',
  'hostProcess',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'hostPath',
  'hostPort',
  'serviceAccount',
] as const;

/** One of `forbiddableThings`. */
export type Forbiddable = (typeof forbiddableThings)[number];

/** What the operator leaves to authors of pods, and to authors of templates. */
export interface AuthorRules {
  readonly authorMay: AuthorMay;
  readonly forbid: readonly Forbiddable[];
}

/** What applies where nobody says otherwise, as with Istio. */
export const looseRules: AuthorRules = { authorMay: 'all', forbid: [] };

/** The stricter of both in everything: neither can lift what the other says. */
export function strictest(left: AuthorRules, right: AuthorRules): AuthorRules {
  const level = Math.max(authorMayValues.indexOf(left.authorMay), authorMayValues.indexOf(right.authorMay));
  const forbidden = new Set([...left.forbid, ...right.forbid]);
  return {
    authorMay: authorMayValues[level] ?? 'nothing',
    forbid: forbiddableThings.filter((thing) => forbidden.has(thing)),
  };
}
