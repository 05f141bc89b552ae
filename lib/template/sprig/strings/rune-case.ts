import { isAscii } from '../../../go/bytes.ts';
import { readable } from './text.ts';

const upperLetter = /^\p{Lu}$/u;
const titleLetter = /^\p{Lt}$/u;
const lowerLetter = /^\p{Ll}$/u;

/** Digraphs whose title case differs from their upper case, in each of their three forms. */
const titleForms: ReadonlyMap<string, string> = new Map(
  ['ǅǄǆ', 'ǈǇǉ', 'ǋǊǌ', 'ǲǱǳ'].flatMap((forms) =>
    Array.from(forms, (form): [string, string] => [form, forms.charAt(0)]),
  ),
);
/** Letters that Unicode's full mapping spells out although there is a single letter for them. */
const singleUpper = singles(['ᾀᾈ', 'ᾐᾘ', 'ᾠᾨ'], 8, ['ᾳᾼ', 'ῃῌ', 'ῳῼ']);
const singleLower: ReadonlyMap<string, string> = new Map([['İ', 'i']]);

function singles(ranges: readonly string[], size: number, pairs: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [from = '', to = ''] of ranges) {
    for (let offset = 0; offset < size; offset++) {
      found.set(shifted(from, offset), shifted(to, offset));
    }
  }
  for (const [from = '', to = ''] of pairs) {
    found.set(from, to);
  }
  return found;
}

function shifted(char: string, offset: number): string {
  return String.fromCodePoint((char.codePointAt(0) ?? 0) + offset);
}

/** unicode.IsUpper. */
export function isUpper(char: string): boolean {
  return char < '\u0080' ? char >= 'A' && char <= 'Z' : upperLetter.test(char);
}

/** unicode.IsTitle. */
export function isTitle(char: string): boolean {
  return titleLetter.test(char);
}

/** unicode.IsLower. */
export function isLower(char: string): boolean {
  return char < '\u0080' ? char >= 'a' && char <= 'z' : lowerLetter.test(char);
}

/** unicode.ToUpper: one character for one. */
export function runeToUpper(char: string): string {
  return singleUpper.get(char) ?? oneForOne(char, char.toUpperCase());
}

/** unicode.ToLower. */
export function runeToLower(char: string): string {
  return singleLower.get(char) ?? oneForOne(char, char.toLowerCase());
}

/** unicode.ToTitle. */
export function runeToTitle(char: string): string {
  return titleForms.get(char) ?? (char >= '\u10d0' && char <= '\u10ff' ? char : runeToUpper(char));
}

function oneForOne(char: string, mapped: string): string {
  return mapped.length === char.length || [...mapped].length === 1 ? mapped : char;
}

/** strings.ToUpper. */
export function toUpper(text: string): string {
  return isAscii(text) ? text.toUpperCase() : mapRunes(text, runeToUpper);
}

/** strings.ToLower. */
export function toLower(text: string): string {
  return isAscii(text) ? text.toLowerCase() : mapRunes(text, runeToLower);
}

/** Changes characters one by one; bytes that are no part of one become U+FFFD. */
export function mapRunes(text: string, change: (char: string) => string): string {
  return Array.from(text, (char) => change(readable(char))).join('');
}
