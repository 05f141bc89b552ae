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
function parseTimeout(text = ''): number | undefined {
  const unit = text.endsWith('ms') ? 'ms' : text.slice(-1);
  const digits = text.slice(0, text.length - unit.length);
  const inMs = Object.hasOwn(unitMs, unit) ? unitMs[unit] : undefined;
  return inMs !== undefined && /^\d{1,6}$/.test(digits) ? Number(digits) * inMs : undefined;
}
