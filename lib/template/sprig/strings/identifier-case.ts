import { isSpace } from '../../../go/space.ts';
import { isUpper, runeToLower, runeToUpper } from './rune-case.ts';
import { readable } from './text.ts';

/** Letters; xstrings leaves out Chinese characters, which count as something else. */
const letter = /^(?![\u3400-\u4d85\u4e00-\u9fcc\u{20000}-\u{2b81d}])\p{L}$/u;
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

/** `inCapitals`: the word began with a capital, so that the capitals right after it are lowered. */
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
  readonly units: readonly Unit[];
}

/** A character with the bytes before it that are none; bytes at the end of a text go with the character before them. */
interface Unit {
  readonly char: string;
  readonly text: string;
}

const noWord: Word = { kind: 'none', units: [] };

/** xstrings' ToSnakeCase and ToKebabCase: splits at capitals and before numbers, and lowers. */
export function delimited(text: string, connector: '_' | '-'): string {
  return new Delimiter(unitsOf(text), connector).write();
}

function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  let skipped = '';
  for (const char of text) {
    if (readable(char) === '\ufffd') {
      skipped += char;
    } else {
      units.push({ char, text: skipped + char });
      skipped = '';
    }
  }
  return skipped === '' ? units : [...units, { char: units.at(-1)?.char ?? '', text: skipped }];
}

class Delimiter {
  readonly #units: readonly Unit[];
  readonly #connector: string;
  #at = 0;
  #word: Word;
  #out = '';

  constructor(units: readonly Unit[], connector: string) {
    this.#units = units;
    this.#connector = connector;
    this.#word = this.#next();
  }

  get #done(): boolean {
    return this.#at >= this.#units.length;
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

  #put({ kind, units }: Word): void {
    const text = units.map((unit) => unit.text).join('');
    if (kind !== 'connector' && kind !== 'upper') {
      this.#out += text;
      return;
    }
    for (const char of text) {
      this.#out += isConnector(char) ? this.#connector : runeToLower(readable(char));
    }
  }

  #next(): Word {
    const first = this.#units[this.#at];
    if (first === undefined) {
      return noWord;
    }
    const kind = kindOfChar(first.char);
    const start = this.#at++;
    if (kind === 'upper') {
      this.#capitals();
    } else {
      this.#while((next) => continues(kind, next));
    }
    return { kind, units: this.#units.slice(start, this.#at) };
  }

  #while(holds: (char: string) => boolean): void {
    for (let next = this.#units[this.#at]; next !== undefined && holds(next.char); next = this.#units[this.#at]) {
      this.#at += 1;
    }
  }

  /** Several capitals are a word, but the last one belongs to the small letters that follow. */
  #capitals(): void {
    const second = this.#units[this.#at]?.char;
    if (second === undefined || !isUpper(second)) {
      this.#while(isSmall);
      return;
    }
    this.#while(isUpper);
    const following = this.#units[this.#at]?.char;
    this.#at -= following !== undefined && letter.test(following) ? 1 : 0;
  }
}

function isSmall(char: string): boolean {
  return letter.test(char) && !isUpper(char);
}

function kindOfChar(char: string): WordKind {
  if (char === '') {
    return 'none';
  }
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
    case 'punctuation':
      return punctuation.test(char);
    case 'other':
      return !(isConnector(char) || letter.test(char) || numeral.test(char) || punctuation.test(char));
    default:
      return kindOfChar(char) === kind;
  }
}
