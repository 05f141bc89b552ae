/**
 * What was wrong with a JSON text: `syntax`, nested deeper than allowed (`depth`), or a number that no float64
 * comes near (`number-range`).
 */
export type JsonErrorCode = 'syntax' | 'depth' | 'number-range';

/** A JSON text that cannot be read. `line` and `column` count from 1, in UTF-16 units. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  readonly code: JsonErrorCode;
  readonly line: number;
  readonly column: number;

  constructor(code: JsonErrorCode, message: string, at: { readonly text: string; readonly offset: number }) {
    const before = at.text.slice(0, at.offset);
    const line = before.split('\n').length;
    const column = at.offset - before.lastIndexOf('\n');
    super(`line ${line}, column ${column}: ${message}`);
    this.code = code;
    this.line = line;
    this.column = column;
  }
}
