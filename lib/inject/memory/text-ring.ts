/** Where a text stands in a ring. */
export interface RingSlot {
  /** How many bytes had been written before it. */
  readonly from: number;
  readonly bytes: number;
}

/**
 * Keeps the texts that were written last, in bytes of its own. The garbage collector copies strings that live for a
 * while, which holds up the request that is served meanwhile; it never looks into these.
 */
export class TextRing {
  readonly #size: number;
  #memory: Buffer | undefined;
  #written = 0;

  /** `size` is in bytes. They are taken when the first text comes. */
  constructor(size: number) {
    this.#size = size;
  }

  /** Keeps a text until others have taken its place; undefined where it is too long to be worth that. */
  write(text: string): RingSlot | undefined {
    const bytes = Buffer.byteLength(text);
    if (bytes > this.#size / 16) {
      return undefined;
    }
    this.#memory ??= Buffer.allocUnsafeSlow(this.#size);
    const rest = this.#size - (this.#written % this.#size);
    const from = rest < bytes ? this.#written + rest : this.#written;
    this.#memory.write(text, from % this.#size);
    this.#written = from + bytes;
    return { from, bytes };
  }

  /** The text that was written there; undefined where others have taken its place. */
  read({ from, bytes }: RingSlot): string | undefined {
    const start = from % this.#size;
    return from < this.#written - this.#size ? undefined : this.#memory?.toString('utf8', start, start + bytes);
  }
}
