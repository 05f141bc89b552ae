import { CodedError } from '../base/coded-error.ts';
/**
 * What went wrong. `syntax`, `unknown-function` and `undefined-variable` are found before anything is rendered;
 * `nesting-limit` too, unless it is the JavaScript stack that ran out. The others belong to a render.
 */
export type TemplateErrorCode =
  | 'syntax'
  | 'unknown-function'
  | 'undefined-variable'
  | 'nesting-limit'
  | 'execution'
  | 'step-limit'
  | 'output-limit'
  | 'work-limit'
  | 'recursion-limit'
  | 'value-depth';

/** Where in which text. */
export interface TemplatePosition {
  /** The name of the text, which is that of the template unless it was defined inside another one. */
  readonly template: string;
  /** 1 is the first line. */
  readonly line: number;
  /** Bytes from the start of the line, from 0, as Go counts; parse errors have none. */
  readonly column?: number;
}

/** A template that cannot be parsed or failed in a render. `message` is Go's own text, position included. */
export class TemplateError extends CodedError<TemplateErrorCode> {
  override readonly name = 'TemplateError';
  readonly template: string;
  readonly line: number;
  readonly column: number | undefined;

  constructor(code: TemplateErrorCode, message: string, options: { at: TemplatePosition; cause?: unknown }) {
    super(code, message, options);
    this.template = options.at.template;
    this.line = options.at.line;
    this.column = options.at.column;
  }
}
