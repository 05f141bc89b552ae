import type { JsonValue } from '../json/json-value.ts';
import { jsonSize } from './json-size.ts';
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
  /** Bytes of each operation without its value, and of its value, -1 until it is asked for. */
  readonly #frames: number[] = [];
  readonly #values: number[] = [];
  /** What was counted of operations' values, which are parts of whatever may be set instead. */
  readonly #sizes = new Map<JsonValue, number>();
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
    this.#values.length = length;
    this.#saved = saved;
  }

  record(operation: Operation, valueBytes = -1): void {
    const frame = frameSize(operation);
    this.operations.push(operation);
    this.#frames.push(frame);
    this.#values.push(valueBytes);
    this.#saved -= frame + 1;
  }

  /** Takes into account that at least so many bytes of the result, commas included, are written by no operation. */
  save(bytes: number): void {
    this.#saved += bytes;
  }

  /** Bytes of the operations since `mark`, of which there is one at least, as they stand in a list. */
  bytesSince({ length }: Mark): number {
    let bytes = this.length - length - 1;
    for (let at = length; at < this.length; at++) {
      bytes += (this.#frames[at] ?? 0) + this.#valueBytes(at);
    }
    return bytes;
  }

  /** Replaces the operations since `mark` by one that sets the whole value, where that is no longer. */
  compact(mark: Mark, whole: Setting): void {
    if (this.#saved - mark.saved + leastFrameSize(whole) >= 0) {
      return;
    }
    const bytes = this.bytesSince(mark);
    const frame = frameSize(whole);
    const valueBytes = jsonSize(whole.value, bytes - frame, this.#sizes);
    const more = frame + valueBytes - bytes;
    if (more < 0 || (more === 0 && this.length - mark.length > 1)) {
      this.rewind(mark);
      this.record(whole, valueBytes);
    } else {
      this.#saved = mark.saved + valueBytes - bytes - 1;
    }
  }

  #valueBytes(at: number): number {
    const operation = this.operations[at];
    if (operation === undefined || !('value' in operation)) {
      return 0;
    }
    let bytes = this.#values[at] ?? -1;
    if (bytes < 0) {
      bytes = jsonSize(operation.value);
      this.#values[at] = bytes;
      this.#sizes.set(operation.value, bytes);
    }
    return bytes;
  }
}
