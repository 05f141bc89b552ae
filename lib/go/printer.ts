import { bytesToGoString, normalizeGoString, sortByBytes } from './bytes.ts';
import { GoDepthError, GoError, GoPanic } from './errors.ts';
import { formatInteger, pad } from './format-integer.ts';
import { formatString } from './format-text.ts';
import { boxOf, type GoBox } from './numbers.ts';
import { addressOf, isComposite, plainMap, stringMethod } from './printing.ts';
import { ScalarPrinter } from './scalar-printer.ts';
import { bytesOf } from './slice.ts';
import { typeName } from './type-name.ts';
import type { GoPointer, GoSlice, GoStruct, GoTypedMap, GoValue } from './value.ts';

/** Tells how many bytes were just made, so that the caller can bound them; throws to stop. */
export type Charge = (amount: number) => void;

/** How deep a value may nest before printing it is given up; a value that contains itself gets here too. */
export const maxPrintDepth = 1000;

/**
 * fmt's printer: prints values under a verb with its flags, as `fmt.Sprintf` does, with `%!verb(type=value)` where
 * the verb does not fit. Pieces are collected in `text`.
 */
export class Printer extends ScalarPrinter {
  #erroring = false;
  #charged = 0;
  readonly #charge: Charge | undefined;

  constructor(charge?: Charge) {
    super();
    this.#charge = charge;
  }

  /** The text so far, with bytes that came together to valid UTF-8 joined. */
  finish(): string {
    this.#chargeText();
    return normalizeGoString(this.text);
  }

  /** Announces text that is about to be made, before it takes memory. */
  announce(amount: number): void {
    this.#charge?.(amount);
    this.#charged += amount;
  }

  #chargeText(): void {
    if (this.text.length > this.#charged) {
      this.#charge?.(this.text.length - this.#charged);
      this.#charged = this.text.length;
    }
  }

  /** Prints an operand under a verb; `%T` and `%p` included. */
  printOperand(value: GoValue, verb: string): void {
    this.#chargeText();
    if (value === null) {
      if (verb === 'T' || verb === 'v') {
        this.text += pad('<nil>', this.flags);
      } else {
        this.badVerb(value, verb);
      }
    } else if (verb === 'T') {
      this.text += formatString(typeName(value), this.flags);
    } else if (verb === 'p') {
      this.#address(value, verb);
    } else if (verb === 'w') {
      this.badVerb(value, verb);
    } else if (!this.#printMethod(value, verb)) {
      this.#print(value, verb, 0);
    }
  }

  #nested(value: GoValue, verb: string, depth: number): void {
    if (depth > maxPrintDepth) {
      throw new GoDepthError(`fmt: value is nested deeper than ${maxPrintDepth} levels or contains itself`);
    }
    if (value === null) {
      this.text += this.flags.sharpV ? 'interface {}(nil)' : '<nil>';
    } else if (!this.#printMethod(value, verb)) {
      this.#print(value, verb, depth);
    }
  }

  #print(value: Exclude<GoValue, null>, verb: string, depth: number): void {
    switch (typeof value) {
      case 'string':
        this.string(value, value, verb);
        return;
      case 'number':
        this.float(value, value, verb);
        return;
      case 'bigint':
        this.integer(value, value, verb);
        return;
      case 'boolean':
        this.bool(value, value, verb);
        return;
      default:
        this.#object(value, verb, depth);
    }
  }

  #object(value: Extract<GoValue, object>, verb: string, depth: number): void {
    this.#chargeText();
    if (Array.isArray(value)) {
      this.#list(
        { type: '[]interface {}', isNil: false, length: value.length, at: (at) => value[at] ?? null },
        verb,
        depth,
      );
      return;
    }
    if (value instanceof Map) {
      this.#map(plainMap(value), verb, depth);
      return;
    }
    this.#box(value, verb, depth);
  }

  #box(box: GoBox, verb: string, depth: number): void {
    switch (box.kind) {
      case 'number':
        if (typeof box.value === 'bigint') {
          this.integer(box, box.value, verb);
        } else {
          this.float(box, box.value, verb);
        }
        return;
      case 'complex':
        this.complex(box, verb);
        return;
      case 'named':
        if (typeof box.value === 'string') {
          this.string(box, box.value, verb);
        } else {
          this.bool(box, box.value, verb);
        }
        return;
      case 'slice':
        this.#slice(box, verb, depth);
        return;
      case 'map':
        this.#map(box, verb, depth);
        return;
      case 'struct':
        this.#struct(box, verb, depth);
        return;
      case 'pointer':
        this.#pointer(box, verb, depth);
        return;
      default:
        this.#address(box, verb);
    }
  }

  protected override badVerb(value: GoValue, verb: string): void {
    this.#erroring = true;
    this.text += `%!${verb}(`;
    if (value === null) {
      this.text += '<nil>';
    } else {
      this.text += `${typeName(value)}=`;
      this.#print(value, 'v', 0);
    }
    this.text += ')';
    this.#erroring = false;
  }

  #slice(slice: GoSlice, verb: string, depth: number): void {
    if (slice.elem !== 'uint8' || !('sqxX'.includes(verb) || verb === 'v' || verb === 'd')) {
      this.#list(slice, verb, depth);
      return;
    }
    if (verb === 'v' || verb === 'd') {
      this.#list({ ...slice, type: depth === 0 ? '[]byte' : slice.type, at: (at) => slice.at(at) }, verb, depth);
      return;
    }
    this.string(slice, bytesToGoString(bytesOf(slice)), verb);
  }

  #list(list: Pick<GoSlice, 'type' | 'isNil' | 'length' | 'at'>, verb: string, depth: number): void {
    const { sharpV } = this.flags;
    if (sharpV && list.isNil) {
      this.text += `${list.type}(nil)`;
      return;
    }
    this.text += sharpV ? `${list.type}{` : '[';
    for (let at = 0; at < list.length; at++) {
      this.text += at === 0 ? '' : sharpV ? ', ' : ' ';
      this.#nested(list.at(at), verb, depth + 1);
    }
    this.text += sharpV ? '}' : ']';
  }

  #map(map: Pick<GoTypedMap, 'type' | 'isNil' | 'keys' | 'get'>, verb: string, depth: number): void {
    const { sharpV } = this.flags;
    if (sharpV && map.isNil) {
      this.text += `${map.type}(nil)`;
      return;
    }
    this.text += sharpV ? `${map.type}{` : 'map[';
    let first = true;
    for (const key of sortByBytes(map.keys())) {
      this.text += first ? '' : sharpV ? ', ' : ' ';
      first = false;
      this.string(key, key, verb);
      this.text += ':';
      this.#nested(map.get(key) ?? null, verb, depth + 1);
    }
    this.text += sharpV ? '}' : ']';
  }

  #struct(struct: GoStruct, verb: string, depth: number): void {
    const { sharpV, plusV } = this.flags;
    this.text += sharpV ? `${struct.type}{` : '{';
    let first = true;
    for (const name of struct.fields) {
      this.text += first ? '' : sharpV ? ', ' : ' ';
      first = false;
      this.text += plusV || sharpV ? `${name}:` : '';
      this.#nested(struct.field(name) ?? null, verb, depth + 1);
    }
    this.text += '}';
  }

  #pointer(pointer: GoPointer, verb: string, depth: number): void {
    if (depth === 0 && !pointer.isNil && isComposite(pointer.target)) {
      this.text += '&';
      this.#nested(pointer.target, verb, depth + 1);
    } else {
      this.#address(pointer, verb);
    }
  }

  /** Pointers and functions under any verb, and lists and maps under `%p`. */
  #address(value: Exclude<GoValue, null>, verb: string): void {
    const address = addressOf(value);
    if (address === undefined) {
      this.badVerb(value, verb);
    } else if (verb === 'v' && this.flags.sharpV) {
      this.text += `(${typeName(value)})(${address === 0n ? 'nil' : this.#hex(address, true)})`;
    } else if (verb === 'v' && address === 0n) {
      this.text += pad('<nil>', this.flags);
    } else if (verb === 'v' || verb === 'p') {
      this.text += this.#hex(address, !this.flags.sharp);
    } else if ('bodxX'.includes(verb)) {
      this.text += formatInteger(address, verb, this.flags);
    } else {
      this.badVerb(value, verb);
    }
  }

  #hex(value: bigint, sharp: boolean): string {
    return formatInteger(value, 'x', { ...this.flags, sharp });
  }

  /** Lets a value print itself: fmt.GoStringer, error, fmt.Stringer. */
  #printMethod(value: Exclude<GoValue, null>, verb: string): boolean {
    const box = boxOf(value);
    if (this.#erroring || box === undefined || !('method' in box)) {
      return false;
    }
    const found = stringMethod((name) => box.method?.(name), verb, this.flags.sharpV);
    if (found === undefined) {
      return false;
    }
    try {
      const text = String(found.method.call([]));
      if (this.flags.sharpV) {
        this.text += formatString(text, this.flags);
      } else {
        this.string(text, text, verb);
      }
    } catch (cause) {
      this.#panicked(value, { verb, name: found.name, cause });
    }
    return true;
  }

  #panicked(value: GoValue, panic: { readonly verb: string; readonly name: string; readonly cause: unknown }): void {
    const box = boxOf(value);
    if (box?.kind === 'pointer' && box.isNil) {
      this.text += '<nil>';
      return;
    }
    if (!(panic.cause instanceof GoError || panic.cause instanceof GoPanic)) {
      throw panic.cause;
    }
    this.text += `%!${panic.verb}(PANIC=${panic.name} method: ${panic.cause.message})`;
  }
}
