/**
 * What can be wrong with a parameter.
 *
 * - `unreadable`: it exists, and the source cannot hand it out (not decryptable, say).
 * - `missing`: another parameter needs it.
 * - `encoding`: the prefix promises `gzip:`, `br:` or `b64:`, and the rest is not that, or decodes to too much.
 * - `syntax`: not JSON, not YAML.
 * - `invalid`: a value that is not allowed where it stands.
 * - `unknown-key`: a setting that does not exist.
 * - `template`: a template that does not compile.
 * - `unclear-switch`: a switch that says neither `on` nor `off`.
 * - `use-switch`: a policy of `off`, where the switch should be.
 */
export type ConfigProblemCode =
  | 'unreadable'
  | 'missing'
  | 'encoding'
  | 'syntax'
  | 'invalid'
  | 'unknown-key'
  | 'template'
  | 'unclear-switch'
  | 'use-switch';

/** One thing that is wrong with the configuration, for the person who edits it. */
export interface ConfigProblem {
  readonly code: ConfigProblemCode;
  /** Full name below the root: `prod/settings`. */
  readonly parameter: string;
  /** From 1; in the text as its author wrote it (decoded). Absent where the problem has no place in a text. */
  readonly line?: number;
  readonly column?: number;
  /** What is wrong, and what to do about it. */
  readonly message: string;
}

/** One line for people: `prod/settings:3:7: …`. */
export function describeProblem(problem: ConfigProblem): string {
  const place = [problem.parameter, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  return `${place}: ${problem.message}`;
}

/** Several problems in one line, without the lines of the text that a description may quote: they may hold values. */
export function summarizeProblems(problems: readonly ConfigProblem[]): string {
  const [first = ''] = problems.slice(0, 1).map((problem) => describeProblem(problem).split('\n', 1)[0] ?? '');
  return problems.length > 1 ? `${first} (and ${problems.length - 1} more)` : first;
}
