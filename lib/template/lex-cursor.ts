import { runeOf } from '../go/bytes.ts';
import { sprintf } from '../go/sprintf.ts';
import { categoryTest } from '../go/unicode.ts';
import type { Source } from './source.ts';
import type { Token, TokenKind } from './token.ts';

export interface LexOptions {
  /** Words that are functions and hence no keywords, though they look like one: `break` and `continue` only. */
  readonly isFunction: (word: string) => boolean;
}

/** What ASCII characters are, as bits: white space, part of a word, a digit, what may follow a word, the start of a name. */
export const charBits = { space: 1, word: 2, digit: 4, end: 8, name: 16 };
/** A run of ASCII word characters, perhaps empty. */
const asciiWord = /\w*/y;

const charClass: readonly number[] = Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  const isDigit = char >= '0' && char <= '9';
  const isWord = isDigit || char === '_' || char.toLowerCase() !== char.toUpperCase();
  return (
    (' \t\r\n'.includes(char) ? charBits.space : 0) |
    (isWord ? charBits.word : 0) |
    (isDigit ? charBits.digit : 0) |
    (' \t\r\n.,|:)('.includes(char) ? charBits.end : 0) |
    ((isWord && !isDigit) || char === '.' || char === '$' ? charBits.name : 0)
  );
});

/** Whether a character is ASCII and has one of `charBits`. */
export function isOfClass(code: number, bit: number): boolean {
  return ((charClass[code] ?? 0) & bit) !== 0;
}

/** Beyond ASCII. */
const isLetterOrDigit = categoryTest('L', 'Nd');

/** Where a lexer is in a template text, and the tokens that it has found. */
export class LexCursor {
  readonly text: string;
  readonly left: string;
  readonly right: string;
  readonly tokens: Token[] = [];
  at: number;
  start: number;
  /** Whether white space precedes the token that is being read. */
  spaced = false;
  parenDepth = 0;
  readonly options: LexOptions;

  constructor(source: Source, options: LexOptions) {
    this.text = source.text;
    this.left = source.delims.left;
    this.right = source.delims.right;
    this.at = source.start;
    this.start = source.start;
    this.options = options;
  }

  /** Ends a token here. */
  emit(kind: TokenKind, value = this.text.slice(this.start, this.at)): void {
    this.tokens.push({ kind, start: this.start, value, spaced: this.spaced });
    this.start = this.at;
    this.spaced = false;
  }

  /** Emits an error as the last token, at the start of what is read. Never true, as of what reads a token and fails. */
  fail(message: string): false {
    this.tokens.push({ kind: 'error', start: this.start, value: message, spaced: this.spaced });
    return false;
  }

  /** Lets what is read start here. */
  ignore(): void {
    this.start = this.at;
  }

  /** The character at the present place, a pair of surrogates as one; empty at the end. */
  peek(): string {
    const code = this.text.codePointAt(this.at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  /** Takes one character, if it is one of these. */
  accept(valid: string): boolean {
    const char = this.text.charAt(this.at);
    if (char === '' || !valid.includes(char)) {
      return false;
    }
    this.at += 1;
    return true;
  }

  acceptRun(valid: string): void {
    for (let taken = true; taken; taken = this.accept(valid)) {}
  }

  isWord(): boolean {
    const code = this.text.charCodeAt(this.at);
    return code < 128 ? isOfClass(code, charBits.word) : isLetterOrDigit(this.peek());
  }

  /** Skips what a sticky expression fits, which may be nothing: the engine's own loop is much faster than one here. */
  skip(run: RegExp): void {
    run.lastIndex = this.at;
    run.test(this.text);
    this.at = run.lastIndex;
  }

  skipWord(): void {
    this.skip(asciiWord);
    while (this.text.charCodeAt(this.at) > 127 && this.isWord()) {
      this.at += this.peek().length;
      this.skip(asciiWord);
    }
  }

  /** Whether what is here may follow a word, which keeps `$x+2` from meaning anything. */
  atTerminator(): boolean {
    const code = this.text.charCodeAt(this.at);
    return isOfClass(code, charBits.end) || Number.isNaN(code) || this.startsWith(this.right);
  }

  startsWith(piece: string, offset = 0): boolean {
    return this.text.startsWith(piece, this.at + offset);
  }

  /** Skips white space and notes whether there was any. */
  skipSpaces(): void {
    const { text, at } = this;
    let end = at;
    while (isSpace(text, end)) {
      end += 1;
    }
    this.at = end;
    this.start = end;
    this.spaced = end > at;
  }

  badCharacter(): false {
    return this.fail(sprintf('bad character %#U', [BigInt(runeOf(this.peek()))]));
  }
}

/** Whether there is what templates take for white space. */
export function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}
