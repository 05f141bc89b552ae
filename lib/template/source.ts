import { utf8Length } from '../go/bytes.ts';
import type { TemplatePosition } from './errors.ts';

/** Left and right action delimiters. */
export interface Delims {
  readonly left: string;
  readonly right: string;
}

export const defaultDelims: Delims = { left: '{{', right: '}}' };

/** A text that templates are parsed from. Positions are offsets into `text`. */
export interface Source {
  readonly name: string;
  readonly text: string;
  /** Where the template begins: after the line that sets delimiters, if there is one. */
  readonly start: number;
  readonly delims: Delims;
}

const delimsLine = /^# delims: (\S+) (\S+)[ \t]*\r?(?:\n|$)/;

/**
 * The delimiters that a text sets in its first line, as in `# delims: [[ ]]`, and the offset of what follows. That
 * line is not part of the template, but counts as line 1 in errors. `undefined` for any other first line.
 */
export function delimsOf(text: string): (Delims & { readonly start: number }) | undefined {
  const [line, left, right] = text.startsWith('# delims:') ? (delimsLine.exec(text) ?? []) : [];
  return line === undefined || left === undefined || right === undefined
    ? undefined
    : { left, right, start: line.length };
}

/** The line of an offset, from 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}

/** Line and column of an offset, as Go counts them: the column in bytes from 0. */
export function positionOf(source: Source, offset: number): TemplatePosition & { readonly column: number } {
  const lineStart = offset === 0 ? 0 : source.text.lastIndexOf('\n', offset - 1) + 1;
  const column = utf8Length(source.text.slice(lineStart, offset));
  return { template: source.name, line: lineOf(source.text, offset), column };
}
