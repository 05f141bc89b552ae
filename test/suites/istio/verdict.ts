import { createTwoFilesPatch } from 'diff';
import { stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonValue } from '../../../lib/json/json-value.ts';

/** What one check gave. `different` is a known difference, left out by name with its reason. */
export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'different'; readonly reason: string }
  | { readonly kind: 'failed'; readonly why: string };

/** One named check; `run` may throw, which is a failure. */
export interface Check {
  readonly name: string;
  readonly run: () => Verdict | Promise<Verdict>;
}

export const passed: Verdict = { kind: 'passed' };

export function failed(why: string): Verdict {
  return { kind: 'failed', why };
}

/** Passes where both are the same JSON value: key order ignored, list order and every string exact. */
export function sameJson(want: JsonValue, got: JsonValue): Verdict {
  return sameText(pretty(want), pretty(got));
}

export function sameText(want: string, got: string): Verdict {
  return want === got ? passed : failed(lineDiff(want, got));
}

/** The first failure of several, else passed. */
export function all(verdicts: Iterable<Verdict>): Verdict {
  for (const verdict of verdicts) {
    if (verdict.kind === 'failed') {
      return verdict;
    }
  }
  return passed;
}

function lineDiff(want: string, got: string): string {
  const patch = createTwoFilesPatch('want', 'got', want, got, '', '', { context: 3 });
  const lines = patch.split('\n').slice(3);
  return lines.slice(0, 80).join('\n') + (lines.length > 80 ? `\n… ${lines.length - 80} more lines` : '');
}

function pretty(value: JsonValue): string {
  return JSON.stringify(JSON.parse(stringifyJson(sorted(value))), null, 1);
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value === 'bigint') {
    return `${value}n`;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
