import { runeOf } from '../go/bytes.ts';
import { sprintf } from '../go/sprintf.ts';
import { categoryTest } from '../go/unicode.ts';
import type { Source } from './source.ts';
import { keywords, type Token, type TokenKind } from './token.ts';

export interface LexOptions {
  /** Words that are functions and hence no keywords, though they look like one: `break` and `continue` only. */
  readonly isFunction: (word: string) => boolean;
}

/**
 * The tokens of a template text; the last one is `eof`, or `error` where the text cannot be read any further. White
 * space is no token of its own: the one that follows tells of it.
 */
export function lexTemplate(source: Source, options: LexOptions): Token[] {
  return new Lexer(source, options).run();
}

/** A lexical context: reads some tokens and names the context that follows; `undefined` ends. */
type StateFn = (lexer: Lexer) => StateFn | undefined;

const trimMarkerLength = 2;
const charBits = { space: 1, word: 2, digit: 4, end: 8, name: 16 };
/** A run of ASCII word characters, perhaps empty: the engine's own loop is much faster than one here. */
const asciiWord = /\w*/y;

/** Nearly every name, with what may follow one. */
const plainName = /[.$]?[A-Za-z_]\w*(?=[ \t\r\n.,|:)(])/y;

/** What ASCII characters are: white space, part of a word, a digit, what may follow a word, the start of a name. */
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

/** Beyond ASCII. */
const isLetterOrDigit = categoryTest('L', 'Nd');

class Lexer {
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

  run(): Token[] {
    let state: StateFn | undefined = lexText;
    while (state !== undefined) {
      state = state(this);
    }
    return this.tokens;
  }

  emit(kind: TokenKind, value = this.text.slice(this.start, this.at)): void {
    this.tokens.push({ kind, start: this.start, value, spaced: this.spaced });
    this.start = this.at;
    this.spaced = false;
  }

  fail(message: string): false {
    this.tokens.push({ kind: 'error', start: this.start, value: message, spaced: this.spaced });
    return false;
  }

  ignore(): void {
    this.start = this.at;
  }

  /** The character at the present place, a pair of surrogates as one; empty at the end. */
  peek(): string {
    const code = this.text.codePointAt(this.at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

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
    return code < 128 ? ((charClass[code] ?? 0) & charBits.word) !== 0 : isLetterOrDigit(this.peek());
  }

  skipWord(): void {
    asciiWord.lastIndex = this.at;
    asciiWord.test(this.text);
    this.at = asciiWord.lastIndex;
    while (this.text.charCodeAt(this.at) > 127 && this.isWord()) {
      this.at += this.peek().length;
      asciiWord.lastIndex = this.at;
      asciiWord.test(this.text);
      this.at = asciiWord.lastIndex;
    }
  }

  /** Whether what is here may follow a word, which keeps `$x+2` from meaning anything. */
  atTerminator(): boolean {
    const code = this.text.charCodeAt(this.at);
    return ((charClass[code] ?? 0) & charBits.end) !== 0 || Number.isNaN(code) || this.startsWith(this.right);
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

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

function hasLeftTrimMarker(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x2d && isSpace(text, at + 1);
}

/** Text up to the next left delimiter, trimmed at its end if that delimiter says so. */
function lexText(lexer: Lexer): StateFn | undefined {
  const delim = lexer.text.indexOf(lexer.left, lexer.at);
  if (delim < 0) {
    lexer.at = lexer.text.length;
    if (lexer.at > lexer.start) {
      lexer.emit('text');
    }
    lexer.emit('eof');
    return undefined;
  }
  lexer.at = delim;
  if (hasLeftTrimMarker(lexer.text, delim + lexer.left.length)) {
    while (lexer.at > lexer.start && isSpace(lexer.text, lexer.at - 1)) {
      lexer.at -= 1;
    }
  }
  if (lexer.at > lexer.start) {
    lexer.emit('text');
  }
  lexer.at = delim;
  lexer.ignore();
  return lexLeftDelim;
}

/** The left delimiter, with its trim marker; a comment may follow, else an action. */
function lexLeftDelim(lexer: Lexer): StateFn {
  lexer.at += lexer.left.length;
  const marker = hasLeftTrimMarker(lexer.text, lexer.at) ? trimMarkerLength : 0;
  if (lexer.startsWith('/*', marker)) {
    lexer.at += marker;
    lexer.ignore();
    return lexComment;
  }
  lexer.emit('left-delim', lexer.left);
  lexer.at += marker;
  lexer.ignore();
  lexer.parenDepth = 0;
  return lexAction;
}

/** A comment, which must fill its action. */
function lexComment(lexer: Lexer): StateFn | undefined {
  const end = lexer.text.indexOf('*/', lexer.at + 2);
  if (end < 0) {
    lexer.fail('unclosed comment');
    return undefined;
  }
  lexer.at = end + 2;
  const trims = isSpace(lexer.text, lexer.at) && lexer.startsWith('-', 1) && lexer.startsWith(lexer.right, 2);
  if (!trims && !lexer.startsWith(lexer.right)) {
    lexer.fail('comment ends before closing delimiter');
    return undefined;
  }
  lexer.at += (trims ? trimMarkerLength : 0) + lexer.right.length;
  lexer.ignore();
  return trims ? trimText(lexer) : lexText;
}

/** The right delimiter; a trim marker before it takes the white space away that follows. */
function lexRightDelim(lexer: Lexer, trims: boolean): StateFn | undefined {
  if (lexer.parenDepth > 0) {
    lexer.start -= trims ? 1 : 0;
    lexer.fail('unclosed left paren');
    return undefined;
  }
  if (trims) {
    // The last white space belongs to the marker.
    lexer.spaced = isSpace(lexer.text, lexer.at - trimMarkerLength);
    lexer.at += 1;
  }
  lexer.ignore();
  lexer.at += lexer.right.length;
  lexer.emit('right-delim', lexer.right);
  return trims ? trimText(lexer) : lexText;
}

function trimText(lexer: Lexer): StateFn {
  lexer.skipSpaces();
  lexer.spaced = false;
  return lexText;
}

/** The inside of an action, up to its right delimiter. */
function lexAction(lexer: Lexer): StateFn | undefined {
  const { text, right } = lexer;
  const rightCode = right.charCodeAt(0);
  for (;;) {
    let code = text.charCodeAt(lexer.at);
    if (code === 0x20 || (code < 0x20 && isSpace(text, lexer.at))) {
      lexer.skipSpaces();
      code = text.charCodeAt(lexer.at);
      if (code === 0x2d && text.startsWith(right, lexer.at + 1)) {
        return lexRightDelim(lexer, true);
      }
    }
    if (code === rightCode && text.startsWith(right, lexer.at)) {
      return lexRightDelim(lexer, false);
    }
    const taken = ((charClass[code] ?? 0) & charBits.name) !== 0 ? lexName(lexer, code) : lexOther(lexer, code);
    if (!taken) {
      return undefined;
    }
  }
}

/** A word, `.name`, `$name`, or the sign alone. Where it fails it has emitted the error, as all below. */
function lexName(lexer: Lexer, code: number): boolean {
  const signed = code === 0x2e || code === 0x24;
  plainName.lastIndex = lexer.at;
  if (plainName.test(lexer.text)) {
    lexer.at = plainName.lastIndex;
  } else {
    if (code === 0x2e && isNumberAfterDot(lexer.text.charCodeAt(lexer.at + 1))) {
      return lexNumber(lexer);
    }
    lexer.at += signed ? 1 : 0;
    if (signed && lexer.atTerminator()) {
      lexer.emit(code === 0x2e ? 'dot' : 'variable');
      return true;
    }
    lexer.skipWord();
    if (!lexer.atTerminator()) {
      return lexer.badCharacter();
    }
  }
  const name = lexer.text.slice(lexer.start, lexer.at);
  lexer.emit(signed ? (code === 0x2e ? 'field' : 'variable') : wordKind(name, lexer.options), name);
  return true;
}

function isNumberAfterDot(code: number): boolean {
  return Number.isNaN(code) || (code >= 0x30 && code <= 0x39);
}

/** A word: keyword, constant or function. */
function wordKind(word: string, options: LexOptions): TokenKind {
  const keyword = keywords.get(word);
  if (keyword !== undefined) {
    return (keyword === 'break' || keyword === 'continue') && options.isFunction(word) ? 'identifier' : keyword;
  }
  return word === 'true' || word === 'false' ? 'bool' : 'identifier';
}

function lexOther(lexer: Lexer, code: number): boolean {
  switch (code) {
    case 0x22:
      return lexQuoted(lexer, { mark: '"', kind: 'string', what: 'quoted string' });
    case 0x28:
    case 0x29:
      return lexParen(lexer, code === 0x28);
    case 0x27:
      return lexQuoted(lexer, { mark: "'", kind: 'char-constant', what: 'character constant' });
    case 0x60:
      return lexRawQuote(lexer);
    case 0x3a:
      return lexDeclare(lexer);
    case 0x2b:
    case 0x2d:
      return lexNumber(lexer);
    default:
      return ((charClass[code] ?? 0) & charBits.digit) !== 0 ? lexNumber(lexer) : lexCharacter(lexer);
  }
}

const singleTokens: Readonly<Record<string, TokenKind>> = { '=': 'assign', '|': 'pipe' };

function lexCharacter(lexer: Lexer): boolean {
  const char = lexer.peek();
  if (char === '') {
    return lexer.fail('unclosed action');
  }
  if (lexer.isWord()) {
    return lexName(lexer, 0);
  }
  if (char < ' ' || char > '~') {
    return lexer.fail(sprintf('unrecognized character in action: %#U', [BigInt(runeOf(char))]));
  }
  lexer.at += 1;
  lexer.emit(singleTokens[char] ?? 'char', char);
  return true;
}

function lexDeclare(lexer: Lexer): boolean {
  if (!lexer.startsWith(':=')) {
    return lexer.fail('expected :=');
  }
  lexer.at += 2;
  lexer.emit('declare');
  return true;
}

function lexParen(lexer: Lexer, opens: boolean): boolean {
  lexer.at += 1;
  lexer.parenDepth += opens ? 1 : -1;
  if (lexer.parenDepth < 0) {
    return lexer.fail('unexpected right paren');
  }
  lexer.emit(opens ? 'left-paren' : 'right-paren', opens ? '(' : ')');
  return true;
}

/** What stands for itself between quotes of either kind. */
const plainQuoted = /[^"'\\\n]*/y;

interface Quoted {
  readonly mark: string;
  readonly kind: TokenKind;
  readonly what: string;
}

function lexQuoted(lexer: Lexer, { mark, kind, what }: Quoted): boolean {
  for (lexer.at += 1; ; lexer.at += 1) {
    plainQuoted.lastIndex = lexer.at;
    plainQuoted.test(lexer.text);
    lexer.at = plainQuoted.lastIndex;
    const char = lexer.text[lexer.at];
    lexer.at += char === '\\' ? 1 : 0;
    const taken = lexer.text[lexer.at];
    if (taken === undefined || taken === '\n') {
      return lexer.fail(`unterminated ${what}`);
    }
    if (char === mark) {
      lexer.at += 1;
      lexer.emit(kind);
      return true;
    }
  }
}

function lexRawQuote(lexer: Lexer): boolean {
  const end = lexer.text.indexOf('`', lexer.at + 1);
  if (end < 0) {
    return lexer.fail('unterminated raw quoted string');
  }
  lexer.at = end + 1;
  lexer.emit('raw-string');
  return true;
}

/** A number, loosely: what is wrong with it is for the parser to find. */
function lexNumber(lexer: Lexer): boolean {
  if (!scanNumber(lexer)) {
    return badNumber(lexer);
  }
  if (lexer.startsWith('+') || lexer.startsWith('-')) {
    if (!scanNumber(lexer) || lexer.text[lexer.at - 1] !== 'i') {
      return badNumber(lexer);
    }
    lexer.emit('complex');
  } else {
    lexer.emit('number');
  }
  return true;
}

function badNumber(lexer: Lexer): false {
  return lexer.fail(sprintf('bad number syntax: %q', [lexer.text.slice(lexer.start, lexer.at)]));
}

const decimalDigits = '0123456789_';
function scanNumber(lexer: Lexer): boolean {
  lexer.accept('+-');
  const digits = lexer.accept('0') ? digitsOfPrefix(lexer) : decimalDigits;
  lexer.acceptRun(digits);
  if (lexer.accept('.')) {
    lexer.acceptRun(digits);
  }
  const exponent = digits === decimalDigits ? 'eE' : digits.length > decimalDigits.length ? 'pP' : '';
  if (exponent !== '' && lexer.accept(exponent)) {
    lexer.accept('+-');
    lexer.acceptRun(decimalDigits);
  }
  lexer.accept('i');
  if (lexer.isWord()) {
    lexer.at += lexer.peek().length;
    return false;
  }
  return true;
}

function digitsOfPrefix(lexer: Lexer): string {
  if (lexer.accept('xX')) {
    return '0123456789abcdefABCDEF_';
  }
  if (lexer.accept('oO')) {
    return '01234567_';
  }
  return lexer.accept('bB') ? '01_' : decimalDigits;
}
