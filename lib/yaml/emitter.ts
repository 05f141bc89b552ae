import { isMultiline, type ScalarStyle, scalarStyle } from './scalar-style.ts';

const indentWidth = 2;
const longestKeyBytes = 128;
/** Text with spaces is folded at the first one behind this column. */
const bestWidth = 80;
const escapes: ReadonlyMap<number, string> = new Map(
  Object.entries({
    '\0': '0',
    '\x07': 'a',
    '\b': 'b',
    '\t': 't',
    '\n': 'n',
    '\v': 'v',
    '\f': 'f',
    '\r': 'r',
    '\x1b': 'e',
    '"': '"',
    '\\': '\\',
    '\u0085': 'N',
    '\u00a0': '_',
    '\u2028': 'L',
    '\u2029': 'P',
  }).map(([character, letter]) => [character.charCodeAt(0), letter]),
);
/** Quotes, backslashes, breaks, and whatever is not printable; a pair of surrogates is one character. */
const escaped = /[\ud800-\udbff][\udc00-\udfff]|[^ !#-[\]-~\u00a0-\u2027\u202a-\ufefe\uff00-\ufffd]/g;

interface Collection {
  readonly kind: 'list' | 'mapping';
  /** Column of the collection around it. */
  readonly around: number;
}

/**
 * Writes YAML as libyaml's emitter does in block style. It keeps the emitter's own state,
 * because that decides where a value may share the line of its indicator.
 */
export class Emitter {
  /** Column of the collection around; -1 outside of any. */
  #indent = -1;
  readonly #open: Collection[] = [];
  #out: string[] = [];
  #column = 0;
  /** What was written last is white space, or an indicator that needs none after it. */
  #whitespace = true;
  /** Only indentation and indicators stand on the line so far. */
  #indention = true;

  /** The text, with its last line closed. */
  finish(): string {
    this.#writeIndent();
    return this.#out.join('');
  }

  /** Begins a list or mapping, inside the one that is open. The value of a key, if a list, is not indented. */
  open(kind: Collection['kind']): void {
    const isIndentless = kind === 'list' && this.#open.at(-1)?.kind === 'mapping' && !this.#indention;
    this.#open.push({ kind, around: this.#indent });
    this.#indent = this.#indent < 0 ? 0 : this.#indent + (isIndentless ? 0 : indentWidth);
  }

  /** Ends the collection that was opened last. */
  close(): void {
    this.#indent = this.#open.pop()?.around ?? -1;
  }

  /** Begins the next item of the open list; its value comes next. */
  item(): void {
    this.#writeIndent();
    this.#indicator('-', { space: true, indention: true });
  }

  /** Writes the next key of the open mapping; its value comes next. */
  key(key: string): void {
    this.#writeIndent();
    if (isSimpleKey(key)) {
      this.string(key, true);
      this.#indicator(':', { space: false, indention: false });
    } else {
      this.#indicator('?', { space: true, indention: true });
      this.string(key, false);
      this.#writeIndent();
      this.#indicator(':', { space: true, indention: true });
    }
  }

  /** Text that is no string: a number, `true`, `null`, `[]`. */
  word(text: string): void {
    this.#plain(text);
  }

  /** Text in the style that suits it; `asKey` for a key on one line, which is not folded. */
  string(text: string, asKey: boolean): void {
    const style: ScalarStyle = scalarStyle(text, asKey);
    if (style === 'literal') {
      this.#literal(text);
    } else if (style === 'plain') {
      this.#space();
      this.#folded(text, { quote: '', folds: !asKey });
    } else if (style === 'single') {
      this.#indicator("'", { space: true, indention: false });
      this.#folded(text.replaceAll("'", "''"), { quote: "'", folds: !asKey });
    } else {
      this.#indicator('"', { space: true, indention: false });
      this.#folded(escapeText(text), { quote: '"', folds: !asKey });
    }
  }

  #plain(text: string): void {
    this.#space();
    this.#folded(text, { quote: '', folds: false });
  }

  #space(): void {
    if (!this.#whitespace) {
      this.#put(' ');
    }
  }

  /** Text of a scalar with its closing quote; a space that is not next to another may become a line break. */
  #folded(text: string, { quote, folds }: { quote: string; folds: boolean }): void {
    let indents = false;
    for (const part of text.split(/([\u2028\u2029])/)) {
      if (part === '\u2028' || part === '\u2029') {
        this.#putBreak(part);
        this.#indention = true;
        indents = true;
      } else if (part !== '') {
        if (indents) {
          this.#writeIndent(this.#inner);
          indents = false;
        }
        this.#foldLine(part, folds ? quote : undefined);
        this.#indention = false;
      }
    }
    this.#put(quote);
    this.#whitespace = false;
    this.#indention = false;
  }

  #foldLine(text: string, quote: string | undefined): void {
    let start = 0;
    for (let at = text.indexOf(' '); quote !== undefined && at >= 0; at = text.indexOf(' ', at + 1)) {
      const follows = text.startsWith(' ', at + 1);
      const inside = at > 0 && at < text.length - 1;
      const single = !text.startsWith(' ', at - 1) || at === 0;
      if (this.#column + at - start > bestWidth && single && (quote === '"' ? inside : inside && !follows)) {
        this.#put(text.slice(start, at));
        this.#writeIndent(this.#inner);
        this.#put(follows ? '\\' : '');
        start = at + 1;
      }
    }
    this.#put(text.slice(start));
  }

  /** Column of the further lines of a scalar. */
  get #inner(): number {
    return Math.max(this.#indent, 0) + indentWidth;
  }

  #literal(text: string): void {
    const hint = /^[ \n\r\u0085\u2028\u2029]/.test(text) ? String(indentWidth) : '';
    this.#indicator(`|${hint}${chomping(text)}`, { space: true, indention: false });
    this.#putBreak('\n');
    this.#indention = true;
    this.#whitespace = true;
    this.#literalLines(text);
  }

  #literalLines(text: string): void {
    let indents = true;
    for (const part of text.split(/([\n\u2028\u2029])/)) {
      if (part === '\n' || part === '\u2028' || part === '\u2029') {
        this.#putBreak(part);
        this.#indention = true;
        indents = true;
      } else if (part !== '') {
        if (indents) {
          this.#writeIndent(this.#inner);
        }
        this.#put(part);
        this.#indention = false;
        indents = false;
      }
    }
  }

  #indicator(text: string, { space, indention }: { space: boolean; indention: boolean }): void {
    if (space) {
      this.#space();
    }
    this.#put(text);
    this.#whitespace = false;
    this.#indention = this.#indention && indention;
  }

  #writeIndent(indent = Math.max(this.#indent, 0)): void {
    if (!this.#indention || this.#column > indent || (this.#column === indent && !this.#whitespace)) {
      this.#putBreak('\n');
    }
    if (this.#column < indent) {
      this.#put(' '.repeat(indent - this.#column));
    }
    this.#whitespace = true;
    this.#indention = true;
  }

  #put(text: string): void {
    this.#out.push(text);
    this.#column += text.length;
  }

  #putBreak(text: string): void {
    this.#out.push(text);
    this.#column = 0;
  }
}

/** Keys of one line and moderate length stand in front of a colon, others behind `? `. */
function isSimpleKey(key: string): boolean {
  return !isMultiline(key) && Buffer.byteLength(key) <= longestKeyBytes;
}

/** `-` without a break at the end, `+` with more than one. */
function chomping(text: string): string {
  if (!/[\n\u2028\u2029]$/.test(text)) {
    return '-';
  }
  return /(?:^|[\n\u2028\u2029])[\n\u2028\u2029]$/.test(text) ? '+' : '';
}

/** Go's emitter takes every character for a byte order mark in a text that begins with one. */
function escapeText(text: string): string {
  return text.startsWith('\ufeff')
    ? [...text].map(escapeCharacter).join('')
    : text.replaceAll(escaped, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const letter = escapes.get(code);
  if (letter !== undefined) {
    return `\\${letter}`;
  }
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) {
    return `\\x${digits.padStart(2, '0')}`;
  }
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}
