import jsonPatch from 'fast-json-patch';
import { isList, isObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { Copies, type Copy } from './copies.ts';
import { PatchError } from './errors.ts';
import type { Operation } from './operation.ts';

/**
 * Applies a patch to `before`, with a library that had no part in making it, and compares the result with
 * `after`: digits of big integers and the order of lists count, the order of keys does not. Inputs stay as they are.
 * @throws `PatchError` `misapplied` if an operation does not apply by the letter of RFC 6902, or if anything differs.
 */
export function verifyPatch(before: JsonValue, operations: readonly Operation[], after: JsonValue): void {
  const copies = new Copies();
  const difference = findDifference(applyAll(before, operations, copies), after, copies);
  if (difference !== undefined) {
    throw new PatchError('misapplied', `the patch gives another document than intended, first at '${difference}'`);
  }
}

/**
 * What a patch makes of a document, which stays as it is; the result shares with it what no operation goes through.
 * @throws `PatchError` `misapplied` if an operation does not apply by the letter of RFC 6902.
 */
export function applyPatch(before: JsonValue, operations: readonly Operation[]): JsonValue {
  const copies = new Copies();
  return copies.complete(applyAll(before, operations, copies));
}

/** What `copies` know to be made of the document; objects in it may lack members that stayed. */
function applyAll(before: JsonValue, operations: readonly Operation[], copies: Copies): JsonValue {
  let document = before;
  for (const [index, operation] of operations.entries()) {
    document = applyOne(document, operation, { index, copies });
  }
  return document;
}

interface Around {
  readonly index: number;
  readonly copies: Copies;
}

function applyOne(document: JsonValue, operation: Operation, { index, copies }: Around): JsonValue {
  try {
    if (operation.op === 'move') {
      // The library would clone what the move overwrites through JSON, which refuses bigints.
      const { newDocument, removed } = applyStrictly(document, { op: 'remove', path: operation.from }, copies);
      const step = { op: 'add', path: operation.path, value: removed ?? null } as const;
      return applyStrictly(newDocument, step, copies).newDocument;
    }
    return applyStrictly(document, operation, copies).newDocument;
  } catch (cause) {
    const message = `operation ${index} (${operation.op} ${operation.path}) does not apply to the document`;
    throw new PatchError('misapplied', message, { cause });
  }
}

type Step =
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: JsonValue };

/**
 * The library's own validation takes inherited properties for members, and clones the document for each move, so
 * what RFC 6902 demands of the path is checked here. The library changes nothing but the end of the way.
 */
function applyStrictly(
  document: JsonValue,
  step: Step,
  copies: Copies,
): { newDocument: JsonValue; removed?: JsonValue } {
  return jsonPatch.applyOperation<JsonValue>(copyWay(document, step, copies), step);
}

/** The document with what stands on the way to a place copied. @throws RangeError where there is no such place */
function copyWay(document: JsonValue, { op, path }: Step, copies: Copies): JsonValue {
  const way = path.includes('~') ? path.split('/').map(unescapeKey) : path.split('/');
  const last = way.length - 1;
  if (last === 0) {
    return document;
  }
  const root = copies.of(document);
  let target = root;
  for (let at = 1; at < last; at += 1) {
    const key = way[at] ?? '';
    copies.take(target, key);
    // What is inherited has no members, but for `__proto__`, which the library refuses.
    const copy = copies.of(target[key]);
    target[key] = copy;
    target = copy;
  }
  copies.take(target, way[last] ?? '');
  if (!isPlace(target, way[last] ?? '', op === 'add')) {
    throw new RangeError(`'${path}' leads nowhere`);
  }
  return root;
}

function unescapeKey(key: string): string {
  return key.includes('~') ? key.replaceAll('~1', '/').replaceAll('~0', '~') : key;
}

/** The index that a key is in a list; below 0 where it is none. */
function indexOf(key: string): number {
  return /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1;
}

/** Whether something is there; with `isNew`, whether something could be put there. */
function isPlace(target: Copy, key: string, isNew: boolean): boolean {
  if (!isList(target)) {
    return isNew || Object.hasOwn(target, key);
  }
  const length = isNew ? target.length + 1 : target.length;
  const index = indexOf(key);
  return index < 0 ? isNew && key === '-' : index < length;
}

/** The way to the first place that differs, put together on the way back. Most of a pod is the very same object. */
function findDifference(result: JsonValue, wanted: JsonValue, copies: Copies): string | undefined {
  if (result === wanted) {
    return undefined;
  }
  if (isList(wanted)) {
    return isList(result) ? findListDifference(result, wanted, copies) : '';
  }
  return isObject(wanted) && isObject(result) ? findObjectDifference(result, wanted, copies) : '';
}

function findListDifference(result: JsonArray, wanted: JsonArray, copies: Copies): string | undefined {
  if (result.length !== wanted.length) {
    return '';
  }
  for (const [index, item] of wanted.entries()) {
    const difference = findDifference(result[index] ?? null, item, copies);
    if (difference !== undefined) {
      return `/${index}${difference}`;
    }
  }
  return undefined;
}

function findObjectDifference(result: JsonObject, wanted: JsonObject, copies: Copies): string | undefined {
  const part = copies.partOf(result);
  let surplus = copies.count(result);
  for (const key in wanted) {
    surplus -= 1;
    const holder = part === undefined || part.taken.has(key) ? result : part.base;
    const difference = Object.hasOwn(holder, key)
      ? findDifference(holder[key] ?? null, wanted[key] ?? null, copies)
      : '';
    if (difference !== undefined) {
      return `/${key}${difference}`;
    }
  }
  return surplus === 0 ? undefined : '';
}
