/** Why a source as a whole cannot be read. */
export type SourceErrorCode = 'not-found' | 'unreadable';

/** A source that cannot be read. The message says what was looked for, where, and what to do. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;

  constructor(code: SourceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Why a stored value does not decode: `not-base64` behind the prefix, `not-compressed` as the prefix promises,
 * `too-large` once decoded, or `not-text` (not UTF-8).
 */
export type ValueErrorCode = 'not-base64' | 'not-compressed' | 'too-large' | 'not-text';

/** A stored value that does not decode. The message names the encoding and the place, never the value. */
export class ValueError extends Error {
  override readonly name = 'ValueError';
  readonly code: ValueErrorCode;

  constructor(code: ValueErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
