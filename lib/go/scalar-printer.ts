import { runeToString } from './bytes.ts';
import { type FormatFlags, formatInteger, formatUnicode, noFlags, pad, runeOfInteger } from './format-integer.ts';
import { formatFloatVerb, formatHexText, formatQuoted, formatString, isFloatVerb } from './format-text.ts';
import { boxOf, isUnsignedKind } from './numbers.ts';
import { quoteRune } from './quote.ts';
import type { GoComplex, GoValue } from './value.ts';

const integerVerbs = 'vdboOxX';

/** Prints values of the basic kinds under a verb; what does not fit goes to `badVerb`. */
export abstract class ScalarPrinter {
  text = '';
  flags: FormatFlags = noFlags;

  protected abstract badVerb(value: GoValue, verb: string): void;

  protected bool(value: GoValue, truth: boolean, verb: string): void {
    if (verb === 't' || verb === 'v') {
      this.text += pad(String(truth), this.flags);
    } else {
      this.badVerb(value, verb);
    }
  }

  protected string(value: GoValue, text: string, verb: string): void {
    if (verb === 's' || (verb === 'v' && !this.flags.sharpV)) {
      this.text += formatString(text, this.flags);
    } else if (verb === 'q' || verb === 'v') {
      this.text += formatQuoted(text, this.flags);
    } else if (verb === 'x' || verb === 'X') {
      this.text += formatHexText(text, verb, this.flags);
    } else {
      this.badVerb(value, verb);
    }
  }

  protected integer(value: GoValue, number: bigint, verb: string): void {
    const box = boxOf(value);
    if (verb === 'v' && this.flags.sharpV && box?.kind === 'number' && isUnsignedKind(box.numeric)) {
      this.text += formatInteger(number, 'x', { ...this.flags, sharp: true });
    } else if (integerVerbs.includes(verb)) {
      this.text += formatInteger(number, verb, this.flags);
    } else if (verb === 'c') {
      this.text += pad(runeToString(runeOfInteger(number)), this.flags);
    } else if (verb === 'q') {
      this.text += pad(quoteRune(runeOfInteger(number), this.flags.plus), this.flags);
    } else if (verb === 'U') {
      this.text += formatUnicode(number, this.flags);
    } else {
      this.badVerb(value, verb);
    }
  }

  protected float(value: GoValue, number: number, verb: string): void {
    if (!isFloatVerb(verb)) {
      this.badVerb(value, verb);
      return;
    }
    const box = boxOf(value);
    const size = box?.kind === 'number' && box.numeric === 'float32' ? 32 : 64;
    this.text += formatFloatVerb(number, verb, { flags: this.flags, size });
  }

  protected complex(value: GoComplex, verb: string): void {
    if (!isFloatVerb(verb)) {
      this.badVerb(value, verb);
      return;
    }
    const size = value.type === 'complex64' ? 32 : 64;
    const real = formatFloatVerb(value.real, verb, { flags: this.flags, size });
    const imaginary = formatFloatVerb(value.imaginary, verb, { flags: { ...this.flags, plus: true }, size });
    this.text += `(${real}${imaginary}i)`;
  }
}
