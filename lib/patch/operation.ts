import type { JsonValue } from '../json/json-value.ts';
import { jsonSize, stringSize } from './json-size.ts';

/** One step of a JSON Patch (RFC 6902). `test` and `copy` are never made here. */
export type Operation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: JsonValue }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move'; readonly from: string; readonly path: string };

/** A JSON pointer one step further (RFC 6901). */
export function pointerTo(path: string, key: string | number): string {
  if (typeof key === 'number') {
    return `${path}/${key}`;
  }
  const escaped = key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
  return `${path}/${escaped}`;
}

/** Bytes of an operation as JSON. */
export function operationSize(operation: Operation): number {
  return frameSize(operation) + ('value' in operation ? jsonSize(operation.value) : 0);
}

/** Bytes of an operation as JSON, without its value. */
export function frameSize(operation: Operation): number {
  const size = frameSizes[operation.op] + stringSize(operation.path);
  return operation.op === 'move' ? size + stringSize(operation.from) : size;
}

/** What `frameSize` gives if nothing in the path needs an escape, without looking. */
export function leastFrameSize(operation: Exclude<Operation, { readonly op: 'move' }>): number {
  return frameSizes[operation.op] + operation.path.length + 2;
}

const frameSizes = {
  add: '{"op":"add","path":,"value":}'.length,
  replace: '{"op":"replace","path":,"value":}'.length,
  remove: '{"op":"remove","path":}'.length,
  move: '{"op":"move","from":,"path":}'.length,
} as const satisfies Record<Operation['op'], number>;
