import type { JsonValue } from '../../../lib/json/json-value.ts';

/** One vector as its file has it; which fields there are depends on the file. */
export type Vector = Readonly<Record<string, unknown>> & { readonly name?: string };

/** What one vector gave: nothing to say, or how it differs from what Go gave. */
export type Verdict = { readonly kind: 'pass' } | { readonly kind: 'fail'; readonly difference: string };

/** Runs the vectors of one file. Throwing counts as a failure of that vector. */
export type VectorSuite = (vector: Vector) => Verdict;

export const pass: Verdict = { kind: 'pass' };

/** A failure that shows both sides. */
export function differs(want: unknown, got: unknown): Verdict {
  return { kind: 'fail', difference: `want ${show(want)}\n got ${show(got)}` };
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value, bigintAsNumber);
}

function bigintAsNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

/** The exact JSON text of a field: its `…Text` twin where there is one (see the vectors' README). */
export function exactText(vector: Vector, field: string): string {
  const text = vector[`${field}Text`];
  return typeof text === 'string' ? text : JSON.stringify(vector[field] as JsonValue);
}
