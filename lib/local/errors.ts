import { CodedError } from '../base/coded-error.ts';
/** Why the local server cannot start. */
export type LocalServerErrorCode = 'port-in-use' | 'port-refused';

/** The local server cannot start. The message says what to do. */
export class LocalServerError extends CodedError<LocalServerErrorCode> {
  override readonly name = 'LocalServerError';
}
