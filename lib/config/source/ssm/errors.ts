import { SourceError } from '../../errors.ts';

/** What went wrong between us and Parameter Store. */
export type ParameterStoreErrorCode =
  | 'access-denied'
  | 'bad-name'
  | 'credentials'
  | 'deadline'
  | 'key-unavailable'
  | 'not-set-up'
  | 'refused'
  | 'throttled'
  | 'unavailable'
  | 'wrong-answer';

/** Parameter Store could not be read or written; the message says which action, what for, and what to do. */
export class ParameterStoreError extends SourceError<ParameterStoreErrorCode> {
  override readonly name = 'ParameterStoreError';
}

/** One call: the action, the full names it was about, and where it went. */
export interface CallDescription {
  readonly action: string;
  readonly names: readonly string[];
  /** `eu-central-1`, with the endpoint where it is not the Region's own. */
  readonly region: string;
}

/** Codes that another attempt may cure. Credentials are among them for signatures that a freeze has made stale. */
const retryable: ReadonlySet<ParameterStoreErrorCode> = new Set([
  'credentials',
  'throttled',
  'unavailable',
  'wrong-answer',
]);

/** Whether another attempt may succeed where this error stopped one. */
export function isRetryable(error: unknown): boolean {
  return error instanceof ParameterStoreError && retryable.has(error.code);
}
