import { CodedError } from '../base/coded-error.ts';
/**
 * What was wrong with a JSON text: `syntax`, nested deeper than allowed (`depth`), or a number that no float64
 * comes near (`number-range`).
 */
export type JsonErrorCode = 'syntax' | 'depth' | 'number-range';

/** A JSON text that cannot be read. `line` and `column` count from 1, in UTF-16 units. */
export class JsonError extends CodedError<JsonErrorCode> {
  override readonly name = 'JsonError';
  readonly line: number;
  readonly column: number;

  constructor(code: JsonErrorCode, message: string, at: { readonly text: string; readonly offset: number }) {
    const before = at.text.slice(0, at.offset);
    const line = before.split('\n').length;
    const column = at.offset - before.lastIndexOf('\n');
    super(code, `line ${line}, column ${column}: ${message}`);
    this.line = line;
    this.column = column;
  }
}
