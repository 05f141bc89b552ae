import { isObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member } from '../json/member.ts';
import { deduplicate } from './deduplicate.ts';
import { MergeError, type PatchPath } from './errors.ts';
import { applyItemDirectives } from './item-directives.ts';
import { type JsonKind, kindOf } from './json-kind.ts';
import { type Keyed, KeyIndex, requireKey } from './key-index.ts';
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

interface MergedByKey {
  readonly items: JsonArray;
  /** Whether items were only changed, in the order in which they stand: then no order has to be worked out. */
  readonly inPlace: boolean;
}

/** Merges each item into the first one with its key, or appends it as it is. */
function mergeByKey(original: JsonArray, patch: JsonArray, merge: ListMerge): MergedByKey {
  const merged = [...original];
  const index = new KeyIndex(original, merge);
  const nullKeys = new NullKeys(original, merge);
  let inPlace = index.tellsApart;
  let last = -1;
  patch.forEach((item, at) => {
    const place = { parent: merge.place, key: at };
    const key = requireKey(item, { mergeKey: merge.mergeKey, place });
    const found = key === null ? nullKeys.findIn(merged) : index.find(key);
    const target = merged[found];
    if (isObject(target) && isObject(item)) {
      const result = merge.mergeItem(target, item, place);
      merged[found] = result;
      inPlace &&= found > last && member(result, merge.mergeKey) === key;
      last = found;
    } else {
      nullKeys.add(item, merged.length);
      merged.push(item);
      index.add(item);
      inPlace = false;
    }
  });
  return { items: merged, inPlace };
}

/**
 * Where the items stand whose key is null. It counts only where it is there, and goes when its item is merged, so the
 * index does not know it: what was found and has lost it is passed over.
 */
class NullKeys {
  readonly #mergeKey: string;
  readonly #places: number[] = [];
  #next = 0;

  constructor(list: JsonArray, { mergeKey }: Keyed) {
    this.#mergeKey = mergeKey;
    for (let place = 0; place < list.length; place++) {
      this.add(list[place] ?? null, place);
    }
  }

  add(item: JsonValue, place: number): void {
    if (this.#isNull(item)) {
      this.#places.push(place);
    }
  }

  findIn(items: JsonArray): number {
    while (this.#next < this.#places.length && !this.#isNull(items[this.#places[this.#next] ?? -1])) {
      this.#next += 1;
    }
    return this.#places[this.#next] ?? -1;
  }

  #isNull(item: JsonValue | undefined): boolean {
    return isObject(item) && member(item, this.#mergeKey) === null;
  }
}
