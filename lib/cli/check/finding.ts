import type { ConfigProblem, ConfigProblemCode } from '../../config/config-problem.ts';
import { type CheckCodeName, checkCodes, type Severity } from './codes.ts';

/** Something that is wrong, or worth a look, for the person who edits parameters. */
export interface Finding {
  readonly code: CheckCodeName;
  readonly severity: Severity;
  /** Full name below the root: `prod/settings`. */
  readonly parameter: string;
  /** From 1, in the text as its author wrote it; absent where the finding has no place in a text. */
  readonly line?: number;
  readonly column?: number;
  /** What is wrong, and what to do about it, in one line. */
  readonly message: string;
  /** The pods on which a try showed it. */
  readonly seenOn?: readonly string[];
}

/** Where a finding stands. */
export type FindingPlace = Pick<Finding, 'parameter' | 'line' | 'column'>;

/** A finding with the severity of its code. */
export function finding(code: CheckCodeName, place: FindingPlace, message: string): Finding {
  const { parameter, line, column } = place;
  return {
    code,
    severity: checkCodes[code].severity,
    parameter,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    message,
  };
}

const codes: Readonly<Record<ConfigProblemCode, CheckCodeName>> = {
  unreadable: 'SI0101',
  missing: 'SI0102',
  encoding: 'SI0103',
  syntax: 'SI0104',
  invalid: 'SI0105',
  'unknown-key': 'SI0106',
  template: 'SI0107',
  'unclear-switch': 'SI0111',
  'use-switch': 'SI0112',
};

/** What the loader found, under its code. Lines of the text that its message quotes are left to the code frame. */
export function findingOf(problem: ConfigProblem): Finding {
  return finding(codes[problem.code], problem, problem.message.split('\n', 1)[0] ?? '');
}

/** Each finding once, in the order of parameters and lines; what several pods showed names all of them. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const unique = new Map<string, Finding>();
  for (const each of findings) {
    const { seenOn = [], ...rest } = each;
    const key = JSON.stringify(rest);
    const pods = [...new Set([...(unique.get(key)?.seenOn ?? []), ...seenOn])];
    unique.set(key, pods.length === 0 ? rest : { ...rest, seenOn: pods });
  }
  return [...unique.values()].sort(byPlace);
}

function byPlace(a: Finding, b: Finding): number {
  return a.parameter === b.parameter
    ? (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)
    : a.parameter < b.parameter
      ? -1
      : 1;
}
