import type { OwnCopies } from '../json/draft.ts';
import { isObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { deduplicate } from './deduplicate.ts';
import { MergeError, type PatchPath } from './errors.ts';
import { applyItemDirectives } from './item-directives.ts';
import { type JsonKind, kindOf } from './json-kind.ts';
import { type Keyed, KeyIndex, requireKey } from './key-index.ts';
import { interleave, sortRun } from './list-order.ts';

/** What the merge of one list needs to know. */
export interface ListMerge extends Keyed {
  /** The patch comes from `$deleteFromPrimitiveList`. */
  readonly deleting: boolean;
  /** Merges an item of the patch into the item with its key. */
  readonly mergeItem: (original: JsonObject, patch: JsonObject, at: ItemPosition) => JsonObject;
}

interface ItemPosition {
  readonly place: PatchPath;
  /** Copies that may be written into. */
  readonly own?: OwnCopies;
}

export interface MergedList {
  readonly items: JsonArray;
  /**
   * The original as Go's caller finds it afterwards. Go deletes and appends in the original's memory, and
   * `$setElementOrder` then takes its order from there.
   */
  readonly original: () => JsonArray;
}

/** Merges two lists of plain values, or two lists of maps by their merge key. Neither is changed. */
export function mergeLists(original: JsonArray, patch: JsonArray, merge: ListMerge): MergedList {
  if (original.length === 0 && patch.length === 0) {
    return { items: original, original: () => original };
  }
  const kind = itemKind([original, patch], merge.place);
  if (kind === 'map') {
    return mergeMaps(original, patch, merge);
  }
  if (merge.deleting) {
    const deleted = new Set(patch);
    return { items: original.filter((item) => !deleted.has(item)), original: () => original };
  }
  return mergePlain(original, patch, merge);
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

function mergePlain(original: JsonArray, patch: JsonArray, merge: ListMerge): MergedList {
  if (merge.mergeKey !== '') {
    throw new MergeError('wrong-shape', `items must be maps with ${merge.mergeKey}; give maps only`, {
      place: merge.place,
    });
  }
  const both = [...original, ...patch];
  const items = both.slice(0, deduplicate(both));
  // Go appends to the original's memory if it has room there, and so deduplicates the original as well.
  const originalOrder = both.length <= capacity(original.length) ? both.slice(0, original.length) : original;
  const patchOrder = new KeyIndex(patch, merge);
  const runs = {
    named: items.filter((item) => patchOrder.find(item) >= 0),
    patchOrder,
    others: items.filter((item) => patchOrder.find(item) < 0),
    originalOrder: new KeyIndex(originalOrder, merge),
  };
  return { items: interleave(runs, merge), original: () => originalOrder };
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
  const patchOrder = new KeyIndex(plain, merge);
  if (replace) {
    for (const item of plain) {
      requireKey(item, merge);
    }
    return { items: sortRun(plain, patchOrder, merge), original: () => [...kept, ...tail] };
  }
  const originalOrder = new KeyIndex(kept, merge);
  const merged = mergeByKey(kept, plain, { ...merge, patchOrder, originalOrder });
  const [named, others]: [JsonValue[], JsonValue[]] = [[], []];
  for (const item of merged) {
    (patchOrder.find(requireKey(item, merge)) < 0 ? others : named).push(item);
  }
  return {
    items: interleave({ named, patchOrder, others, originalOrder }, merge),
    original: () => [...kept, ...tail].map((item, index) => merged[index] ?? item),
  };
}

interface MergeByKey extends ListMerge {
  readonly patchOrder: KeyIndex;
  readonly originalOrder: KeyIndex;
}

/**
 * Merges each item into the first one with its key, or appends it as it is. An item keeps its key. There may be very
 * many items of one key: what they are merged into is copied for the first two of them alone.
 */
function mergeByKey(original: JsonArray, patch: JsonArray, merge: MergeByKey): JsonArray {
  const merged = [...original];
  /** Where items of the patch stand that were appended, by their places there. */
  const appended: number[] = [];
  const changed = new Set<number>();
  let own: OwnCopies | undefined;
  patch.forEach((item, at) => {
    const place = { parent: merge.place, key: at };
    const key = requireKey(item, { mergeKey: merge.mergeKey, place });
    const known = merge.originalOrder.find(key);
    const found = known < 0 ? appended[merge.patchOrder.find(key)] : known;
    const target = found === undefined ? undefined : merged[found];
    if (found !== undefined && isObject(target) && isObject(item)) {
      own ??= changed.has(found) ? new WeakMap() : undefined;
      merged[found] = merge.mergeItem(target, item, own === undefined ? { place } : { place, own });
      changed.add(found);
    } else {
      appended[at] = merged.push(item) - 1;
    }
  });
  return merged;
}
