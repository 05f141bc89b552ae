import { CodedError } from '../base/coded-error.ts';
/**
 * What is wrong with the `tokens` parameter: `syntax` is no JSON, `shape` is JSON of another shape, `missing` is
 * no parameter at all. A value of it never stands in a message.
 */
export type TokensErrorCode = 'syntax' | 'shape' | 'missing';

/** The `tokens` parameter cannot be used; the tokens known before stay in force. */
export class TokensError extends CodedError<TokensErrorCode> {
  override readonly name = 'TokensError';
}
