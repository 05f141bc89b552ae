import { isObject, type JsonArray, type JsonObject } from '../json/json-value.ts';
import { deduplicate } from './deduplicate.ts';
import { MergeError, type PatchPath } from './errors.ts';
import { applyItemDirectives } from './item-directives.ts';
import { type JsonKind, kindOf } from './json-kind.ts';
import { type Keyed, KeyIndex, keyOf, requireKey } from './key-index.ts';
import { interleave } from './list-order.ts';

/** What the merge of one list needs to know. */
export interface ListMerge extends Keyed {
  /** The patch comes from `$deleteFromPrimitiveList`. */
  readonly deleting: boolean;
  /** Merges an item of the patch into the item with its key. */
  readonly mergeItem: (original: JsonObject, patch: JsonObject, place: PatchPath) => JsonObject;
}

export interface MergedList {
  readonly items: JsonArray;
  /**
   * The original as Go's caller finds it afterwards. Go deletes and appends in the original's memory, and
   * `$setElementOrder` then takes its order from there.
   */
  readonly original: JsonArray;
}

/** Merges two lists of plain values, or two lists of maps by their merge key. Neither is changed. */
export function mergeLists(original: JsonArray, patch: JsonArray, merge: ListMerge): MergedList {
  if (original.length === 0 && patch.length === 0) {
    return { items: original, original };
  }
  const kind = itemKind([original, patch], merge.place);
  if (kind === 'map') {
    return mergeMaps(original, patch, merge);
  }
  if (merge.deleting) {
    const deleted = new Set(patch);
    return { items: original.filter((item) => !deleted.has(item)), original };
  }
  return { items: mergePlain(original, patch, merge), original };
}

/** The kind that all items have. @throws if there is none, if they differ, or if they are lists. */
export function itemKind(lists: readonly JsonArray[], place: PatchPath | undefined): JsonKind {
  let kind: JsonKind | undefined;
  for (const list of lists) {
    for (const item of list) {
      kind = commonKind(kind, kindOf(item), place);
    }
  }
  if (kind === undefined) {
    throw new MergeError('empty-lists', 'nothing to order: the list is empty on both sides', { place });
  }
  return kind;
}

function commonKind(kind: JsonKind | undefined, next: JsonKind, place: PatchPath | undefined): JsonKind {
  if (next === 'list' && kind === undefined) {
    throw new MergeError('list-of-lists', 'a list of lists cannot be merged; replace the field around it', { place });
  }
  if (next === 'null' || (kind !== undefined && next !== kind)) {
    throw new MergeError('mixed-list', 'items of both lists must be of one kind, and not null', { place });
  }
  return next;
}

function mergePlain(original: JsonArray, patch: JsonArray, merge: ListMerge): JsonArray {
  if (merge.mergeKey !== '') {
    throw new MergeError('wrong-shape', `items must be maps with ${merge.mergeKey}; give maps only`, {
      place: merge.place,
    });
  }
  const both = [...original, ...patch];
  const items = both.slice(0, deduplicate(both));
  // Go appends to the original's memory if it has room there, and so deduplicates the original as well.
  const originalOrder = both.length <= capacity(original.length) ? both.slice(0, original.length) : original;
  const named = new Set(patch);
  const runs = {
    named: items.filter((item) => named.has(item)),
    patchOrder: patch,
    others: items.filter((item) => !named.has(item)),
    originalOrder,
  };
  return interleave(runs, merge);
}

/** How many items Go's decoder has room for when it has read so many: it doubles the room when it is full. */
function capacity(length: number): number {
  return 2 ** Math.ceil(Math.log2(length));
}

function mergeMaps(original: JsonArray, patch: JsonArray, merge: ListMerge): MergedList {
  if (merge.mergeKey === '') {
    throw new MergeError('no-merge-key', 'a list of maps without a merge key cannot be merged', { place: merge.place });
  }
  const { kept, tail, plain, replace } = applyItemDirectives(original, patch, merge);
  const merged = replace ? plain : mergeByKey(kept, plain, merge);
  const named = new KeyIndex(replace ? [] : plain, merge);
  const isNamed = merged.map((item) => named.find(requireKey(item, merge)) >= 0);
  const runs = {
    named: merged.filter((_, index) => isNamed[index]),
    patchOrder: plain,
    others: merged.filter((_, index) => !isNamed[index]),
    originalOrder: replace ? plain : merged.slice(0, kept.length),
  };
  const memory = [...kept, ...tail].map((item, index) => (replace ? item : (merged[index] ?? item)));
  return { items: interleave(runs, merge), original: memory };
}

/** Merges each item into the first one with its key, or appends it as it is. */
function mergeByKey(original: JsonArray, patch: JsonArray, merge: ListMerge): JsonArray {
  const merged = [...original];
  const index = new KeyIndex(original, merge, new Set(patch.map((item) => keyOf(item, merge))));
  patch.forEach((item, at) => {
    const place = { parent: merge.place, key: at };
    const found = index.find(requireKey(item, { mergeKey: merge.mergeKey, place }));
    const target = merged[found];
    if (isObject(target) && isObject(item)) {
      merged[found] = merge.mergeItem(target, item, place);
    } else {
      merged.push(item);
      index.add(item);
    }
  });
  return merged;
}
