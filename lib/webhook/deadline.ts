import type { HttpRequest } from './http.ts';

/** What the answer needs on its way back, in milliseconds. */
const networkMarginMs = 300;
/** What is left to Lambda to end the invocation, in milliseconds. */
const environmentMarginMs = 200;
/** How long an API server waits by default, in milliseconds. */
const defaultTimeoutMs = 10_000;

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/**
 * When the answer must be on its way, in milliseconds since 1970: by the `timeout` that the API server adds to the
 * address (`10s`), and by what the environment leaves.
 */
export function deadlineOf({ query, remainingMs = Number.POSITIVE_INFINITY }: HttpRequest, now: number): number {
  const timeout = parseTimeout(query.get('timeout')) ?? defaultTimeoutMs;
  return now + Math.max(0, Math.min(timeout - networkMarginMs, remainingMs - environmentMarginMs));
}

/** One of Go's durations of one unit; API servers send whole seconds from 1 to 30. Undefined for anything else. */
function parseTimeout(text: string | undefined): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,6})(ms|s|m)$/.exec(text ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits) * (unitMs[unit] ?? 1);
}
