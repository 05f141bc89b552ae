import type { JsonObject, JsonValue } from './json-value.ts';
import { copyOf, member, setMember } from './member.ts';

/**
 * An object being changed. The base is copied at the first real change and never written to; without a change the
 * base itself is the result, so that callers share it.
 */
export class Draft {
  readonly #base: JsonObject;
  #copy: { [key: string]: JsonValue } | undefined;

  constructor(base: JsonObject) {
    this.#base = base;
  }

  /** The object as it stands. */
  get value(): JsonObject {
    return this.#copy ?? this.#base;
  }

  get(key: string): JsonValue | undefined {
    return member(this.value, key);
  }

  set(key: string, value: JsonValue): void {
    if (this.get(key) === value) {
      return;
    }
    const copy = this.#ownCopy();
    setMember(copy, key, value);
  }

  /** Takes the member away where there is no value for it. */
  setOrDelete(key: string, value: JsonValue | undefined): void {
    if (value === undefined) {
      this.delete(key);
    } else {
      this.set(key, value);
    }
  }

  delete(key: string): void {
    if (Object.hasOwn(this.value, key)) {
      delete this.#ownCopy()[key];
    }
  }

  #ownCopy(): { [key: string]: JsonValue } {
    this.#copy ??= copyOf(this.#base);
    return this.#copy;
  }
}
