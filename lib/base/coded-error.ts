/**
 * An error that says by a code what went wrong, so that code which catches it need not read its message. Every room's
 * errors extend it, with a union of codes of their own, and add the place where there is one: a path, a line and column,
 * an annotation.
 */
export class CodedError<Code extends string = string> extends Error {
  override readonly name: string = 'CodedError';
  readonly code: Code;

  /** @param options `cause` is what led to this error, where something did */
  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}

/** What a caught error says; what is thrown need not be an error. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
