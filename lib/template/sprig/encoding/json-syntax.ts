import { goStringToBytes } from '../../../go/bytes.ts';
import { quote } from '../../../go/quote.ts';

/** encoding/json's words for the first syntax error of a text. */
export function jsonSyntaxError(text: string): string {
  return new JsonScanner(goStringToBytes(text)).findError();
}

const digit = /^[0-9]$/;
const hexDigit = /^[0-9a-fA-F]$/;
const space = /^[ \t\r\n]$/;
const escapable = /^[bfnrt\\/"]$/;
const words: ReadonlyMap<string, string> = new Map([
  ['t', 'true'],
  ['f', 'false'],
  ['n', 'null'],
]);

class SyntaxFound extends Error {}

/**
 * Reads JSON only to find where it goes wrong. As in Go, the end of the text reads as one more space, so that a word
 * or number that stops there is blamed on the space.
 */
class JsonScanner {
  readonly #text: string;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#text = Buffer.from(bytes).toString('latin1');
  }

  findError(): string {
    try {
      this.#document();
    } catch (error) {
      if (error instanceof SyntaxFound) {
        return error.message;
      }
      throw error;
    }
    return 'invalid JSON';
  }

  /** Containers are kept on a list of their own, so that depth costs no stack. */
  #document(): void {
    const open: string[] = [];
    this.#value(open);
    for (let kind = open.at(-1); kind !== undefined; kind = open.at(-1)) {
      this.#afterValue(kind, open);
    }
    this.#skipSpace();
    if (this.#at < this.#text.length) {
      this.#fail('after top-level value');
    }
  }

  #afterValue(kind: string, open: string[]): void {
    const char = this.#nextChar();
    const isObject = kind === '{';
    if (char === (isObject ? '}' : ']')) {
      this.#at += 1;
      open.pop();
      return;
    }
    this.#expect(char === ',', isObject ? 'after object key:value pair' : 'after array element');
    if (isObject) {
      this.#key(this.#nextChar());
    }
    this.#value(open);
  }

  #value(open: string[]): void {
    const char = this.#nextChar();
    if (char === '{' || char === '[') {
      this.#open(char, open);
    } else if (char === '"') {
      this.#string();
    } else if (char === '-' || digit.test(char)) {
      this.#number();
    } else {
      this.#word(char);
    }
  }

  #open(bracket: '{' | '[', open: string[]): void {
    this.#at += 1;
    open.push(bracket);
    const char = this.#nextChar();
    if (char === (bracket === '{' ? '}' : ']')) {
      this.#at += 1;
      open.pop();
      return;
    }
    if (bracket === '{') {
      this.#key(char);
    }
    this.#value(open);
  }

  #key(char: string): void {
    if (char !== '"') {
      this.#fail('looking for beginning of object key string');
    }
    this.#string();
    this.#expect(this.#nextChar() === ':', 'after object key');
  }

  #string(): void {
    this.#at += 1;
    for (let char = this.#inside(); char !== '"'; char = this.#inside()) {
      if (char < ' ') {
        this.#fail('in string literal');
      }
      this.#at += 1;
      if (char === '\\') {
        this.#escape();
      }
    }
    this.#at += 1;
  }

  #escape(): void {
    const char = this.#text[this.#at] ?? ' ';
    if (char !== 'u') {
      this.#expect(escapable.test(char), 'in string escape code');
      return;
    }
    this.#at += 1;
    for (let count = 0; count < 4; count++) {
      this.#expect(hexDigit.test(this.#text[this.#at] ?? ' '), 'in \\u hexadecimal character escape');
    }
  }

  #number(): void {
    if (this.#text[this.#at] === '-') {
      this.#at += 1;
      this.#needDigit('in numeric literal');
    }
    if (this.#text[this.#at] === '0') {
      this.#at += 1;
    } else {
      this.#digits();
    }
    if (this.#text[this.#at] === '.') {
      this.#at += 1;
      this.#needDigit('after decimal point in numeric literal');
      this.#digits();
    }
    this.#exponent();
  }

  #exponent(): void {
    if (!/^[eE]$/.test(this.#text[this.#at] ?? '')) {
      return;
    }
    this.#at += 1;
    if (/^[+-]$/.test(this.#text[this.#at] ?? '')) {
      this.#at += 1;
    }
    this.#needDigit('in exponent of numeric literal');
    this.#digits();
  }

  #needDigit(where: string): void {
    if (!digit.test(this.#text[this.#at] ?? ' ')) {
      this.#fail(where);
    }
  }

  #digits(): void {
    while (digit.test(this.#text[this.#at] ?? '')) {
      this.#at += 1;
    }
  }

  #word(first: string): void {
    const word = words.get(first);
    if (word === undefined) {
      this.#fail('looking for beginning of value');
    }
    for (const letter of word) {
      this.#expect((this.#text[this.#at] ?? ' ') === letter, `in literal ${word} (expecting '${letter}')`);
    }
  }

  #expect(holds: boolean, where: string): void {
    if (!holds) {
      this.#fail(where);
    }
    this.#at += 1;
  }

  #skipSpace(): void {
    while (space.test(this.#text[this.#at] ?? '')) {
      this.#at += 1;
    }
  }

  /** The next character that is no space; the text must not end here. */
  #nextChar(): string {
    this.#skipSpace();
    return this.#inside();
  }

  #inside(): string {
    const char = this.#text[this.#at];
    if (char === undefined) {
      throw new SyntaxFound('unexpected end of JSON input');
    }
    return char;
  }

  #fail(where: string): never {
    const char = this.#text[this.#at] ?? ' ';
    const shown = char === "'" ? `'\\''` : char === '"' ? `'"'` : `'${quote(char).slice(1, -1)}'`;
    throw new SyntaxFound(`invalid character ${shown} ${where}`);
  }
}
