/** A text cut into lines, as far as taking it apart by indentation needs them. */
export interface Page {
  readonly text: string;
  /** Where each line starts, and where the last one ends. */
  readonly starts: readonly number[];
  /** How many spaces stand before the content of each line; `noContent` for empty lines and comments. */
  readonly indents: readonly number[];
}

/** Lines of a page, the first of which has content. */
export interface Block {
  readonly page: Page;
  readonly from: number;
  /** The line after the last one. */
  readonly to: number;
  /** The column at which its entries stand. In its first line a dash may stand in front of that. */
  readonly indent: number;
}

export const noContent = -1;

const dash = 45;
const hash = 35;
const space = 32;
const newline = 10;

/** Cuts a text into lines. */
export function pageOf(text: string): Page {
  const starts: number[] = [];
  const indents: number[] = [];
  let start = 0;
  while (start < text.length) {
    let at = start;
    while (text.charCodeAt(at) === space) {
      at += 1;
    }
    const code = text.charCodeAt(at);
    starts.push(start);
    indents.push(at === text.length || code === newline || code === hash ? noContent : at - start);
    const end = text.indexOf('\n', at);
    start = end < 0 ? text.length : end + 1;
  }
  starts.push(text.length);
  return { text, starts, indents };
}

/** The lines of a page from the first one with content on; undefined where none has any. */
export function blockOf(page: Page, from = 0, to = page.indents.length): Block | undefined {
  let first = from;
  while (first < to && page.indents[first] === noContent) {
    first += 1;
  }
  return first < to ? { page, from: first, to, indent: page.indents[first] ?? 0 } : undefined;
}

/** Whether a block is a single line. */
export function isOneLine({ from, to }: Block): boolean {
  return to === from + 1;
}

/** Where a line of a page starts. */
export function startOf({ starts, text }: Page, line: number): number {
  return starts[line] ?? text.length;
}

/** Where the content of a block starts. */
export function contentOf({ page, from, indent }: Block): number {
  return startOf(page, from) + indent;
}

/** The lines of a block, with spaces for what stands in front of it. */
export function textOf(block: Block): string {
  const { page, from, to, indent } = block;
  return page.indents[from] === indent
    ? page.text.slice(startOf(page, from), startOf(page, to))
    : ' '.repeat(indent) + page.text.slice(contentOf(block), startOf(page, to));
}

/** Whether more than empty lines and comments stand in the lines of a block that start at an offset or behind it. */
export function hasContentFrom({ page, from, to }: Block, at: number): boolean {
  let next = from + 1;
  while (next < to && (page.indents[next] === noContent || startOf(page, next) < at)) {
    next += 1;
  }
  return next < to;
}

/** What stands after the dash of an item; nothing where the line ends there. */
export function behindDash(item: Block): Block {
  let { indent } = item;
  do {
    indent += 1;
  } while (item.page.text.charCodeAt(startOf(item.page, item.from) + indent) === space);
  return { ...item, indent };
}

/** Whether a list's item starts here. */
export function isItemAt({ text }: Page, at: number): boolean {
  if (text.charCodeAt(at) !== dash) {
    return false;
  }
  const next = text.charCodeAt(at + 1);
  return next === space || next === newline || at + 1 === text.length;
}

/** Whether a mapping or list in brackets ends here, which templates like to write below its key. */
export function isFlowEndAt({ text }: Page, at: number): boolean {
  return text[at] === '}' || text[at] === ']';
}
