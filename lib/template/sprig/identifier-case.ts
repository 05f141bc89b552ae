import { isUpper, runeToLower, runeToUpper } from './rune-case.ts';
import { isSpace, readable } from './text.ts';

const letter = /^\p{L}$/u;
const numeral = /^\p{N}$/u;
const punctuation = /^\p{P}$/u;

function isConnector(char: string): boolean {
  return char === '-' || char === '_' || isSpace(char.codePointAt(0) ?? 0);
}

/** xstrings' ToPascalCase: connectors join words, leading ones stay, and of several in a row one is used up. */
export function camelCase(text: string): string {
  const chars = Array.from(text, readable);
  const start = chars.findIndex((char) => !isConnector(char));
  if (start < 0 || chars.length === 0) {
    // The last of nothing but connectors is written twice, as xstrings does.
    return chars.join('') + (chars.at(-1) ?? '');
  }
  const [first = '', ...rest] = chars.slice(start);
  return chars.slice(0, start).join('') + joinWords(runeToUpper(first), rest, isUpper(first));
}

/** `inCapitals`: the word began with a capital, so that the capitals right behind it are lowered. */
function joinWords(first: string, rest: readonly string[], inCapitals: boolean): string {
  let written = '';
  let held = first;
  let lowering = inCapitals;
  for (const char of rest) {
    let next = char;
    if (isConnector(held)) {
      if (isConnector(char)) {
        written += held;
        held = char;
        continue;
      }
      lowering = isUpper(char);
      next = runeToUpper(char);
    } else {
      lowering = lowering && isUpper(char);
      next = lowering ? runeToLower(char) : char;
      written += held;
    }
    held = next;
  }
  return written + held;
}

type WordKind = 'none' | 'number' | 'upper' | 'letters' | 'connector' | 'punctuation' | 'other';

interface Word {
  readonly kind: WordKind;
  readonly chars: readonly string[];
}

const noWord: Word = { kind: 'none', chars: [] };

/** xstrings' ToSnakeCase and ToKebabCase: splits at capitals and before numbers, and lowers. */
export function delimited(text: string, connector: '_' | '-'): string {
  return new Delimiter(Array.from(text, readable), connector).write();
}

class Delimiter {
  readonly #chars: readonly string[];
  readonly #connector: string;
  #at = 0;
  #word: Word;
  #out = '';

  constructor(chars: readonly string[], connector: string) {
    this.#chars = chars;
    this.#connector = connector;
    this.#word = this.#next();
  }

  get #done(): boolean {
    return this.#at >= this.#chars.length;
  }

  write(): string {
    while (!this.#done) {
      const previous = this.#word;
      if (previous.kind !== 'connector') {
        this.#put(previous);
      }
      this.#word = this.#next();
      this.#between(previous);
    }
    this.#put(this.#word);
    return this.#out;
  }

  #between(previous: Word): void {
    if (previous.kind === 'number') {
      this.#runOn();
    } else if (previous.kind === 'connector') {
      this.#put(previous);
    } else if (previous.kind !== 'punctuation') {
      this.#afterWord();
    }
  }

  /** Small letters and numbers behind a number belong to it. */
  #runOn(): void {
    while (this.#word.kind === 'letters' || this.#word.kind === 'number') {
      this.#put(this.#word);
      this.#word = this.#next();
    }
    this.#connectUnless(['none', 'connector', 'punctuation']);
  }

  /** A number belongs to the word before it, unless small letters follow. */
  #afterWord(): void {
    if (this.#word.kind !== 'number') {
      this.#connectUnless(['connector', 'punctuation']);
      return;
    }
    if (this.#done) {
      return;
    }
    const number = this.#word;
    this.#word = this.#next();
    if (this.#word.kind !== 'letters') {
      this.#put(number);
      this.#connectUnless(['connector', 'punctuation']);
      return;
    }
    this.#out += this.#connector;
    this.#put(number);
    this.#runOn();
  }

  #connectUnless(kinds: readonly WordKind[]): void {
    this.#out += kinds.includes(this.#word.kind) ? '' : this.#connector;
  }

  #put({ kind, chars }: Word): void {
    for (const char of chars) {
      const connects = (kind === 'connector' || kind === 'upper') && isConnector(char);
      this.#out += connects ? this.#connector : kind === 'upper' ? runeToLower(char) : char;
    }
  }

  #next(): Word {
    const char = this.#chars[this.#at];
    if (char === undefined) {
      return noWord;
    }
    const kind = kindOfChar(char);
    const start = this.#at++;
    if (kind === 'upper') {
      this.#capitals();
    } else {
      this.#while((next) => continues(kind, next));
    }
    return { kind, chars: this.#chars.slice(start, this.#at) };
  }

  #while(holds: (char: string) => boolean): void {
    for (let char = this.#chars[this.#at]; char !== undefined && holds(char); char = this.#chars[this.#at]) {
      this.#at += 1;
    }
  }

  /** Several capitals are a word, but the last one belongs to the small letters that follow. */
  #capitals(): void {
    const second = this.#chars[this.#at];
    if (second === undefined || !isUpper(second)) {
      this.#while(isSmall);
      return;
    }
    this.#while(isUpper);
    const following = this.#chars[this.#at];
    this.#at -= following !== undefined && letter.test(following) ? 1 : 0;
  }
}

function isSmall(char: string): boolean {
  return letter.test(char) && !isUpper(char);
}

function kindOfChar(char: string): WordKind {
  if (isConnector(char)) {
    return 'connector';
  }
  if (punctuation.test(char)) {
    return 'punctuation';
  }
  if (isUpper(char)) {
    return 'upper';
  }
  return letter.test(char) ? 'letters' : numeral.test(char) ? 'number' : 'other';
}

function continues(kind: WordKind, char: string): boolean {
  switch (kind) {
    case 'letters':
      return isSmall(char);
    case 'other':
      return !(isConnector(char) || letter.test(char) || numeral.test(char) || punctuation.test(char));
    default:
      return kindOfChar(char) === kind;
  }
}
