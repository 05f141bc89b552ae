import type { JsonValue } from '../json/json-value.ts';
import { jsonSize, type KnownSizes } from './json-size.ts';
import { frameSize, leastFrameSize, type Operation } from './operation.ts';

/** A state to compare with, or to go back to. */
export interface Mark {
  readonly length: number;
  readonly saved: number;
}

/** An operation that gives a place a value. */
export type Setting = Extract<Operation, { readonly value: JsonValue }>;

/**
 * The operations made so far. Keeps account of what they save: the bytes of the result that no operation writes,
 * less what operations take apart from their values. The account may be too low, never too high, and tells without
 * counting that it does not pay to set a part as a whole.
 */
export class Recorder {
  readonly operations: Operation[] = [];
  /** Bytes of each operation without its value. */
  readonly #frames: number[] = [];
  #saved = 0;

  get length(): number {
    return this.operations.length;
  }

  mark(): Mark {
    return { length: this.operations.length, saved: this.#saved };
  }

  /** Forgets everything since `mark`. */
  rewind({ length, saved }: Mark): void {
    this.operations.length = length;
    this.#frames.length = length;
    this.#saved = saved;
  }

  record(operation: Operation): void {
    const frame = frameSize(operation);
    this.operations.push(operation);
    this.#frames.push(frame);
    this.#saved -= frame + 1;
  }

  /** Takes into account that at least so many bytes of the result, commas included, are written by no operation. */
  save(bytes: number): void {
    this.#saved += bytes;
  }

  /**
   * Bytes of the operations since `mark`, of which there is one at least, as they stand in a list.
   * @param parts takes the lists and objects that they give, where those are not to be counted
   */
  bytesSince({ length }: Mark, parts?: Parts): number {
    let bytes = this.length - length - 1;
    for (let at = length; at < this.length; at++) {
      bytes += (this.#frames[at] ?? 0) + valueBytes(this.operations[at], parts);
    }
    return bytes;
  }

  /** Replaces the operations since `mark` by one that sets the whole value, where that is no longer. */
  compact(mark: Mark, whole: Setting): void {
    if (this.#saved - mark.saved + leastFrameSize(whole) >= 0) {
      return;
    }
    // What operations give is in the whole as well, and is counted on neither side.
    const parts = new Parts();
    const bytes = this.bytesSince(mark, parts);
    const frame = frameSize(whole);
    const rest = jsonSize(whole.value, bytes - frame, parts);
    const more = frame + rest - bytes;
    if (more < 0 || (more === 0 && this.length - mark.length > 1)) {
      this.rewind(mark);
      this.record(whole);
    } else {
      this.#saved = mark.saved + rest - bytes - 1;
    }
  }
}

function valueBytes(operation: Operation | undefined, parts: Parts | undefined): number {
  const isCounted = operation !== undefined && 'value' in operation && parts?.take(operation.value) !== true;
  return isCounted ? jsonSize(operation.value) : 0;
}

/** Lists and objects that operations give, each as often as one does. */
class Parts implements KnownSizes {
  readonly #left = new Map<JsonValue, number>();

  /** Whether a value is a list or an object, which is then not counted. */
  take(value: JsonValue): boolean {
    const isCompound = typeof value === 'object' && value !== null;
    if (isCompound) {
      this.#left.set(value, (this.#left.get(value) ?? 0) + 1);
    }
    return isCompound;
  }

  get(value: JsonValue): number | undefined {
    const left = this.#left.get(value) ?? 0;
    if (left === 0) {
      return undefined;
    }
    this.#left.set(value, left - 1);
    return 0;
  }
}
