/** Why a folder, or a file of it, cannot be read. */
export type FolderErrorCode = 'not-found' | 'unreadable';

/**
 * A source, or one parameter of it, that cannot be read or written. The message says what was looked for, where, and
 * what to do. Each source has codes of its own: a folder `FolderErrorCode`, Parameter Store `ParameterStoreErrorCode`.
 */
export class SourceError<Code extends string = string> extends Error {
  override readonly name: string = 'SourceError';
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
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
