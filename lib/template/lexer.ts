import { runeOf } from '../go/bytes.ts';
import { sprintf } from '../go/sprintf.ts';
import { charBits, isOfClass, isSpace, LexCursor, type LexOptions } from './lex-cursor.ts';
import { lexNumber } from './lex-number.ts';
import type { Source } from './source.ts';
import { keywords, type Token, type TokenKind } from './token.ts';

/**
 * The tokens of a template text; the last one is `eof`, or `error` where the text cannot be read any further. White
 * space is no token of its own: the one that follows tells of it.
 */
export function lexTemplate(source: Source, options: LexOptions): Token[] {
  const lexer = new LexCursor(source, options);
  let state: StateFn | undefined = lexText;
  while (state !== undefined) {
    state = state(lexer);
  }
  return lexer.tokens;
}

/** A lexical context: reads some tokens and names the context that follows; `undefined` ends. */
type StateFn = (lexer: LexCursor) => StateFn | undefined;

const trimMarkerLength = 2;

/** Nearly every name, with what may follow one. */
const plainName = /[.$]?[A-Za-z_]\w*(?=[ \t\r\n.,|:)(])/y;

function hasLeftTrimMarker(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x2d && isSpace(text, at + 1);
}

/** Text up to the next left delimiter, trimmed at its end if that delimiter says so. */
function lexText(lexer: LexCursor): StateFn | undefined {
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
function lexLeftDelim(lexer: LexCursor): StateFn {
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
function lexComment(lexer: LexCursor): StateFn | undefined {
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
function lexRightDelim(lexer: LexCursor, trims: boolean): StateFn | undefined {
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

function trimText(lexer: LexCursor): StateFn {
  lexer.skipSpaces();
  lexer.spaced = false;
  return lexText;
}

/** The inside of an action, up to its right delimiter. */
function lexAction(lexer: LexCursor): StateFn | undefined {
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
    const taken = isOfClass(code, charBits.name) ? lexName(lexer, code) : lexOther(lexer, code);
    if (!taken) {
      return undefined;
    }
  }
}

/** A word, `.name`, `$name`, or the sign alone. Where it fails it has emitted the error, as all below. */
function lexName(lexer: LexCursor, code: number): boolean {
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

function lexOther(lexer: LexCursor, code: number): boolean {
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
      return isOfClass(code, charBits.digit) ? lexNumber(lexer) : lexCharacter(lexer);
  }
}

const singleTokens: Readonly<Record<string, TokenKind>> = { '=': 'assign', '|': 'pipe' };

function lexCharacter(lexer: LexCursor): boolean {
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

function lexDeclare(lexer: LexCursor): boolean {
  if (!lexer.startsWith(':=')) {
    return lexer.fail('expected :=');
  }
  lexer.at += 2;
  lexer.emit('declare');
  return true;
}

function lexParen(lexer: LexCursor, opens: boolean): boolean {
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

function lexQuoted(lexer: LexCursor, { mark, kind, what }: Quoted): boolean {
  for (lexer.at += 1; ; lexer.at += 1) {
    lexer.skip(plainQuoted);
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

function lexRawQuote(lexer: LexCursor): boolean {
  const end = lexer.text.indexOf('`', lexer.at + 1);
  if (end < 0) {
    return lexer.fail('unterminated raw quoted string');
  }
  lexer.at = end + 1;
  lexer.emit('raw-string');
  return true;
}
