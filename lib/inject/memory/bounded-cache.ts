/** The limits of a cache, for both of its generations together. */
interface Limits<Value> {
  readonly maxEntries: number;
  /** Of keys, and of values where `charactersOf` counts them. */
  readonly maxCharacters: number;
  readonly charactersOf?: (value: Value) => number;
}

/**
 * A cache by text, bounded by entries and by characters. It keeps two generations: what was used since the
 * last turn, and what was used before; when the younger is full, the older is forgotten. That forgets about what was
 * used least recently, and costs nothing on a hit.
 */
export class BoundedCache<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  readonly #maxEntries: number;
  readonly #maxCharacters: number;
  readonly #charactersOf: (value: Value) => number;
  #characters = 0;

  constructor({ maxEntries, maxCharacters, charactersOf = () => 0 }: Limits<Value>) {
    this.#maxEntries = maxEntries / 2;
    this.#maxCharacters = maxCharacters / 2;
    this.#charactersOf = charactersOf;
  }

  get(key: string): Value | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) {
      return value;
    }
    const older = this.#old.get(key);
    if (older !== undefined) {
      this.set(key, older);
    }
    return older;
  }

  set(key: string, value: Value): void {
    const characters = key.length + this.#charactersOf(value);
    if (characters > this.#maxCharacters) {
      return;
    }
    if (this.#young.size >= this.#maxEntries || this.#characters + characters > this.#maxCharacters) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#characters = 0;
    }
    this.#characters += this.#young.has(key) ? 0 : characters;
    this.#young.set(key, value);
  }
}
