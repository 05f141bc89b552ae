/** `misapplied`: a patch that cannot be applied, or gives something else than intended. Always a fault of ours. */
export type PatchErrorCode = 'misapplied';

/** A patch that must not leave. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
  readonly code: PatchErrorCode;

  constructor(code: PatchErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
