import type { JsonValue } from '../json/json-value.ts';
import { jsonSize } from './json-size.ts';
import { fieldPosition, itemPosition, type ListKeys, rootPosition, type TypePosition } from './list-keys.ts';
import { pointerTo } from './operation.ts';
import { type Mark, Recorder } from './recorder.ts';

/** Records what turns one value into the other, at the place where the comparison stands. */
export type Comparer = (before: JsonValue, after: JsonValue, at: Comparison) => void;

/** So much of what stays is counted at once: it makes up for the frame of an operation. */
const enoughSaved = 40;

/** How two documents are compared. */
export interface DiffOptions extends ListKeys {
  /**
   * Objects and lists of the first document that stand for larger ones, and all that they stand in. The patch is for the
   * larger document, so none of them is set as a whole, which would take from it what is not there to be seen.
   */
  readonly cut?: ReadonlySet<JsonValue>;
}

/**
 * Where a comparison stands, and what it found. Most places are only passed, so a path or a type is worked out when
 * it is asked for, and kept for what lies below.
 */
export class Comparison {
  readonly recorder = new Recorder();
  readonly #compareValues: Comparer;
  /** The keys on the way from the root: strings are members of objects, numbers items of lists. */
  readonly #steps: (string | number)[] = [];
  /** What is known of the way: an entry more than the steps it covers. */
  readonly #paths: string[] = [''];
  readonly #positions: (TypePosition | undefined)[];
  readonly #cut: ReadonlySet<JsonValue> | undefined;

  constructor(options: DiffOptions | undefined, compareValues: Comparer) {
    this.#compareValues = compareValues;
    this.#positions = [rootPosition(options)];
    this.#cut = options?.cut;
  }

  get isRoot(): boolean {
    return this.#steps.length === 0;
  }

  /** The last key on the way; `undefined` at the root. */
  get key(): string | number | undefined {
    return this.#steps[this.#steps.length - 1];
  }

  /** JSON pointer of this place. */
  get path(): string {
    const paths = this.#paths;
    for (let depth = paths.length; depth <= this.#steps.length; depth++) {
      paths.push(pointerTo(paths[depth - 1] ?? '', this.#steps[depth - 1] ?? ''));
    }
    return paths[this.#steps.length] ?? '';
  }

  /** Where this place is in the types. */
  get position(): TypePosition | undefined {
    const positions = this.#positions;
    for (let depth = positions.length; depth <= this.#steps.length; depth++) {
      const key = this.#steps[depth - 1] ?? '';
      const parent = positions[depth - 1];
      positions.push(typeof key === 'number' ? itemPosition(parent) : fieldPosition(parent, key));
    }
    return positions[this.#steps.length];
  }

  /** Goes one step down, compares what is there, and comes back. */
  compare(key: string | number, before: JsonValue, after: JsonValue): void {
    if (before === after) {
      this.recorder.save(typeof after === 'string' ? after.length + 2 : jsonSize(after, enoughSaved));
      return;
    }
    const steps = this.#steps;
    steps.push(key);
    this.#compareValues(before, after, this);
    if (this.#paths.length > steps.length) {
      this.#paths.pop();
    }
    if (this.#positions.length > steps.length) {
      this.#positions.pop();
    }
    steps.pop();
  }

  /** Whether a value of the first document stands for a larger one. */
  isCut(before: JsonValue): boolean {
    return this.#cut?.has(before) === true;
  }

  /** Gives this place a new value: by `add` in an object, where that is shorter, else by `replace`. */
  set(value: JsonValue): void {
    this.recorder.record({ op: this.#setter, path: this.path, value });
  }

  /** Gives this place a new value instead of what was recorded since `mark`, where that is no longer. */
  compact(mark: Mark, value: JsonValue): void {
    this.recorder.compact(mark, { op: this.#setter, path: this.path, value });
  }

  get #setter(): 'add' | 'replace' {
    return typeof this.key === 'string' ? 'add' : 'replace';
  }
}
