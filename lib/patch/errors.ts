import { CodedError } from '../base/coded-error.ts';
/** `misapplied`: a patch that cannot be applied, or gives something else than intended. Always a fault of ours. */
export type PatchErrorCode = 'misapplied';

/** A patch that must not leave. */
export class PatchError extends CodedError<PatchErrorCode> {
  override readonly name = 'PatchError';
}
