import {
  afterColon,
  afterSign,
  afterSpace,
  deeper,
  endOfString,
  endOfValue,
  signs,
  unexpected,
} from './end-of-value.ts';
import { parseFlat } from './json-text.ts';
import { isList, isObject, type JsonValue } from './json-value.ts';
import { memberOf } from './member.ts';

/** What of a value is read: all of it, of an object the members that have a shape, of a list its items. */
export type Shape =
  | { readonly kind: 'all' }
  | { readonly kind: 'object'; readonly member: MemberShape }
  | { readonly kind: 'list'; readonly item: () => Shape };

type MemberShape = (name: string) => Shape | undefined;

/** The part of a JSON text that was read. */
export interface JsonPart {
  readonly value: JsonValue;
  /** The objects in `value` from which members were left out, and all that they stand in. */
  readonly cut: ReadonlySet<JsonValue>;
}

/**
 * Reads a JSON text as `parseJson` does, without the members that have no shape: V8 takes a second for a few megabytes of
 * small lists, or of objects with a name each that no other has. What is no object or list where one is expected is read
 * as it is. @throws JsonError as `parseJson`
 */
export function parsePart(text: string, shape: Shape, { maxDepth }: { readonly maxDepth: number }): JsonPart {
  const picker = new Picker(text);
  const cuts = picker.pick(shape, maxDepth);
  const value = parseFlat(cuts === undefined ? text : picker.picked());
  const cut = new Set<JsonValue>();
  if (cuts !== undefined) {
    addCut(value, cuts, cut);
  }
  return { value, cut };
}

/** An object or list in which something was left out, with what in it was cut, by name or place. */
type Cuts = Map<string | number, Cuts>;

/** Of an object in which no other was cut; there may be very many. */
const nothingInside: Cuts = new Map();

function addCut(value: JsonValue | undefined, cuts: Cuts, cut: Set<JsonValue>): void {
  // Of two members of one name, the first is gone.
  if (!isObject(value) && !isList(value)) {
    return;
  }
  cut.add(value);
  for (const [key, inside] of cuts) {
    addCut(typeof key === 'number' ? (isList(value) ? value[key] : undefined) : memberOf(value, key), inside, cut);
  }
}

/** A member that is read, with how it starts where it stands without spaces. */
interface Member {
  readonly start: string;
  readonly name: string;
  readonly shape: Shape;
}

/** Goes through a text once, and leaves out of it what has no shape. */
class Picker {
  readonly #text: string;
  readonly #pieces: string[] = [];
  /** The members that were read of the last object of each shape: the next one has most likely the same, in this order. */
  readonly #orders = new Map<MemberShape, Member[]>();
  /** What is before this offset is in the pieces, or left out. */
  #taken = 0;
  #at: number;

  constructor(text: string) {
    this.#text = text;
    this.#at = afterSpace(text, 0);
  }

  /** @throws JsonError where the text is no JSON, or nests too deep */
  pick(shape: Shape, maxDepth: number): Cuts | undefined {
    const cuts = this.#value(shape, maxDepth);
    const end = afterSpace(this.#text, this.#at);
    if (end < this.#text.length) {
      throw unexpected(this.#text, end);
    }
    return cuts;
  }

  picked(): string {
    this.#pieces.push(this.#text.slice(this.#taken));
    return this.#pieces.join('');
  }

  #value(shape: Shape, left: number): Cuts | undefined {
    const sign = this.#text.charCodeAt(this.#at);
    if (shape.kind === 'object' && sign === signs.openBrace) {
      return this.#object(shape.member, deeper(this.#text, this.#at, left));
    }
    if (shape.kind === 'list' && sign === signs.openBracket) {
      return this.#list(shape.item(), deeper(this.#text, this.#at, left));
    }
    this.#at = endOfValue(this.#text, this.#at, left);
    return undefined;
  }

  #object(shapeOf: MemberShape, left: number): Cuts | undefined {
    const text = this.#text;
    const order = this.#orderOf(shapeOf);
    let cuts: Cuts | undefined;
    let keptEnd = this.#at + 1;
    let separator = '';
    let isLeftOut = false;
    let read = 0;
    let isMore = this.#enter(signs.closeBrace);
    while (isMore) {
      const start = this.#at;
      const { name, shape } = this.#member(order, read, shapeOf);
      if (shape === undefined) {
        this.#at = endOfValue(text, this.#at, left);
        cuts ??= nothingInside;
        isLeftOut = true;
      } else {
        if (isLeftOut) {
          this.#leaveOut(keptEnd, start, separator);
          isLeftOut = false;
        }
        cuts = withCuts(cuts, name, this.#value(shape, left));
        keptEnd = this.#at;
        separator = ',';
        read += 1;
      }
      isMore = this.#goOn(signs.closeBrace);
    }
    if (isLeftOut) {
      this.#leaveOut(keptEnd, this.#at, '');
    }
    this.#at += 1;
    return cuts;
  }

  /** The name and shape of the member that stands here; then this stands at its value. */
  #member(order: Member[], index: number, shapeOf: MemberShape): Pick<Member, 'name'> & Partial<Member> {
    const text = this.#text;
    const start = this.#at;
    const expected = order[index];
    if (expected !== undefined && text.startsWith(expected.start, start)) {
      this.#at = afterSpace(text, start + expected.start.length);
      return expected;
    }
    const end = endOfString(text, start);
    const name = nameIn(text, start, end);
    const shape = shapeOf(name);
    this.#at = afterColon(text, end);
    if (shape !== undefined && text.charCodeAt(end) === signs.colon) {
      order[index] = { start: text.slice(start, end + 1), name, shape };
    }
    return { name, ...(shape === undefined ? {} : { shape }) };
  }

  #orderOf(shapeOf: MemberShape): Member[] {
    const order = this.#orders.get(shapeOf) ?? [];
    this.#orders.set(shapeOf, order);
    return order;
  }

  #list(shape: Shape, left: number): Cuts | undefined {
    let cuts: Cuts | undefined;
    let index = 0;
    let isMore = this.#enter(signs.closeBracket);
    while (isMore) {
      cuts = withCuts(cuts, index, this.#value(shape, left));
      index += 1;
      isMore = this.#goOn(signs.closeBracket);
    }
    this.#at += 1;
    return cuts;
  }

  /** Whether there is a first entry: this stands at it then, else at the closing sign. */
  #enter(closing: number): boolean {
    this.#at = afterSpace(this.#text, this.#at + 1);
    return this.#text.charCodeAt(this.#at) !== closing;
  }

  /** Whether there is another entry: this stands at it then, else at the closing sign. */
  #goOn(closing: number): boolean {
    this.#at = afterSpace(this.#text, this.#at);
    if (this.#text.charCodeAt(this.#at) === closing) {
      return false;
    }
    this.#at = afterSpace(this.#text, afterSign(this.#text, this.#at, signs.comma));
    return true;
  }

  #leaveOut(from: number, to: number, instead: string): void {
    this.#pieces.push(this.#text.slice(this.#taken, from), instead);
    this.#taken = to;
  }
}

function withCuts(cuts: Cuts | undefined, key: string | number, inside: Cuts | undefined): Cuts | undefined {
  if (inside === undefined) {
    return cuts;
  }
  return (cuts === undefined || cuts === nothingInside ? new Map<string | number, Cuts>() : cuts).set(key, inside);
}

function nameIn(text: string, start: number, end: number): string {
  const name = text.slice(start + 1, end - 1);
  return name.includes('\\') ? JSON.parse(`"${name}"`) : name;
}
