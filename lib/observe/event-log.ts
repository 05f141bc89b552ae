import { errorFields } from './error-fields.ts';
import { isoTime } from './iso-time.ts';

/** Something that operators should know and that belongs to no single request. */
export interface LoggedEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: 'tokens-unusable';
  readonly error: unknown;
}

/** Its line in the log, as JSON without its end. */
export function formatEventLine({ at, event, error }: LoggedEvent): string {
  return JSON.stringify({ time: isoTime(at), level: 'error', event, error: errorFields(error) });
}
