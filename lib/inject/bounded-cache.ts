/**
 * A cache by text, bounded by entries and by characters of keys. It keeps two generations: what was used since the
 * last turn, and what was used before; when the younger is full, the older is forgotten. That forgets about what was
 * used least recently, and costs nothing on a hit.
 */
export class BoundedCache<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  readonly #maxEntries: number;
  readonly #maxCharacters: number;
  #characters = 0;

  /** The limits are those of both generations together. */
  constructor(limits: { readonly maxEntries: number; readonly maxCharacters: number }) {
    this.#maxEntries = limits.maxEntries / 2;
    this.#maxCharacters = limits.maxCharacters / 2;
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
    if (key.length > this.#maxCharacters) {
      return;
    }
    if (this.#young.size >= this.#maxEntries || this.#characters + key.length > this.#maxCharacters) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#characters = 0;
    }
    this.#characters += this.#young.has(key) ? 0 : key.length;
    this.#young.set(key, value);
  }
}
