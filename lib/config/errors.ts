import { CodedError } from '../base/coded-error.ts';
/** Why a folder, or a file of it, cannot be read. */
export type FolderErrorCode = 'not-found' | 'unreadable';

/**
 * A source, or one parameter of it, that cannot be read or written. The message says what was looked for, where, and
 * what to do. Each source has codes of its own: a folder `FolderErrorCode`, Parameter Store `ParameterStoreErrorCode`.
 */
export class SourceError<Code extends string = string> extends CodedError<Code> {
  override readonly name: string = 'SourceError';
}

/**
 * Why a stored value does not decode: `not-base64` after the prefix, `not-compressed` as the prefix promises,
 * `too-large` once decoded, or `not-text` (not UTF-8).
 */
export type ValueErrorCode = 'not-base64' | 'not-compressed' | 'too-large' | 'not-text';

/** A stored value that does not decode. The message names the encoding and the place, never the value. */
export class ValueError extends CodedError<ValueErrorCode> {
  override readonly name = 'ValueError';
}
