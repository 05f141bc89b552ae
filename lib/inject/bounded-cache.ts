/** A cache by text that forgets what was used least recently, bounded by entries and by characters of keys. */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #maxEntries: number;
  readonly #maxCharacters: number;
  #characters = 0;

  constructor(limits: { readonly maxEntries: number; readonly maxCharacters: number }) {
    this.#maxEntries = limits.maxEntries;
    this.#maxCharacters = limits.maxCharacters;
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  set(key: string, value: Value): void {
    if (key.length > this.#maxCharacters) {
      return;
    }
    if (!this.#entries.delete(key)) {
      this.#characters += key.length;
    }
    this.#entries.set(key, value);
    this.#shrink();
  }

  #shrink(): void {
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries && this.#characters <= this.#maxCharacters) {
        return;
      }
      this.#entries.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
