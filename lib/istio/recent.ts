/** Longer keys are not worth their memory. */
const maxKeyLength = 8192;
const maxEntries = 500;

/**
 * Remembers what was made for a text, as pods of one workload ask for the same again and again. Bounded: of 500
 * entries the oldest go, and results of long texts are made anew.
 */
export class Recent<Value extends object | string | number | boolean> {
  readonly #entries = new Map<string, Value>();

  /** The value for a key; `make` must depend on nothing else. */
  get(key: string, make: () => Value): Value {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      return known;
    }
    const value = make();
    if (key.length <= maxKeyLength) {
      this.#entries.set(key, value);
      this.#forgetOldest();
    }
    return value;
  }

  #forgetOldest(): void {
    if (this.#entries.size > maxEntries) {
      const oldest = this.#entries.keys().next();
      this.#entries.delete(oldest.value ?? '');
    }
  }
}
