import jsonPatch from 'fast-json-patch';
import { isList, isObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { countMembers, setMember } from '../json/member.ts';
import { PatchError } from './errors.ts';
import type { Operation } from './operation.ts';

/**
 * Applies a patch to a copy of `before`, with a library that had no part in making it, and compares the result with
 * `after`: digits of big integers and the order of lists count, the order of keys does not. Inputs stay as they are.
 * @throws `PatchError` `misapplied` if an operation does not apply by the letter of RFC 6902, or if anything differs.
 */
export function verifyPatch(before: JsonValue, operations: readonly Operation[], after: JsonValue): void {
  const difference = findDifference(applyPatch(before, operations), after);
  if (difference !== undefined) {
    throw new PatchError('misapplied', `the patch gives another document than intended, first at '${difference}'`);
  }
}

/**
 * What a patch makes of a document, which stays as it is.
 * @throws `PatchError` `misapplied` if an operation does not apply by the letter of RFC 6902.
 */
export function applyPatch(before: JsonValue, operations: readonly Operation[]): JsonValue {
  return operations.reduce<Copied>(applyOne, copy(before));
}

/** JSON that the library may change. */
type Copied = null | boolean | number | bigint | string | Copied[] | { [key: string]: Copied };

function copy(value: JsonValue): Copied {
  if (isList(value)) {
    return value.map(copy);
  }
  if (isObject(value)) {
    return copyObject(value);
  }
  return value;
}

function copyObject(object: JsonObject): Copied {
  const copied: { [key: string]: Copied } = {};
  for (const key in object) {
    const value = copy(object[key] ?? null);
    setMember(copied, key, value);
  }
  return copied;
}

function applyOne(document: Copied, operation: Operation, index: number): Copied {
  try {
    if (operation.op === 'move') {
      // The library would clone what the move overwrites through JSON, which refuses bigints.
      const { newDocument, removed } = applyStrictly(document, { op: 'remove', path: operation.from });
      return applyStrictly(newDocument, { op: 'add', path: operation.path, value: removed ?? null }).newDocument;
    }
    const step = 'value' in operation ? { ...operation, value: copy(operation.value) } : operation;
    return applyStrictly(document, step).newDocument;
  } catch (cause) {
    const message = `operation ${index} (${operation.op} ${operation.path}) does not apply to the document`;
    throw new PatchError('misapplied', message, { cause });
  }
}

type Step =
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: Copied };

/**
 * The library's own validation takes inherited properties for members, and clones the document for each move, so
 * what RFC 6902 demands of the path is checked here.
 */
function applyStrictly(document: Copied, step: Step): { newDocument: Copied; removed?: Copied } {
  requireTarget(document, step.path, step.op === 'add' ? 'may be new' : 'exists');
  return jsonPatch.applyOperation<Copied>(document, { ...step });
}

function requireTarget(document: Copied, pointer: string, demand: 'exists' | 'may be new'): void {
  const keys = pointer.split('/').slice(1);
  let target = document;
  keys.forEach((key, depth) => {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    const isNew = demand === 'may be new' && depth === keys.length - 1;
    const next = step(target, name, isNew);
    if (next === undefined) {
      throw new RangeError(`'${pointer}' leads nowhere`);
    }
    target = next;
  });
}

/** One step down; `undefined` if there is nothing. With `isNew`, a place where something could be put will do. */
function step(target: Copied, key: string, isNew: boolean): Copied | undefined {
  if (Array.isArray(target)) {
    const length = isNew ? target.length + 1 : target.length;
    const isPlace = /^(0|[1-9]\d*)$/.test(key) ? Number(key) < length : isNew && key === '-';
    return isPlace ? (target[Number(key)] ?? null) : undefined;
  }
  if (typeof target !== 'object' || target === null) {
    return undefined;
  }
  return Object.hasOwn(target, key) ? target[key] : isNew ? null : undefined;
}

/** The way to the first place that differs, put together on the way back. */
function findDifference(result: JsonValue, wanted: JsonValue): string | undefined {
  if (isList(wanted)) {
    return isList(result) ? findListDifference(result, wanted) : '';
  }
  if (isObject(wanted)) {
    return isObject(result) ? findObjectDifference(result, wanted) : '';
  }
  return result === wanted ? undefined : '';
}

function findListDifference(result: JsonArray, wanted: JsonArray): string | undefined {
  if (result.length !== wanted.length) {
    return '';
  }
  for (let index = 0; index < wanted.length; index++) {
    const difference = findDifference(result[index] ?? null, wanted[index] ?? null);
    if (difference !== undefined) {
      return `/${index}${difference}`;
    }
  }
  return undefined;
}

function findObjectDifference(result: JsonObject, wanted: JsonObject): string | undefined {
  if (countMembers(result) !== countMembers(wanted)) {
    return '';
  }
  for (const key in wanted) {
    const difference = Object.hasOwn(result, key) ? findDifference(result[key] ?? null, wanted[key] ?? null) : '';
    if (difference !== undefined) {
      return `/${key}${difference}`;
    }
  }
  return undefined;
}
