import { CodedError } from '../base/coded-error.ts';
/**
 * Why a command ended early. `found` is what it was asked to look for; `usage` is a wrong command line; `interrupted`
 * is Ctrl-C; `failed` is everything else that kept it from its work.
 */
export type CommandErrorCode = 'found' | 'usage' | 'failed' | 'interrupted';

/** 130 is what shells make of Ctrl-C. */
export const exitCodes: Readonly<Record<CommandErrorCode, number>> = {
  found: 1,
  usage: 2,
  failed: 3,
  interrupted: 130,
};

/**
 * What the user can put right: printed as it is, without a stack trace. The message says what is wrong, where, and
 * what to do, and may have several lines. It is empty where a command has said on standard output what it found.
 */
export class CommandError extends CodedError<CommandErrorCode> {
  override readonly name = 'CommandError';

  constructor(message: string, options: { readonly code?: CommandErrorCode; readonly cause?: unknown } = {}) {
    super(options.code ?? 'failed', message, options);
  }

  /** Of the process. */
  get exitCode(): number {
    return exitCodes[this.code];
  }
}
