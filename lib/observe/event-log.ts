import { errorFields } from './error-fields.ts';
import { isoTime } from './iso-time.ts';

/** How much each matters: an error stops callers. */
const levels = { 'tokens-unusable': 'error', 'compile-cache-unused': 'warn' } as const;

/** Something that operators should know and that belongs to no single request. */
export interface LoggedEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: keyof typeof levels;
  readonly error: unknown;
}

/** Its line in the log, as JSON without its end. */
export function formatEventLine({ at, event, error }: LoggedEvent): string {
  return JSON.stringify({ time: isoTime(at), level: levels[event], event, error: errorFields(error) });
}
