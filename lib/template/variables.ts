/** The place of a variable among those of a template that runs. */
export interface Slot {
  readonly name: string;
  readonly index: number;
  /** Declared where `and` or `or` may skip it: until then the variable of that name outside is meant. */
  readonly conditional: boolean;
}

/** The variables that are visible somewhere: the one declared last, and those before it. */
export interface Visible {
  readonly slot: Slot;
  readonly before: Visible | undefined;
}

const noSlots: readonly number[] = [];

/** The variables of one template while it is compiled: Go looks them up by name when it runs, here they have places. */
export class Variables {
  #visible: Visible = { slot: { name: '$', index: 0, conditional: false }, before: undefined };
  #count = 1;
  #skippable = 0;
  #conditional: number[] = [];

  /** What is visible now, for what is compiled later as if it were here. */
  get visible(): Visible {
    return this.#visible;
  }

  declare(name: string): Slot {
    const slot = { name, index: this.#count++, conditional: this.#skippable > 0 };
    this.#visible = { slot, before: this.#visible };
    if (slot.conditional) {
      this.#conditional.push(slot.index);
    }
    return slot;
  }

  /** Where to look for a variable, in this order: conditional places, and the first that is not. */
  resolve(name: string): Slot[] {
    const found: Slot[] = [];
    for (let at: Visible | undefined = this.#visible; at !== undefined; at = at.before) {
      if (at.slot.name === name) {
        found.push(at.slot);
        if (!at.slot.conditional) {
          break;
        }
      }
    }
    return found;
  }

  /**
   * Compiles what has a scope of its own, where `visible` is seen; returns the conditional places of that scope too,
   * which are to be cleared whenever it is entered.
   */
  inScope<T>(visible: Visible, compile: () => T): { readonly result: T; readonly conditional: readonly number[] } {
    const outside = { visible: this.#visible, conditional: this.#conditional };
    this.#visible = visible;
    this.#conditional = [];
    try {
      const result = compile();
      return { result, conditional: this.#conditional.length === 0 ? noSlots : this.#conditional };
    } finally {
      this.#visible = outside.visible;
      this.#conditional = outside.conditional;
    }
  }

  /** Compiles what may be skipped when it runs. */
  whileConditional<T>(compile: () => T): T {
    this.#skippable += 1;
    const result = compile();
    this.#skippable -= 1;
    return result;
  }
}
