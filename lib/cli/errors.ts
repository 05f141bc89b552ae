/**
 * Why a command ended early. `usage` is a wrong command line; `interrupted` is Ctrl-C; `failed` is everything else that
 * the user must fix.
 */
export type CommandErrorCode = 'usage' | 'interrupted' | 'failed';

/** 130 is what shells make of Ctrl-C. */
const exitCodes: Readonly<Record<CommandErrorCode, number>> = { usage: 2, interrupted: 130, failed: 1 };

/**
 * What the user can put right: printed as it is, without a stack trace. The message says what is wrong, where, and
 * what to do, and may have several lines.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: CommandErrorCode;

  constructor(message: string, options: { readonly code?: CommandErrorCode; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code ?? 'failed';
  }

  /** 2 for a wrong command line, 130 for Ctrl-C, else 1. */
  get exitCode(): number {
    return exitCodes[this.code];
  }
}
