/** The place of a variable among those of a template that runs. */
export interface Slot {
  readonly name: string;
  readonly index: number;
  /** Declared where `and` or `or` may skip it: until then the variable of that name outside is meant. */
  readonly conditional: boolean;
}

const noSlots: readonly number[] = [];

/** The variables of one template while it is compiled: Go looks them up by name when it runs, here they have places. */
export class Variables {
  readonly #visible: Slot[] = [{ name: '$', index: 0, conditional: false }];
  #count = 1;
  #skippable = 0;
  #conditional: number[] = [];

  /** How many places there are. */
  get count(): number {
    return this.#count;
  }

  declare(name: string): Slot {
    const slot = { name, index: this.#count++, conditional: this.#skippable > 0 };
    this.#visible.push(slot);
    if (slot.conditional) {
      this.#conditional.push(slot.index);
    }
    return slot;
  }

  /** Where to look for a variable, in this order: conditional places, and the first that is not. */
  resolve(name: string): Slot[] {
    const found: Slot[] = [];
    for (let at = this.#visible.length - 1; at >= 0; at--) {
      const slot = this.#visible[at];
      if (slot?.name === name) {
        found.push(slot);
        if (!slot.conditional) {
          break;
        }
      }
    }
    return found;
  }

  /** Compiles what ends a scope at its end; returns the conditional places of the scope as well. */
  inScope<T>(compile: () => T): { readonly result: T; readonly conditional: readonly number[] } {
    const { length } = this.#visible;
    const before = this.#conditional.length;
    const result = compile();
    this.#visible.length = length;
    const conditional = before === this.#conditional.length ? noSlots : this.#conditional.slice(before);
    return { result, conditional };
  }

  /** Compiles what may be skipped when it runs. */
  whileConditional<T>(compile: () => T): T {
    this.#skippable += 1;
    const result = compile();
    this.#skippable -= 1;
    return result;
  }
}
