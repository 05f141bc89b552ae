import type { JsonValue } from './json.ts';
import { jsonSize, stringSize } from './json.ts';

/** One step of a JSON Patch (RFC 6902). `test` and `copy` are never made here. */
export type Operation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: JsonValue }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move'; readonly from: string; readonly path: string };

/** The operation that gives an existing place a value: `add` in an object, where it is shorter, else `replace`. */
export type Setter = 'add' | 'replace';

/** A JSON pointer one step further (RFC 6901). */
export function pointerTo(path: string, key: string): string {
  const escaped = key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
  return `${path}/${escaped}`;
}

/** Bytes of an operation as JSON. Stops counting beyond `limit`: then the result is any number above. */
export function operationSize(operation: Operation, limit = Number.POSITIVE_INFINITY): number {
  const frame = frameSizes[operation.op] + stringSize(operation.path);
  if (operation.op === 'remove') {
    return frame;
  }
  return frame + (operation.op === 'move' ? stringSize(operation.from) : jsonSize(operation.value, limit - frame));
}

const frameSizes = {
  add: '{"op":"add","path":,"value":}'.length,
  replace: '{"op":"replace","path":,"value":}'.length,
  remove: '{"op":"remove","path":}'.length,
  move: '{"op":"move","from":,"path":}'.length,
} as const satisfies Record<Operation['op'], number>;

/** The operations made so far, with their sizes. */
export class Recorder {
  readonly operations: Operation[] = [];
  readonly #sizes: number[] = [];

  get length(): number {
    return this.operations.length;
  }

  record(operation: Operation): void {
    this.operations.push(operation);
    this.#sizes.push(-1);
  }

  /** Gives a place that exists, or the root, a new value. */
  set(setter: Setter, path: string, value: JsonValue): void {
    this.record({ op: path === '' ? 'replace' : setter, path, value });
  }

  /** Forgets everything from `mark` on. */
  rewind(mark: number): void {
    this.operations.length = mark;
    this.#sizes.length = mark;
  }

  /** Bytes of the operations from `mark` on, as they stand in a list. */
  bytesSince(mark: number): number {
    let bytes = Math.max(0, this.length - mark - 1);
    for (let at = mark; at < this.length; at++) {
      bytes += this.#sizeOf(at);
    }
    return bytes;
  }

  /** Replaces the operations from `mark` on by one that sets the whole value, where that is no longer. */
  compact(mark: number, whole: Extract<Operation, { value: JsonValue }>): void {
    const count = this.length - mark;
    if (count === 0) {
      return;
    }
    const bytes = this.bytesSince(mark);
    const size = operationSize(whole, bytes);
    if (size < bytes || (size === bytes && count > 1)) {
      this.rewind(mark);
      this.operations.push(whole);
      this.#sizes.push(size);
    }
  }

  #sizeOf(at: number): number {
    let size = this.#sizes[at] ?? -1;
    const operation = this.operations[at];
    if (size < 0 && operation !== undefined) {
      size = operationSize(operation);
      this.#sizes[at] = size;
    }
    return size;
  }
}
