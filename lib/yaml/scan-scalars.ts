import { type Cursor, endCode, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isFlowIndicator } from './cursor.ts';

const simpleEscapes: ReadonlyMap<number, string> = new Map(
  Object.entries({
    '0': '\0',
    a: '\x07',
    b: '\b',
    t: '\t',
    '\t': '\t',
    n: '\n',
    v: '\v',
    f: '\f',
    r: '\r',
    e: '\x1b',
    ' ': ' ',
    '"': '"',
    "'": "'",
    '\\': '\\',
    N: '\u0085',
    _: '\u00a0',
    L: '\u2028',
    P: '\u2029',
  }).map(([letter, value]) => [letter.charCodeAt(0), value]),
);
const hexLengths: ReadonlyMap<number, number> = new Map([
  [120, 2],
  [117, 4],
  [85, 8],
]);

/** White space between two parts of a scalar over several lines: one break folds to a space, more keep all but one. */
class Gap {
  blanks = '';
  firstBreak = '';
  laterBreaks = '';

  /** Takes blanks and breaks. A tab in the indentation of a plain scalar is an error; -1 allows tabs. */
  take(cursor: Cursor, plainIndent: number): void {
    for (let code = cursor.code(); ; code = cursor.code()) {
      if (isBlank(code)) {
        this.#takeBlank(cursor, code, plainIndent);
      } else if (!isBreak(code)) {
        return;
      } else if (this.firstBreak === '') {
        this.firstBreak = cursor.takeBreak();
      } else {
        this.laterBreaks += cursor.takeBreak();
      }
    }
  }

  get broken(): boolean {
    return this.firstBreak !== '';
  }

  folded(): string {
    if (!this.broken) {
      return this.blanks;
    }
    if (this.firstBreak !== '\n') {
      return this.firstBreak + this.laterBreaks;
    }
    return this.laterBreaks === '' ? ' ' : this.laterBreaks;
  }

  #takeBlank(cursor: Cursor, code: number, plainIndent: number): void {
    if (!this.broken) {
      this.blanks += String.fromCharCode(code);
    } else if (code === 9 && cursor.column < plainIndent) {
      throw cursor.fail('a tab stands where the indentation of this text continues; use spaces');
    }
    cursor.offset += 1;
  }
}

/** A scalar without quotes. It ends at `: `, ` #`, less indentation or, in a flow collection, at an indicator. */
export function scanPlain(cursor: Cursor): string {
  const indent = cursor.indent + 1;
  let value = '';
  let gap: Gap | undefined;
  while (!cursor.atDocumentMark() && cursor.code() !== 35) {
    const part = plainPart(cursor);
    if (part !== '') {
      value = gap === undefined ? part : value + gap.folded() + part;
      gap = undefined;
    }
    const code = cursor.code();
    if (!isBlank(code) && !isBreak(code)) {
      break;
    }
    gap ??= new Gap();
    gap.take(cursor, indent);
    if (cursor.flowLevel === 0 && cursor.column < indent) {
      break;
    }
  }
  if (gap?.broken === true) {
    cursor.keyAllowed = true;
  }
  return value;
}

function plainPart(cursor: Cursor): string {
  const start = cursor.offset;
  const inFlow = cursor.flowLevel > 0;
  for (let code = cursor.code(); !isBlankOrEnd(code); code = cursor.code()) {
    if ((code === 58 && isBlankOrEnd(cursor.code(1))) || (inFlow && isFlowIndicator(code))) {
      break;
    }
    cursor.offset += 1;
  }
  return cursor.text.slice(start, cursor.offset);
}

/** A scalar in single (39) or double (34) quotes, the cursor on the first. */
export function scanQuoted(cursor: Cursor, quote: number): string {
  const start = cursor.offset;
  let value = '';
  cursor.offset += 1;
  for (;;) {
    if (cursor.atDocumentMark()) {
      throw cursor.fail('a document mark (--- or ...) stands inside quotes; close them before it', start);
    }
    if (cursor.code() === endCode) {
      throw cursor.fail('these quotes are never closed', start);
    }
    const part = quotedPart(cursor, quote);
    value += part.value;
    if (!part.joined && cursor.code() === quote) {
      cursor.offset += 1;
      return value;
    }
    const gap = new Gap();
    gap.take(cursor, -1);
    value += part.joined ? gap.firstBreak + gap.laterBreaks : gap.folded();
  }
}

/** Text up to white space or the end; `joined` after an escaped line break, which swallows the blanks after it. */
function quotedPart(cursor: Cursor, quote: number): { value: string; joined: boolean } {
  let value = '';
  let start = cursor.offset;
  for (let code = cursor.code(); !isBlankOrEnd(code); code = cursor.code()) {
    if (code === quote) {
      if (quote === 34 || cursor.code(1) !== 39) {
        break;
      }
      value += cursor.text.slice(start, cursor.offset + 1);
      cursor.offset += 2;
      start = cursor.offset;
    } else if (code === 92 && quote === 34) {
      value += cursor.text.slice(start, cursor.offset);
      cursor.offset += 1;
      if (isBreak(cursor.code())) {
        cursor.takeBreak();
        return { value, joined: true };
      }
      value += scanEscape(cursor);
      start = cursor.offset;
    } else {
      cursor.offset += 1;
    }
  }
  return { value: value + cursor.text.slice(start, cursor.offset), joined: false };
}

function scanEscape(cursor: Cursor): string {
  const code = cursor.code();
  const simple = simpleEscapes.get(code);
  if (simple !== undefined) {
    cursor.offset += 1;
    return simple;
  }
  const length = hexLengths.get(code);
  if (length === undefined) {
    const shown = String.fromCharCode(code);
    throw cursor.fail(`\\${shown} is no escape of YAML; write \\\\${shown} for a backslash, or use single quotes`);
  }
  const digits = cursor.text.slice(cursor.offset + 1, cursor.offset + 1 + length);
  if (!/^[0-9A-Fa-f]+$/.test(digits) || digits.length < length) {
    throw cursor.fail(`\\${String.fromCharCode(code)} needs ${length} hexadecimal digits`);
  }
  const point = Number.parseInt(digits, 16);
  if ((point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) {
    throw cursor.fail(`${digits} is no character; write one beyond U+FFFF as \\U and eight digits`);
  }
  cursor.offset += 1 + length;
  return String.fromCodePoint(point);
}

/** A block scalar, the cursor on its `|` (124) or `>` (62). */
export function scanBlock(cursor: Cursor): string {
  const literal = cursor.code() === 124;
  const { chomping, increment } = scanBlockHeader(cursor);
  let indent = increment === 0 ? 0 : Math.max(cursor.indent, 0) + increment;
  let value = '';
  let lineBreak = '';
  let afterBlank = false;
  const first = scanBlockBreaks(cursor, indent);
  let breaks = first.breaks;
  indent = first.indent;
  while (cursor.column === indent && cursor.code() !== endCode) {
    const atBlank = isBlank(cursor.code());
    const folds = !literal && !afterBlank && !atBlank && lineBreak === '\n';
    value += (folds ? (breaks === '' ? ' ' : '') : lineBreak) + breaks;
    afterBlank = atBlank;
    const start = cursor.offset;
    while (!isBreakOrEnd(cursor.code())) {
      cursor.offset += 1;
    }
    value += cursor.text.slice(start, cursor.offset);
    lineBreak = isBreak(cursor.code()) ? cursor.takeBreak() : '';
    breaks = scanBlockBreaks(cursor, indent).breaks;
  }
  if (chomping === '-') {
    return value;
  }
  return chomping === '+' ? value + lineBreak + breaks : value + lineBreak;
}

/** `|2-`, `>+` and the like, up to the end of the line. */
function scanBlockHeader(cursor: Cursor): { chomping: string; increment: number } {
  const start = cursor.offset;
  const match = /^(?:([+-])([0-9])?|([0-9])([+-])?)?/.exec(cursor.text.slice(start + 1, start + 3));
  const digit = match?.[2] ?? match?.[3];
  if (digit === '0') {
    throw cursor.fail('the indentation of a block text is 1 to 9, not 0');
  }
  cursor.offset += 1 + (match?.[0].length ?? 0);
  cursor.skipBlanks();
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.code())) {
    throw cursor.fail('only a comment may follow the | or > of a block text on its line');
  }
  if (cursor.code() !== endCode) {
    cursor.takeBreak();
  }
  return { chomping: match?.[1] ?? match?.[4] ?? '', increment: digit === undefined ? 0 : Number(digit) };
}

/** Takes empty lines and indentation; with indentation 0, finds it out. */
function scanBlockBreaks(cursor: Cursor, known: number): { breaks: string; indent: number } {
  let breaks = '';
  let widest = 0;
  for (;;) {
    while ((known === 0 || cursor.column < known) && cursor.code() === 32) {
      cursor.offset += 1;
    }
    widest = Math.max(widest, cursor.column);
    const code = cursor.code();
    if (code === 9 && (known === 0 || cursor.column < known)) {
      throw cursor.fail('a tab stands in the indentation of a block text; use spaces');
    }
    if (!isBreak(code)) {
      return { breaks, indent: known === 0 ? Math.max(widest, cursor.indent + 1, 1) : known };
    }
    breaks += cursor.takeBreak();
  }
}
