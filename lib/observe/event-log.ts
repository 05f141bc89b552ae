import { errorFields } from './error-fields.ts';

/** Something that operators should know and that belongs to no single request. */
export interface LoggedEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: 'tokens-unusable';
  readonly error: unknown;
}

/** Its line in the log, as JSON without its end. */
export function formatEventLine({ at, event, error }: LoggedEvent): string {
  return JSON.stringify({ time: new Date(at).toISOString(), level: 'error', event, error: errorFields(error) });
}
