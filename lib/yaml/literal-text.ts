import { type Block, startOf } from './block-lines.ts';

/** `|` or `|-`, and nothing else on its line. */
const header = /\|(-?) *\n/y;
const blank = /^ *$/;
const blankOrComment = /^ *(?:#|$)/;

/**
 * The text of a literal block scalar whose header stands at an offset of an entry's first line. Undefined where there
 * is none, and where it takes the parser to tell.
 */
export function literalText(entry: Block, at: number): string | undefined {
  header.lastIndex = at;
  const found = header.exec(entry.page.text);
  const lines = found === null ? undefined : contentOf(linesOf(entry), entry.indent);
  if (found === null || lines === undefined) {
    return undefined;
  }
  const last = lines.findLastIndex((line) => line !== '');
  return lines.slice(0, last + 1).join('\n') + (found[1] === '-' ? '' : '\n');
}

/** Whole lines of an entry but its first, without their ends; none where the text stops in one of them. */
function linesOf({ page, from, to }: Block): readonly string[] {
  const text = page.text.slice(startOf(page, from + 1), startOf(page, to));
  return text.endsWith('\n') ? text.slice(0, -1).split('\n') : [];
}

/** The scalar's lines without their indentation; only comments may stand further left, behind all of it. */
function contentOf(lines: readonly string[], parentIndent: number): readonly string[] | undefined {
  const first = lines.findIndex((line) => !blank.test(line));
  const indent = lines[first]?.search(/[^ ]/) ?? 0;
  const isLeft = (line: string): boolean => !blank.test(line) && line.search(/[^ ]/) < indent;
  const end = lines.findIndex(isLeft);
  const own = lines.slice(0, end < 0 ? lines.length : end);
  const isClear = own.slice(0, Math.max(0, first)).every((line) => line.length <= indent);
  const isWhole = lines.slice(own.length).every((line) => blankOrComment.test(line));
  return indent > parentIndent && isClear && isWhole ? own.map((line) => line.slice(indent)) : undefined;
}
