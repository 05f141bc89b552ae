import { CodedError } from '../base/coded-error.ts';
/** What was wrong with a YAML text, or with a value that was to become one. */
export type YamlErrorCode =
  | 'syntax'
  | 'bad-character'
  | 'bad-tag'
  | 'bad-key'
  | 'bad-merge'
  | 'unknown-anchor'
  | 'cyclic-alias'
  | 'not-json'
  | 'too-large'
  | 'too-deep'
  | 'too-many-aliases'
  | 'unencodable';

/** Where in a text something stands: `offset` in UTF-16 units. */
export interface YamlPlace {
  readonly text: string;
  readonly offset: number;
  /** Of the file or parameter, for messages. */
  readonly name?: string | undefined;
}

const linesAround = 2;
const maxShownLine = 120;
const lineBreak = /\r\n|[\n\r\u0085\u2028\u2029]/g;

/**
 * A YAML text that cannot be read, or a value that cannot be written. `line` and `column` count from 1 (0 where there
 * is no text); `frame` shows the lines around the place with a mark under it. `reason` is the message without place.
 */
export class YamlError extends CodedError<YamlErrorCode> {
  override readonly name = 'YamlError';
  readonly reason: string;
  readonly line: number;
  readonly column: number;
  readonly frame: string;

  constructor(
    code: YamlErrorCode,
    reason: string,
    { place, cause }: { readonly place?: YamlPlace; readonly cause?: unknown } = {},
  ) {
    const located = place === undefined ? undefined : locate(place);
    const file = place?.name === undefined ? 'YAML' : place.name;
    const where = located === undefined ? 'YAML' : `${file}:${located.line}:${located.column}`;
    super(code, `${where}: ${reason}`, { cause });
    this.reason = reason;
    this.line = located?.line ?? 0;
    this.column = located?.column ?? 0;
    this.frame = located?.frame ?? '';
  }
}

function locate({ text, offset }: YamlPlace): { line: number; column: number; frame: string } {
  const starts = [0, ...[...text.matchAll(lineBreak)].map((match) => match.index + match[0].length)];
  const at = Math.min(offset, text.length);
  const index = starts.findLastIndex((start) => start <= at);
  const column = at - (starts[index] ?? 0) + 1;
  return { line: index + 1, column, frame: codeFrame(text, starts, { index, column }) };
}

function codeFrame(text: string, starts: readonly number[], place: { index: number; column: number }): string {
  const first = Math.max(0, place.index - linesAround);
  const last = Math.min(starts.length - 1, place.index + linesAround);
  const width = String(last + 1).length;
  const shown: string[] = [];
  for (let index = first; index <= last; index++) {
    const line = text
      .slice(starts[index], starts[index + 1])
      .replace(lineBreak, '')
      .slice(0, maxShownLine);
    const mark = index === place.index ? '>' : ' ';
    shown.push(`${mark} ${String(index + 1).padStart(width)} | ${line.replaceAll('\t', ' ')}`.trimEnd());
    if (index === place.index) {
      shown.push(`  ${' '.repeat(width)} | ${' '.repeat(Math.min(place.column, maxShownLine) - 1)}^`);
    }
  }
  return shown.join('\n');
}
