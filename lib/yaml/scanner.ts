import { Cursor, endCode, isBlankOrEnd, isBreak } from './cursor.ts';
import { scanBlock, scanPlain, scanQuoted } from './scan-scalars.ts';
import { scanAnchor, scanDirective, scanTag } from './scan-tags.ts';
import type { PlainTokenKind, Token } from './token.ts';

/** A key without `?` must end on its line and within this many characters (YAML 1.1). */
const maxKeyLength = 1024;

const flowKinds: ReadonlyMap<number, PlainTokenKind> = new Map([
  [91, 'flow-sequence-start'],
  [93, 'flow-sequence-end'],
  [123, 'flow-mapping-start'],
  [125, 'flow-mapping-end'],
  [44, 'flow-entry'],
]);
/** Tab, `#`, `%`, `@` and a backtick. */
const cannotBegin: ReadonlySet<number> = new Set([9, 35, 37, 64, 96]);

/** A token that becomes a key if a colon follows: one slot per open flow collection, and one for the block context. */
interface KeySlot {
  /** False where there is no candidate, or no longer. */
  readonly possible: boolean;
  /** In a block mapping that it must continue: without a colon it is an error. */
  readonly required: boolean;
  /** Number of its first token, counted from the beginning of the stream. */
  readonly number: number;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * Turns YAML 1.1 text into tokens, by the rules of libyaml as Go's yaml.v2 has them (js-yaml reads YAML 1.2, which
 * differs in line breaks, tabs, tags, directives and what may follow a document). One token of lookahead for the
 * parser; more are fetched as long as the next one may still turn out to be a key.
 */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #indents: number[] = [];
  readonly #slots: KeySlot[] = [noKey(0)];
  /**
   * Which slot a token number belongs to. As in yaml.v2, closing a flow collection forgets the number of its last
   * candidate, and an empty collection that of itself: `[]: a` is an empty list, and not a mapping.
   */
  readonly #slotOf = new Map<number, number>();
  #tokens: Token[] = [];
  #head = 0;
  #taken = 0;

  constructor(text: string, name: string | undefined) {
    this.#cursor = new Cursor(text, name);
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  /** The next token, which stays. The last one, `stream-end`, cannot be taken. */
  peek(): Token {
    for (;;) {
      const token = this.#tokens[this.#head];
      if (token !== undefined && !this.#mayBecomeKey()) {
        return token;
      }
      this.#fetch();
    }
  }

  /** Takes the token that `peek` showed. */
  skip(): void {
    const token = this.#tokens[this.#head];
    if (token === undefined || token.kind === 'stream-end') {
      return;
    }
    this.#head += 1;
    this.#taken += 1;
    if (this.#head === this.#tokens.length) {
      this.#tokens = [];
      this.#head = 0;
    }
  }

  #mayBecomeKey(): boolean {
    const level = this.#slotOf.get(this.#taken);
    return level !== undefined && this.#valid(level) !== undefined;
  }

  /** The candidate of a level unless it has become impossible; an error if it had to be a key. */
  #valid(level: number): KeySlot | undefined {
    const slot = this.#slots[level];
    if (slot?.possible !== true) {
      return undefined;
    }
    const { line, offset } = this.#cursor;
    if (slot.line === line && offset - slot.offset <= maxKeyLength) {
      return slot;
    }
    this.#checkRequired(slot);
    this.#slots[level] = noKey(slot.number);
    return undefined;
  }

  #checkRequired(slot: KeySlot): void {
    if (slot.required) {
      throw this.#cursor.fail('a colon is missing: in a mapping each line is "key: value"', slot.offset);
    }
  }

  #dropCandidate(): void {
    const level = this.#slots.length - 1;
    const slot = this.#slots[level];
    if (slot?.possible === true) {
      this.#checkRequired(slot);
      this.#slotOf.delete(slot.number);
      this.#slots[level] = noKey(slot.number);
    }
  }

  #saveCandidate(): void {
    const cursor = this.#cursor;
    if (!cursor.keyAllowed) {
      return;
    }
    const { offset, line, column } = cursor;
    this.#dropCandidate();
    const level = this.#slots.length - 1;
    const number = this.#nextNumber();
    const required = cursor.flowLevel === 0 && cursor.indent === column;
    this.#slots[level] = { possible: true, required, number, offset, line, column };
    this.#slotOf.set(number, level);
  }

  #nextNumber(): number {
    return this.#taken + this.#tokens.length - this.#head;
  }

  #fetch(): void {
    const cursor = this.#cursor;
    this.#skipToToken();
    this.#unroll(cursor.column);
    const code = cursor.code();
    if (code === endCode) {
      this.#fetchEnd();
    } else if (cursor.column === 0 && code === 37) {
      this.#leaveBlocks();
      this.#tokens.push(scanDirective(cursor));
    } else if (cursor.atDocumentMark()) {
      this.#leaveBlocks();
      this.#push(code === 45 ? 'document-start' : 'document-end', 3);
    } else {
      this.#fetchContent(code);
    }
  }

  #fetchContent(code: number): void {
    const flowKind = flowKinds.get(code);
    if (flowKind !== undefined) {
      this.#fetchFlowIndicator(flowKind);
    } else if (code === 45 || code === 63 || code === 58) {
      this.#fetchBlockIndicator(code);
    } else if (cannotBegin.has(code)) {
      throw this.#refusal(code);
    } else if (code === 124 || code === 62) {
      this.#fetchBlockScalar(code);
    } else {
      this.#saveCandidate();
      this.#cursor.keyAllowed = false;
      this.#tokens.push(scanInline(this.#cursor, code));
    }
  }

  #fetchFlowIndicator(kind: PlainTokenKind): void {
    if (kind === 'flow-entry') {
      this.#dropCandidate();
      this.#cursor.keyAllowed = true;
      this.#push(kind, 1);
    } else if (kind === 'flow-sequence-start' || kind === 'flow-mapping-start') {
      this.#fetchFlowStart(kind);
    } else {
      this.#fetchFlowEnd(kind);
    }
  }

  /** `-`, `?` and `:` are indicators before white space, the latter two anywhere in a flow collection. */
  #fetchBlockIndicator(code: 45 | 63 | 58): void {
    const cursor = this.#cursor;
    const alone = isBlankOrEnd(cursor.code(1));
    if (code === 45 ? !alone : !alone && cursor.flowLevel === 0) {
      this.#saveCandidate();
      cursor.keyAllowed = false;
      this.#tokens.push(scanPlainToken(cursor));
    } else if (code === 45) {
      this.#fetchBlockEntry();
    } else if (code === 63) {
      this.#fetchKey();
    } else {
      this.#fetchValue();
    }
  }

  #refusal(code: number): Error {
    const shown = JSON.stringify(String.fromCharCode(code));
    return this.#cursor.fail(
      code === 9 ? 'a tab cannot indent; use spaces' : `${shown} cannot begin a value; quote it`,
    );
  }

  #skipToToken(): void {
    const cursor = this.#cursor;
    for (;;) {
      const tabs = cursor.flowLevel > 0 || !cursor.keyAllowed;
      while (cursor.code() === 32 || (tabs && cursor.code() === 9)) {
        cursor.offset += 1;
      }
      cursor.skipComment();
      if (!isBreak(cursor.code())) {
        return;
      }
      cursor.takeBreak();
      if (cursor.flowLevel === 0) {
        cursor.keyAllowed = true;
      }
    }
  }

  #push(kind: PlainTokenKind, length: number): void {
    this.#tokens.push({ kind, offset: this.#cursor.offset });
    this.#cursor.offset += length;
  }

  #leaveBlocks(): void {
    this.#unroll(-1);
    this.#dropCandidate();
    this.#cursor.keyAllowed = false;
  }

  #fetchEnd(): void {
    const cursor = this.#cursor;
    if (cursor.column !== 0) {
      cursor.line += 1;
      cursor.lineStart = cursor.offset;
    }
    this.#leaveBlocks();
    this.#push('stream-end', 0);
  }

  #fetchFlowStart(kind: PlainTokenKind): void {
    this.#saveCandidate();
    this.#slots.push(noKey(this.#nextNumber()));
    this.#cursor.flowLevel += 1;
    this.#cursor.keyAllowed = true;
    this.#push(kind, 1);
  }

  #fetchFlowEnd(kind: PlainTokenKind): void {
    this.#dropCandidate();
    if (this.#cursor.flowLevel > 0) {
      this.#cursor.flowLevel -= 1;
      this.#slotOf.delete(this.#slots.pop()?.number ?? -1);
    }
    this.#cursor.keyAllowed = false;
    this.#push(kind, 1);
  }

  #fetchBlockEntry(): void {
    const cursor = this.#cursor;
    if (cursor.flowLevel === 0) {
      this.#openBlock('block-sequence-start', 'a list item ("- ") cannot stand here; begin a new line');
    }
    this.#dropCandidate();
    cursor.keyAllowed = true;
    this.#push('block-entry', 1);
  }

  #fetchKey(): void {
    const cursor = this.#cursor;
    if (cursor.flowLevel === 0) {
      this.#openBlock('block-mapping-start', 'a key ("? ") cannot stand here; begin a new line');
    }
    this.#dropCandidate();
    cursor.keyAllowed = cursor.flowLevel === 0;
    this.#push('key', 1);
  }

  #fetchValue(): void {
    const cursor = this.#cursor;
    const level = this.#slots.length - 1;
    const key = this.#valid(level);
    if (key !== undefined) {
      this.#insert(key.number, { kind: 'key', offset: key.offset });
      this.#roll(key.column, { kind: 'block-mapping-start', offset: key.offset }, key.number);
      this.#slots[level] = noKey(key.number);
      this.#slotOf.delete(key.number);
      cursor.keyAllowed = false;
    } else {
      if (cursor.flowLevel === 0) {
        this.#openBlock('block-mapping-start', 'a second colon on a line: quote the text, or begin a new line');
      }
      cursor.keyAllowed = cursor.flowLevel === 0;
    }
    this.#push('value', 1);
  }

  #openBlock(kind: PlainTokenKind, advice: string): void {
    const { keyAllowed, column, offset } = this.#cursor;
    if (!keyAllowed) {
      throw this.#cursor.fail(advice);
    }
    this.#roll(column, { kind, offset });
  }

  #fetchBlockScalar(code: number): void {
    const cursor = this.#cursor;
    if (cursor.flowLevel > 0) {
      throw this.#refusal(code);
    }
    const { offset } = cursor;
    this.#dropCandidate();
    cursor.keyAllowed = true;
    this.#tokens.push({ kind: 'scalar', offset, value: scanBlock(cursor), plain: false });
  }

  #roll(column: number, token: Token, number?: number): void {
    const cursor = this.#cursor;
    if (cursor.flowLevel > 0 || cursor.indent >= column) {
      return;
    }
    this.#indents.push(cursor.indent);
    cursor.indent = column;
    if (number === undefined) {
      this.#tokens.push(token);
    } else {
      this.#insert(number, token);
    }
  }

  #insert(number: number, token: Token): void {
    this.#tokens.splice(this.#head + number - this.#taken, 0, token);
  }

  #unroll(column: number): void {
    const cursor = this.#cursor;
    if (cursor.flowLevel > 0) {
      return;
    }
    while (cursor.indent > column) {
      this.#tokens.push({ kind: 'block-end', offset: cursor.offset });
      cursor.indent = this.#indents.pop() ?? -1;
    }
  }
}

/** Quoted text, an alias, an anchor, a tag, or plain text. */
function scanInline(cursor: Cursor, code: number): Token {
  const { offset } = cursor;
  switch (code) {
    case 39:
    case 34:
      return { kind: 'scalar', offset, value: scanQuoted(cursor, code), plain: false };
    case 42:
      return scanAnchor(cursor, 'alias');
    case 38:
      return scanAnchor(cursor, 'anchor');
    case 33:
      return scanTag(cursor);
    default:
      return scanPlainToken(cursor);
  }
}

function noKey(number: number): KeySlot {
  return { possible: false, required: false, number, offset: 0, line: 0, column: 0 };
}

function scanPlainToken(cursor: Cursor): Token {
  const { offset } = cursor;
  return { kind: 'scalar', offset, value: scanPlain(cursor), plain: true };
}
