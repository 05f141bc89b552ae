import { Draft } from '../json/draft.ts';
import { isList, isObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member } from '../json/member.ts';
import { MergeError, type PatchPath } from './errors.ts';

/** What a patch says besides data. */
export const directives = {
  patch: '$patch',
  retainKeys: '$retainKeys',
  deleteFromList: '$deleteFromPrimitiveList',
  elementOrder: '$setElementOrder',
} as const;

/** Whether a list item carries `$patch`. */
export function hasPatchDirective(item: JsonValue): item is JsonObject {
  return isObject(item) && Object.hasOwn(item, directives.patch);
}

/** Whether a map of a patch says anything besides data, itself and not in what it holds. */
export function isDirected(map: JsonObject): boolean {
  for (const key in map) {
    if (key.startsWith('$')) {
      return true;
    }
  }
  return false;
}

/** Whether a key of a patch is a `$setElementOrder/FIELD`. */
export function isElementOrder(key: string): boolean {
  return key.startsWith(directives.elementOrder);
}

/** Answers `$patch` on a map that both sides have: `replace` takes the patch as it is, `delete` leaves nothing. */
export function applyMapDirective(directive: JsonValue, patch: JsonObject, place: PatchPath | undefined): JsonObject {
  if (directive === 'replace') {
    const rest = new Draft(patch);
    rest.delete(directives.patch);
    return rest.value;
  }
  if (directive === 'delete') {
    return {};
  }
  throw new MergeError('bad-directive', `$patch is ${JSON.stringify(directive)}; a map takes replace or delete`, {
    place,
  });
}

/**
 * Answers `$retainKeys`: what it does not list goes from the target, and what the patch sets it must list.
 * Nulls and the other directives need not be listed.
 */
export function applyRetainKeys(target: Draft, patch: JsonObject, place: PatchPath | undefined): void {
  const list = member(patch, directives.retainKeys);
  if (list === undefined) {
    return;
  }
  if (!isList(list)) {
    throw new MergeError('bad-retain-keys', '$retainKeys must be a list of field names', { place });
  }
  if (list.some((item) => isList(item) || isObject(item))) {
    throw new MergeError('uncomparable', '$retainKeys holds a map or a list; name fields only', { place });
  }
  const retained = new Set(list);
  for (const [key, value] of Object.entries(patch)) {
    if (value !== null && !isDirective(key) && !retained.has(key)) {
      const hint = 'list every field that the patch sets';
      throw new MergeError('bad-retain-keys', `$retainKeys lacks ${JSON.stringify(key)}; ${hint}`, { place });
    }
  }
  for (const key of Object.keys(target.value)) {
    if (!retained.has(key)) {
      target.delete(key);
    }
  }
}

function isDirective(key: string): boolean {
  return key === directives.retainKeys || key.startsWith(directives.deleteFromList) || isElementOrder(key);
}

/** The field that `PREFIX/field` is about. Anything but a slash after the prefix is an error. */
export function directiveField(key: string, prefix: string, place: PatchPath | undefined): string {
  if (key[prefix.length] !== '/') {
    const code = prefix === directives.elementOrder ? 'bad-element-order' : 'bad-delete-list';
    throw new MergeError(code, `${JSON.stringify(key)} names no field; write ${prefix}/FIELD`, { place });
  }
  return key.slice(prefix.length + 1);
}

/**
 * What becomes of a patch value that has no counterpart of its kind: fields that are null go, and so do maps and
 * list items with `$patch`; `undefined` if nothing is left at all. Whatever needs no change is shared.
 */
export function cleanNewValue(value: JsonValue): JsonValue | undefined {
  return cleaned(value, { dropsNulls: true });
}

/** Drops list items and maps with `$patch`; the other directives stay as plain fields. */
export function removeFromList(list: JsonArray): JsonArray {
  return cleanedList(list, { dropsNulls: false });
}

interface Cleaning {
  /** Whether fields that are null go. A `$patch` that is null then says nothing. */
  readonly dropsNulls: boolean;
}

function cleaned(value: JsonValue, how: Cleaning): JsonValue | undefined {
  if (isList(value)) {
    return cleanedList(value, how);
  }
  if (!isObject(value)) {
    return value;
  }
  let draft: Draft | undefined;
  for (const key in value) {
    const item = value[key] ?? null;
    const goes = item === null && how.dropsNulls;
    if (key === directives.patch && !goes) {
      return undefined;
    }
    const kept = goes ? undefined : cleaned(item, how);
    if (kept !== item) {
      draft ??= new Draft(value);
      draft.setOrDelete(key, kept);
    }
  }
  return draft?.value ?? value;
}

function cleanedList(list: JsonArray, how: Cleaning): JsonArray {
  let changed: JsonValue[] | undefined;
  for (let at = 0; at < list.length; at++) {
    const item = list[at] ?? null;
    const kept = cleaned(item, how);
    if (kept !== item) {
      changed ??= list.slice(0, at);
    }
    if (kept !== undefined) {
      changed?.push(kept);
    }
  }
  return changed ?? list;
}
