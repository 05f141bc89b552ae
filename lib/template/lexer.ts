import { runeOf } from '../go/bytes.ts';
import { sprintf } from '../go/sprintf.ts';
import type { Source } from './source.ts';
import { keywords, type Token, type TokenKind } from './token.ts';

export interface LexOptions {
  /** Words that are functions and hence no keywords, though they look like one: `break` and `continue` only. */
  readonly isFunction: (word: string) => boolean;
}

/** The tokens of a template text; the last one is `eof`, or `error` where the text cannot be read any further. */
export function lexTemplate(source: Source, options: LexOptions): Token[] {
  return new Lexer(source, options).run();
}

/** A lexical context: reads some tokens and names the context that follows; `undefined` ends. */
type StateFn = (lexer: Lexer) => StateFn | undefined;

const letterOrDigit = /^[\p{L}\p{Nd}]$/u;
const trimMarkerLength = 2;
const charBits = { space: 1, word: 2, digit: 4, end: 8 };
/** A run of ASCII word characters, perhaps empty: the engine's own loop is much faster than one here. */
const asciiWord = /\w*/y;

/** What ASCII characters are: white space, part of a word, a digit. */
const charClass: readonly number[] = Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  return (
    (/[ \t\r\n]/.test(char) ? charBits.space : 0) |
    (/\w/.test(char) ? charBits.word : 0) |
    (/\d/.test(char) ? charBits.digit : 0) |
    (/[ \t\r\n.,|:)(]/.test(char) ? charBits.end : 0)
  );
});

class Lexer {
  readonly text: string;
  readonly left: string;
  readonly right: string;
  readonly tokens: Token[] = [];
  at: number;
  start: number;
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

  emit(kind: TokenKind): void {
    this.tokens.push({ kind, start: this.start, value: this.text.slice(this.start, this.at) });
    this.start = this.at;
  }

  fail(message: string): undefined {
    this.tokens.push({ kind: 'error', start: this.start, value: message });
    return undefined;
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
    return code < 128 ? ((charClass[code] ?? 0) & charBits.word) !== 0 : letterOrDigit.test(this.peek());
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

  /** Whether the right delimiter is here, perhaps after a trim marker. */
  rightDelim(): 'none' | 'plain' | 'trim' {
    if (
      isSpace(this.text, this.at) &&
      this.text[this.at + 1] === '-' &&
      this.startsWith(this.right, trimMarkerLength)
    ) {
      return 'trim';
    }
    return this.startsWith(this.right) ? 'plain' : 'none';
  }

  skipSpaces(): void {
    while (isSpace(this.text, this.at)) {
      this.at += 1;
    }
  }

  badCharacter(): undefined {
    return this.fail(sprintf('bad character %#U', [BigInt(runeOf(this.peek()))]));
  }
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

function hasLeftTrimMarker(text: string, at: number): boolean {
  return text[at] === '-' && isSpace(text, at + 1);
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
  lexer.emit('left-delim');
  lexer.at += marker;
  lexer.ignore();
  lexer.parenDepth = 0;
  return lexInsideAction;
}

/** A comment, which must fill its action. */
function lexComment(lexer: Lexer): StateFn | undefined {
  const end = lexer.text.indexOf('*/', lexer.at + 2);
  if (end < 0) {
    return lexer.fail('unclosed comment');
  }
  lexer.at = end + 2;
  if (lexer.rightDelim() === 'none') {
    return lexer.fail('comment ends before closing delimiter');
  }
  return skipRightDelim(lexer);
}

/** The right delimiter, with its trim marker and the spaces after it that this takes away. */
function lexRightDelim(lexer: Lexer): StateFn {
  const trims = lexer.rightDelim() === 'trim';
  lexer.at += trims ? trimMarkerLength : 0;
  lexer.ignore();
  lexer.at += lexer.right.length;
  lexer.emit('right-delim');
  return trims ? trimText(lexer) : lexText;
}

function skipRightDelim(lexer: Lexer): StateFn {
  const trims = lexer.rightDelim() === 'trim';
  lexer.at += (trims ? trimMarkerLength : 0) + lexer.right.length;
  lexer.ignore();
  return trims ? trimText(lexer) : lexText;
}

function trimText(lexer: Lexer): StateFn {
  lexer.skipSpaces();
  lexer.ignore();
  return lexText;
}

const singleTokens: Readonly<Record<string, TokenKind>> = { '=': 'assign', '|': 'pipe' };
const quotes: Readonly<Record<string, StateFn>> = {
  '"': (lexer) => lexQuoted(lexer, { mark: '"', kind: 'string', what: 'quoted string' }),
  "'": (lexer) => lexQuoted(lexer, { mark: "'", kind: 'char-constant', what: 'character constant' }),
  '`': lexRawQuote,
};

/** The inside of an action, one token at a time. */
function lexInsideAction(lexer: Lexer): StateFn | undefined {
  if (lexer.rightDelim() !== 'none') {
    return lexer.parenDepth === 0 ? lexRightDelim : lexer.fail('unclosed left paren');
  }
  const code = lexer.text.charCodeAt(lexer.at);
  const kind = code < 128 ? (charClass[code] ?? 0) : 0;
  if ((kind & charBits.space) !== 0) {
    return lexSpace;
  }
  if ((kind & charBits.digit) !== 0) {
    return lexNumber;
  }
  if (lexer.isWord()) {
    return lexIdentifier;
  }
  return lexPunctuation(lexer);
}

function lexPunctuation(lexer: Lexer): StateFn | undefined {
  const char = lexer.text.charAt(lexer.at);
  switch (char) {
    case '':
      return lexer.fail('unclosed action');
    case '.':
      return lexDot;
    case '$':
      return lexVariable;
    case '+':
    case '-':
      return lexNumber;
    case ':':
      return lexDeclare;
    case '(':
    case ')':
      return lexParen;
    default:
      return quotes[char] ?? lexCharacter;
  }
}

function lexCharacter(lexer: Lexer): StateFn | undefined {
  const char = lexer.peek();
  if (char < ' ' || char > '~') {
    return lexer.fail(sprintf('unrecognized character in action: %#U', [BigInt(runeOf(char))]));
  }
  lexer.at += 1;
  lexer.emit(singleTokens[char] ?? 'char');
  return lexInsideAction;
}

function lexDeclare(lexer: Lexer): StateFn | undefined {
  if (!lexer.startsWith(':=')) {
    return lexer.fail('expected :=');
  }
  lexer.at += 2;
  lexer.emit('declare');
  return lexInsideAction;
}

function lexParen(lexer: Lexer): StateFn | undefined {
  const opens = lexer.text[lexer.at] === '(';
  lexer.at += 1;
  lexer.parenDepth += opens ? 1 : -1;
  if (lexer.parenDepth < 0) {
    return lexer.fail('unexpected right paren');
  }
  lexer.emit(opens ? 'left-paren' : 'right-paren');
  return lexInsideAction;
}

/** A run of spaces; the last one may belong to a right delimiter with a trim marker. */
function lexSpace(lexer: Lexer): StateFn {
  lexer.skipSpaces();
  if (lexer.text[lexer.at] === '-' && lexer.startsWith(lexer.right, 1)) {
    lexer.at -= 1;
    if (lexer.at === lexer.start) {
      return lexRightDelim;
    }
  }
  lexer.emit('space');
  return lexInsideAction;
}

/** A word: keyword, constant or function. */
function lexIdentifier(lexer: Lexer): StateFn | undefined {
  lexer.skipWord();
  if (!lexer.atTerminator()) {
    return lexer.badCharacter();
  }
  lexer.emit(wordKind(lexer.text.slice(lexer.start, lexer.at), lexer.options));
  return lexInsideAction;
}

function wordKind(word: string, { isFunction }: LexOptions): TokenKind {
  const keyword = keywords.get(word);
  if (keyword !== undefined) {
    return (keyword === 'break' || keyword === 'continue') && isFunction(word) ? 'identifier' : keyword;
  }
  return word === 'true' || word === 'false' ? 'bool' : 'identifier';
}

/** A dot: the cursor, a field, or the start of a number. */
function lexDot(lexer: Lexer): StateFn | undefined {
  const next = lexer.text.charCodeAt(lexer.at + 1);
  if (Number.isNaN(next) || (next >= 0x30 && next <= 0x39)) {
    return lexNumber;
  }
  return lexNamed(lexer, { named: 'field', bare: 'dot' });
}

function lexVariable(lexer: Lexer): StateFn | undefined {
  return lexNamed(lexer, { named: 'variable', bare: 'variable' });
}

/** `.name` or `$name`, or the sign alone. */
function lexNamed(lexer: Lexer, kinds: { readonly named: TokenKind; readonly bare: TokenKind }): StateFn | undefined {
  lexer.at += 1;
  if (lexer.atTerminator()) {
    lexer.emit(kinds.bare);
    return lexInsideAction;
  }
  lexer.skipWord();
  if (!lexer.atTerminator()) {
    return lexer.badCharacter();
  }
  lexer.emit(kinds.named);
  return lexInsideAction;
}

interface Quoted {
  readonly mark: string;
  readonly kind: TokenKind;
  readonly what: string;
}

function lexQuoted(lexer: Lexer, { mark, kind, what }: Quoted): StateFn | undefined {
  for (lexer.at += 1; ; lexer.at += 1) {
    const char = lexer.text[lexer.at];
    lexer.at += char === '\\' ? 1 : 0;
    const taken = lexer.text[lexer.at];
    if (taken === undefined || taken === '\n') {
      return lexer.fail(`unterminated ${what}`);
    }
    if (char === mark) {
      lexer.at += 1;
      lexer.emit(kind);
      return lexInsideAction;
    }
  }
}

function lexRawQuote(lexer: Lexer): StateFn | undefined {
  const end = lexer.text.indexOf('`', lexer.at + 1);
  if (end < 0) {
    return lexer.fail('unterminated raw quoted string');
  }
  lexer.at = end + 1;
  lexer.emit('raw-string');
  return lexInsideAction;
}

/** A number, loosely: what is wrong with it is for the parser to find. */
function lexNumber(lexer: Lexer): StateFn | undefined {
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
  return lexInsideAction;
}

function badNumber(lexer: Lexer): undefined {
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
