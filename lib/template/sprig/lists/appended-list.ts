import type { GoSlice, GoValue } from '../../../go/value.ts';
import { listType } from '../declare.ts';

/** Shorter lists are copied, as all functions of lists do. */
const leastShared = 256;

/** A long `[]interface {}` that shares its items with the lists that it was made of. */
class AppendedList implements GoSlice {
  readonly kind = 'slice';
  readonly type = listType;
  readonly elem = 'interface {}';
  readonly isNil = false;
  readonly length: number;
  /** Those of this list and, behind them, of lists that were made of it. */
  readonly #items: GoValue[];

  constructor(items: GoValue[]) {
    this.#items = items;
    this.length = items.length;
  }

  at(index: number): GoValue {
    return index < this.length ? (this.#items[index] ?? null) : null;
  }

  /** A list with one more item; undefined where another one has taken the place behind this list. */
  with(item: GoValue): AppendedList | undefined {
    if (this.#items.length > this.length) {
      return undefined;
    }
    this.#items.push(item);
    return new AppendedList(this.#items);
  }
}

/**
 * A list and one item more, without a copy of all the others where the list was made in the same way: templates that
 * collect names of containers one by one would take the square of their number.
 */
export function withoutCopy(list: GoValue, item: GoValue): GoSlice | undefined {
  return list instanceof AppendedList ? list.with(item) : undefined;
}

/** The items and one more. */
export function withCopy(items: readonly GoValue[], item: GoValue): GoValue {
  const all = [...items, item];
  return all.length < leastShared ? all : new AppendedList(all);
}
