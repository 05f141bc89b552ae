import { CodedError } from '../base/coded-error.ts';
/**
 * Why a body is not an AdmissionReview that can be answered: `too-large`, `not-text` (not UTF-8), `not-json`,
 * `too-deep`, or JSON that is `not-a-review`.
 */
export type ReviewErrorCode = 'too-large' | 'not-text' | 'not-json' | 'too-deep' | 'not-a-review';

/** A body that is refused. The message says what was expected; it never repeats the body. */
export class ReviewError extends CodedError<ReviewErrorCode> {
  override readonly name = 'ReviewError';
}
