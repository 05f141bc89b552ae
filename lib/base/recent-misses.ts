/** Of texts that came lately; as many may be left from before. */
const limits = { texts: 2048, characters: 250_000 } as const;

/**
 * Tells texts that were asked for before from new ones, so that only those that come again are remembered with what is
 * made of them. It forgets texts that did not come for long, which costs no more than time.
 */
export class RecentMisses {
  readonly #copyOf: (text: string) => string;
  #recent = new Set<string>();
  #older: ReadonlySet<string> = new Set();
  #characters = 0;

  /** @param copyOf makes a text of its own of a slice, which keeps all that it was cut from; without it texts are kept as they are */
  constructor(copyOf = (text: string): string => text) {
    this.#copyOf = copyOf;
  }

  /** Whether the text was missed before. From now on it was. */
  isKnown(text: string): boolean {
    if (this.#recent.has(text)) {
      return true;
    }
    const isKnown = this.#older.has(text);
    if (this.#recent.size === limits.texts || this.#characters + text.length > limits.characters) {
      this.#older = this.#recent;
      this.#recent = new Set();
      this.#characters = 0;
    }
    this.#recent.add(this.#copyOf(text));
    this.#characters += text.length;
    return isKnown;
  }
}
