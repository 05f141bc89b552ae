/** How much a cache may hold. */
export interface CacheLimits<Value> {
  readonly maxEntries: number;
  /** Of keys, and of values where `charactersOf` counts them. Without it only entries count. */
  readonly maxCharacters?: number;
  readonly charactersOf?: (value: Value) => number;
  /** Told of each entry that goes to make room for others. */
  readonly onForgotten?: (key: string, value: Value) => void;
}

interface Entry<Value> {
  readonly value: Value;
  readonly characters: number;
}

/**
 * A cache by text, bounded by entries and by characters: beyond a bound, the entries that were not used for longest go.
 * A value that alone is beyond the bound of characters is not kept at all.
 */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #maxEntries: number;
  readonly #maxCharacters: number;
  readonly #charactersOf: (value: Value) => number;
  readonly #onForgotten: (key: string, value: Value) => void;
  #characters = 0;
  /** The key that was used last: it stands last as it is. */
  #newest: string | undefined;

  constructor({ maxEntries, maxCharacters, charactersOf, onForgotten }: CacheLimits<Value>) {
    this.#maxEntries = maxEntries;
    this.#maxCharacters = maxCharacters ?? Number.POSITIVE_INFINITY;
    this.#charactersOf = charactersOf ?? (() => 0);
    this.#onForgotten = onForgotten ?? (() => {});
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Counts as a use. */
  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      return undefined;
    }
    if (key !== this.#newest) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      this.#newest = key;
    }
    return entry.value;
  }

  /** What is kept under a key, else what `make` gives, which is kept then. `make` must depend on nothing but the key. */
  getOrMake(key: string, make: () => Value): Value {
    const known = this.get(key);
    if (known !== undefined) {
      return known;
    }
    const value = make();
    this.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.delete(key);
    const characters = key.length + this.#charactersOf(value);
    if (characters > this.#maxCharacters) {
      return;
    }
    this.#entries.set(key, { value, characters });
    this.#newest = key;
    this.#characters += characters;
    this.#forgetOldest();
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#entries.delete(key);
      this.#characters -= entry.characters;
    }
  }

  #forgetOldest(): void {
    for (const [key, { value }] of this.#entries) {
      if (this.#entries.size <= this.#maxEntries && this.#characters <= this.#maxCharacters) {
        return;
      }
      this.delete(key);
      this.#onForgotten(key, value);
    }
  }
}
