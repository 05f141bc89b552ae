import { sprintf } from '../go/sprintf.ts';
import type { LexCursor } from './lex-cursor.ts';

/** A number, loosely: what is wrong with it is for the parser to find. */
export function lexNumber(lexer: LexCursor): boolean {
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

function badNumber(lexer: LexCursor): false {
  return lexer.fail(sprintf('bad number syntax: %q', [lexer.text.slice(lexer.start, lexer.at)]));
}

const decimalDigits = '0123456789_';
function scanNumber(lexer: LexCursor): boolean {
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

function digitsOfPrefix(lexer: LexCursor): string {
  if (lexer.accept('xX')) {
    return '0123456789abcdefABCDEF_';
  }
  if (lexer.accept('oO')) {
    return '01234567_';
  }
  return lexer.accept('bB') ? '01_' : decimalDigits;
}
