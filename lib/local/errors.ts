/** Why the local server cannot start. */
export type LocalServerErrorCode = 'port-in-use' | 'port-refused';

/** The local server cannot start. The message says what to do. */
export class LocalServerError extends Error {
  override readonly name = 'LocalServerError';
  readonly code: LocalServerErrorCode;

  constructor(code: LocalServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
