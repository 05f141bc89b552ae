import { isObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member } from '../json/member.ts';
import { directives, hasPatchDirective } from './directives.ts';
import { MergeError, type PatchPath } from './errors.ts';
import { type JsonKind, kindOf } from './json-kind.ts';
import { type Keyed, KeyIndex, requireKey, sameKey } from './key-index.ts';
import { interleave, isDeletion } from './list-order.ts';

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
  return length === 0 ? 0 : 2 ** Math.ceil(Math.log2(length));
}

/** Fills the place of each repeated item with the last one, as Go does, and returns how many are left. */
function deduplicate(items: JsonValue[]): number {
  let length = items.length;
  if (new Set(items).size === length) {
    return length;
  }
  for (let first = 0; first < length; first++) {
    for (let other = first + 1; other < length; other++) {
      if (items[first] === items[other]) {
        length -= 1;
        items[other] = items[length] ?? null;
        other -= 1;
      }
    }
  }
  return length;
}

function mergeMaps(original: JsonArray, patch: JsonArray, merge: ListMerge): MergedList {
  if (merge.mergeKey === '') {
    throw new MergeError('no-merge-key', 'a list of maps without a merge key cannot be merged', { place: merge.place });
  }
  const { kept, tail, plain, replace } = applyItemDirectives(original, patch, merge);
  const { items: merged, inPlace } = replace ? { items: plain, inPlace: false } : mergeByKey(kept, plain, merge);
  if (inPlace && kept === original && !merged.some(isDeletion)) {
    return { items: merged, original: merged };
  }
  const named = new KeyIndex(replace ? [] : plain, merge);
  const isNamed = merged.map((item) => named.find(requireKey(item, merge)) >= 0);
  const runs = {
    named: merged.filter((_, index) => isNamed[index]),
    patchOrder: replace ? [] : plain,
    others: merged.filter((_, index) => !isNamed[index]),
    originalOrder: replace ? plain : merged.slice(0, kept.length),
  };
  const memory = [...kept, ...tail].map((item, index) => (replace ? item : (merged[index] ?? item)));
  return { items: interleave(runs, merge), original: memory };
}

interface ItemDirectives {
  /** The original without what the patch deletes. */
  readonly kept: JsonArray;
  /** What Go leaves in memory after the kept items: the last item, as often as something was deleted. */
  readonly tail: JsonArray;
  /** The patch without the items that only direct. */
  readonly plain: JsonArray;
  readonly replace: boolean;
}

function applyItemDirectives(original: JsonArray, patch: JsonArray, merge: ListMerge): ItemDirectives {
  const plain = patch.filter((item) => !hasPatchDirective(item));
  if (plain.length === patch.length) {
    return { kept: original, tail: [], plain, replace: false };
  }
  const kept = [...original];
  const tail: JsonValue[] = [];
  let replace = false;
  patch.forEach((item, index) => {
    if (!hasPatchDirective(item)) {
      return;
    }
    const place = { parent: merge.place, key: index };
    const directive = member(item, directives.patch) ?? null;
    if (directive === 'delete') {
      const key = requireKey(item, { ...merge, place });
      deleteWhere(kept, tail, (other) => sameKey(member(other, merge.mergeKey), key, merge.place));
    } else if (directive === 'replace') {
      replace = true;
    } else {
      const hint = 'an item of a list takes delete or replace';
      throw new MergeError('bad-directive', `$patch is ${JSON.stringify(directive)}; ${hint}`, { place });
    }
  });
  return { kept, tail, plain, replace };
}

function deleteWhere(kept: JsonValue[], tail: JsonValue[], isDeleted: (item: JsonObject) => boolean): void {
  for (let index = 0; index < kept.length; ) {
    const item = kept[index];
    if (isObject(item) && isDeleted(item)) {
      tail.unshift(kept.at(-1) ?? null);
      kept.splice(index, 1);
    } else {
      index += 1;
    }
  }
}

interface MergedByKey {
  readonly items: JsonArray;
  /** Whether items were only changed, in the order in which they stand: then no order has to be worked out. */
  readonly inPlace: boolean;
}

/** Merges each item into the first one with its key, or appends it as it is. */
function mergeByKey(original: JsonArray, patch: JsonArray, merge: ListMerge): MergedByKey {
  const merged = [...original];
  const index = new KeyIndex(original, merge);
  let inPlace = index.tellsApart;
  let last = -1;
  patch.forEach((item, at) => {
    const place = { parent: merge.place, key: at };
    const key = requireKey(item, { ...merge, place });
    const found = key === null ? findNullKey(merged, merge.mergeKey) : index.find(key);
    const target = merged[found];
    if (isObject(target) && isObject(item)) {
      const result = merge.mergeItem(target, item, place);
      merged[found] = result;
      inPlace &&= found > last && member(result, merge.mergeKey) === key;
      last = found;
    } else {
      merged.push(item);
      index.add(item);
      inPlace = false;
    }
  });
  return { items: merged, inPlace };
}

/** A null key counts only where it is there, and goes when its item is merged, so the index does not know it. */
function findNullKey(merged: JsonArray, mergeKey: string): number {
  return merged.findIndex((item) => isObject(item) && member(item, mergeKey) === null);
}
