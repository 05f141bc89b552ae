import { Draft, type OwnCopies } from '../json/draft.ts';
import { isList, isObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member } from '../json/member.ts';
import { checkDepth } from './depth.ts';
import {
  applyMapDirective,
  applyRetainKeys,
  cleanNewValue,
  directiveField,
  directives,
  isDirected,
} from './directives.ts';
import { applyElementOrders } from './element-order.ts';
import type { PatchPath } from './errors.ts';
import { kindOf } from './json-kind.ts';
import { type MergedList, mergeLists } from './merge-list.ts';
import { type FieldMeaning, lookUpField, lookUpList, type MergeSchema } from './schema.ts';

/**
 * Applies a strategic merge patch as apimachinery's strategicpatch.StrategicMergePatch does, for the type that the
 * schema names: the same directives, the same order of lists, an error wherever Go has one. Where Go depends on the
 * order of its maps (two directives for one field), keys count in the order of the patch. Inputs are never changed;
 * what a patch does not touch is shared with the original, and an empty patch returns the original itself.
 * @throws `MergeError`.
 */
export function strategicMerge(original: JsonObject, patch: JsonObject, schema: MergeSchema): JsonObject {
  checkDepth(patch);
  return mergeMap(original, patch, { types: schema.types, type: schema.root, place: undefined });
}

/** Where a merge stands: the type of the map, and the way there. */
interface Position {
  readonly types: MergeSchema['types'];
  readonly type: string;
  readonly place: PatchPath | undefined;
  /** Copies that this merge made before, and that it may write into. */
  readonly own?: OwnCopies | undefined;
}

function mergeMap(original: JsonObject, patch: JsonObject, at: Position): JsonObject {
  const draft = new Draft(original, at.own);
  // Hardly any map has a directive, and every map of a patch is asked.
  const directed = isDirected(patch);
  const directive = directed ? member(patch, directives.patch) : undefined;
  if (directive !== undefined) {
    return applyMapDirective(directive, patch, at.place);
  }
  const done = directed ? applyDirectives(draft, patch, at) : noFields;
  for (const key in patch) {
    if (!done.has(key)) {
      mergeField(draft, [key, patch[key] ?? null], at);
    }
  }
  return draft.value;
}

const noFields: ReadonlySet<string> = new Set();

/** Answers the directives about a whole map or the order of its lists. Returns the keys that are done with. */
function applyDirectives(draft: Draft, patch: JsonObject, at: Position): ReadonlySet<string> {
  applyRetainKeys(draft, patch, at.place);
  const ordered = applyElementOrders(draft, patch, {
    place: at.place,
    lookUp: (place) => lookUpList(at.types, at.type, place),
    mergeField: (lists, field, place) => mergeListField(lists, field, { ...at, place, deleting: false }),
  });
  return new Set([...ordered, directives.retainKeys]);
}

function mergeField(draft: Draft, [patchKey, value]: readonly [string, JsonValue], at: Position): void {
  const deleting = patchKey.startsWith(directives.deleteFromList);
  const key = deleting ? deletedField(patchKey, at.place) : patchKey;
  const current = draft.get(key);
  if (value === null) {
    draft.delete(key);
  } else if (current === undefined || kindOf(current) !== kindOf(value)) {
    if (!deleting) {
      draft.setOrDelete(key, cleanNewValue(value));
    }
  } else if (isObject(current) && isObject(value)) {
    draft.set(key, mergeMapField(current, value, { ...at, place: { parent: at.place, key } }));
  } else if (isList(current) && isList(value)) {
    const field = lookUpList(at.types, at.type, { parent: at.place, key });
    const place = { parent: at.place, key: patchKey };
    const { items } = mergeListField([current, value], field, { ...at, place, deleting });
    draft.set(key, sameItems(items, current) ? current : items);
  } else {
    draft.set(key, value);
  }
}

/** The field from whose list a patch deletes. */
function deletedField(patchKey: string, parent: PatchPath | undefined): string {
  return directiveField(patchKey, directives.deleteFromList, { parent, key: patchKey }) || patchKey;
}

function mergeMapField(
  original: JsonObject,
  patch: JsonObject,
  at: Position & { readonly place: PatchPath & { readonly key: string } },
): JsonObject {
  const field = lookUpField(at.types, at.type, at.place);
  return field.strategy === 'replace' ? patch : mergeMap(original, patch, { ...at, type: field.type });
}

/** Lists whose field has another strategy than `merge` are replaced, unless it is about deletion. */
function mergeListField(
  [original, patch]: readonly [JsonArray, JsonArray],
  field: FieldMeaning,
  at: Position & { readonly place: PatchPath; readonly deleting: boolean },
): MergedList {
  if (field.strategy !== 'merge' && !at.deleting) {
    return { items: patch, original: () => original };
  }
  return mergeLists(original, patch, {
    mergeKey: field.mergeKey,
    place: at.place,
    deleting: at.deleting,
    mergeItem: (item, change, { place, own = at.own }) =>
      mergeMap(item, change, { types: at.types, type: field.type, place, own }),
  });
}

function sameItems(left: JsonArray, right: JsonArray): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}
