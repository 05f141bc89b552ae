import { isSpace } from '../../../go/space.ts';
import { type Declared, fn } from '../declare.ts';
import { camelCase, delimited } from './identifier-case.ts';
import {
  isLower,
  isTitle,
  isUpper,
  mapRunes,
  runeToLower,
  runeToTitle,
  runeToUpper,
  toLower,
  toUpper,
} from './rune-case.ts';

/** Upper, lower and title case, and the spellings of identifiers. */
export const caseFunctions: readonly Declared[] = [
  ['upper', fn(['string'], 'string', ([text]) => toUpper(text))],
  ['lower', fn(['string'], 'string', ([text]) => toLower(text))],
  ['title', fn(['string'], 'string', ([text]) => titleCase(text))],
  ['untitle', fn(['string'], 'string', ([text]) => uncapitalize(text))],
  ['swapcase', fn(['string'], 'string', ([text]) => swapCase(text))],
  ['camelcase', fn(['string'], 'string', ([text]) => camelCase(text))],
  ['snakecase', fn(['string'], 'string', ([text]) => delimited(text, '_'))],
  ['kebabcase', fn(['string'], 'string', ([text]) => delimited(text, '-'))],
];

const wordChar = /^[\p{L}\p{Nd}]$/u;

/** strings.Title: what follows a separator is capitalised. Beyond ASCII only spaces separate. */
function titleCase(text: string): string {
  let previous = ' ';
  return mapRunes(text, (char) => {
    const changed = isSeparator(previous) ? runeToTitle(char) : char;
    previous = char;
    return changed;
  });
}

function isSeparator(char: string): boolean {
  if (char < '\u0080') {
    return !/^\w$/.test(char);
  }
  return !wordChar.test(char) && isSpaceChar(char);
}

function isSpaceChar(char: string): boolean {
  return isSpace(char.codePointAt(0) ?? 0);
}

/** goutils' Uncapitalize: lowers the first letter of each word. */
function uncapitalize(text: string): string {
  let atStart = true;
  return mapRunes(text, (char) => {
    const gap = isSpaceChar(char);
    const changed = atStart && !gap ? runeToLower(char) : char;
    atStart = gap;
    return changed;
  });
}

/** goutils' SwapCase: small letters become title case at the start of a word. */
function swapCase(text: string): string {
  let atStart = true;
  return mapRunes(text, (char) => {
    if (isUpper(char) || isTitle(char)) {
      atStart = false;
      return runeToLower(char);
    }
    if (isLower(char)) {
      const changed = atStart ? runeToTitle(char) : runeToUpper(char);
      atStart = false;
      return changed;
    }
    atStart = isSpaceChar(char);
    return char;
  });
}
