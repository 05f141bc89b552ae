import { type FormatFlags, noFlags } from './format-integer.ts';
import { integerOf } from './numbers.ts';
import { type Charge, Printer } from './printer.ts';
import { typeName } from './type-name.ts';
import type { GoValue } from './value.ts';

/** Widths and precisions beyond this are not taken, as in fmt. */
const largestNumber = 1_000_000;
/** Widths and precisions up to this are not worth announcing before the text is made. */
const smallNumber = 256;

/** What `sprintf` does for any format: see there. */
export function formatDirectives(format: string, values: readonly GoValue[], charge?: Charge): string {
  return new FormatReader(format, values, charge).run();
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const flagNames: Readonly<Record<string, 'sharp' | 'zero' | 'plus' | 'minus' | 'space'>> = {
  '#': 'sharp',
  '0': 'zero',
  '+': 'plus',
  '-': 'minus',
  ' ': 'space',
};

/** Reads a format once, left to right. The fields are those of fmt's own loop. */
class FormatReader {
  readonly #format: string;
  readonly #values: readonly GoValue[];
  readonly #printer: Printer;
  #at = 0;
  #next = 0;
  #reordered = false;
  #goodIndex = true;
  #afterIndex = false;
  #flags: Mutable<FormatFlags> = { ...noFlags };

  constructor(format: string, values: readonly GoValue[], charge: Charge | undefined) {
    this.#format = format;
    this.#values = values;
    this.#printer = new Printer(charge);
  }

  run(): string {
    while (this.#readText()) {
      this.#readVerb();
    }
    if (!this.#reordered && this.#next < this.#values.length) {
      this.#printExtra();
    }
    return this.#printer.finish();
  }

  /** Copies text up to the next `%`; false at the end. */
  #readText(): boolean {
    const percent = this.#format.indexOf('%', this.#at);
    const end = percent < 0 ? this.#format.length : percent;
    this.#printer.text += this.#format.slice(this.#at, end);
    this.#at = end + 1;
    return percent >= 0;
  }

  #readVerb(): void {
    this.#goodIndex = true;
    this.#flags = { ...noFlags };
    this.#readFlags();
    this.#readIndex();
    this.#readWidth();
    this.#readPrecision();
    if (!this.#afterIndex) {
      this.#readIndex();
    }
    const verb = String.fromCodePoint(this.#format.codePointAt(this.#at) ?? 0);
    if (this.#at >= this.#format.length) {
      this.#printer.text += '%!(NOVERB)';
      return;
    }
    this.#at += verb.length;
    this.#printVerb(verb.toWellFormed());
  }

  #printVerb(verb: string): void {
    const value = this.#values[this.#next];
    if (verb === '%') {
      this.#printer.text += '%';
    } else if (!this.#goodIndex) {
      this.#printer.text += `%!${verb}(BADINDEX)`;
    } else if (value === undefined) {
      this.#printer.text += `%!${verb}(MISSING)`;
    } else {
      this.#printer.flags = verb === 'v' || verb === 'w' ? goSyntaxFlags(this.#flags) : this.#flags;
      this.#announce();
      this.#printer.printOperand(value, verb);
      this.#next += 1;
    }
  }

  #announce(): void {
    const wanted = Math.max(this.#flags.width ?? 0, this.#flags.precision ?? 0);
    if (wanted > smallNumber) {
      this.#printer.announce(wanted);
    }
  }

  #readFlags(): void {
    for (;;) {
      const flag = flagNames[this.#format.charAt(this.#at)];
      if (flag === undefined) {
        return;
      }
      this.#flags[flag] = true;
      this.#at += 1;
    }
  }

  #readWidth(): void {
    if (this.#format.charAt(this.#at) === '*') {
      this.#at += 1;
      this.#flags.width = this.#numberOperand();
      if (this.#flags.width === undefined) {
        this.#printer.text += '%!(BADWIDTH)';
      } else if (this.#flags.width < 0) {
        this.#flags.width = -this.#flags.width;
        this.#flags.minus = true;
        this.#flags.zero = false;
      }
      this.#afterIndex = false;
      return;
    }
    this.#flags.width = this.#readNumber();
    if (this.#afterIndex && this.#flags.width !== undefined) {
      this.#goodIndex = false;
    }
  }

  #readPrecision(): void {
    if (this.#format.charAt(this.#at) !== '.' || this.#at + 1 >= this.#format.length) {
      return;
    }
    this.#at += 1;
    if (this.#afterIndex) {
      this.#goodIndex = false;
    }
    this.#readIndex();
    if (this.#format.charAt(this.#at) !== '*') {
      this.#flags.precision = this.#readNumber() ?? 0;
      return;
    }
    this.#at += 1;
    const precision = this.#numberOperand();
    this.#flags.precision = precision !== undefined && precision >= 0 ? precision : undefined;
    if (this.#flags.precision === undefined) {
      this.#printer.text += '%!(BADPREC)';
    }
    this.#afterIndex = false;
  }

  /** Digits at the present place. An endless number swallows the rest of the format, as in fmt. */
  #readNumber(): number | undefined {
    let number: number | undefined;
    for (; this.#at < this.#format.length; this.#at++) {
      const digit = this.#format.charCodeAt(this.#at) - 0x30;
      if (digit < 0 || digit > 9) {
        break;
      }
      if (number !== undefined && number > largestNumber) {
        this.#at = this.#format.length;
        return undefined;
      }
      number = (number ?? 0) * 10 + digit;
    }
    return number;
  }

  /** The operand that `*` stands for; undefined if it is no whole number or too large. */
  #numberOperand(): number | undefined {
    const value = this.#values[this.#next];
    if (value === undefined) {
      return undefined;
    }
    this.#next += 1;
    const number = integerOf(value);
    return number === undefined || number > largestNumber || number < -largestNumber ? undefined : Number(number);
  }

  /** An explicit argument index such as `[3]`. */
  #readIndex(): void {
    this.#afterIndex = false;
    if (this.#format.charAt(this.#at) !== '[') {
      return;
    }
    this.#reordered = true;
    const close = this.#format.length - this.#at < 3 ? -1 : this.#format.indexOf(']', this.#at);
    if (close < 0) {
      this.#goodIndex = false;
      this.#at += 1;
      return;
    }
    const digits = this.#format.slice(this.#at + 1, close);
    const index = /^\d{1,8}$/.test(digits) && Number(digits) <= 10 * largestNumber ? Number(digits) - 1 : undefined;
    this.#at = close + 1;
    this.#afterIndex = index !== undefined;
    if (index !== undefined && index >= 0 && index < this.#values.length) {
      this.#next = index;
    } else {
      this.#goodIndex = false;
    }
  }

  #printExtra(): void {
    this.#printer.flags = noFlags;
    this.#printer.text += '%!(EXTRA ';
    this.#values.slice(this.#next).forEach((value, index) => {
      this.#printer.text += index === 0 ? '' : ', ';
      this.#printer.text += value === null ? '' : `${typeName(value)}=`;
      this.#printer.printOperand(value, 'v');
    });
    this.#printer.text += ')';
  }
}

/** `%+v` and `%#v` are formats of their own, not flags of what they print. */
function goSyntaxFlags(flags: FormatFlags): FormatFlags {
  return { ...flags, plusV: flags.plus, sharpV: flags.sharp, plus: false, sharp: false };
}
