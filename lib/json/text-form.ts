/** A text in which names stand that are others each time it is written. */
export class TextForm {
  /** What stands between the names: one more than there are names. */
  readonly #texts: readonly string[];
  /** The index of each name, as it comes. */
  readonly #slots: readonly number[];

  /** @param names as they stand in the text; where two begin at one place, the earlier in the list is taken */
  constructor(text: string, names: readonly string[]) {
    const pieces = names.length === 0 ? [text] : text.split(anyOf(names));
    this.#texts = pieces.filter((_, index) => index % 2 === 0);
    this.#slots = pieces.filter((_, index) => index % 2 === 1).map((name) => names.indexOf(name));
  }

  get holdsNames(): boolean {
    return this.#slots.length > 0;
  }

  /** Of the text without its names. */
  get characters(): number {
    return this.#texts.reduce((sum, { length }) => sum + length, 0);
  }

  /** The text with other names, in the order of the first ones. */
  write(names: readonly string[]): string {
    let text = this.#texts[0] ?? '';
    for (let at = 0; at < this.#slots.length; at += 1) {
      text += `${names[this.#slots[at] ?? 0]}${this.#texts[at + 1]}`;
    }
    return text;
  }

  /** Where each name stands in the text, if each of them has so many characters. */
  placesOf(lengths: readonly number[]): readonly (readonly number[])[] {
    const places: number[][] = lengths.map(() => []);
    let offset = 0;
    for (const [at, slot] of this.#slots.entries()) {
      offset += this.#texts[at]?.length ?? 0;
      places[slot]?.push(offset);
      offset += lengths[slot] ?? 0;
    }
    return places;
  }
}

function anyOf(names: readonly string[]): RegExp {
  return new RegExp(`(${names.map((name) => name.replace(/[^\w-]/g, '\\$&')).join('|')})`);
}
