import type { Draft } from '../json/draft.ts';
import { isList, isObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member } from '../json/member.ts';
import { directiveField, directives, hasPatchDirective, isElementOrder, removeFromList } from './directives.ts';
import { MergeError, type PatchPath } from './errors.ts';
import { type Keyed, KeyIndex, requireKey } from './key-index.ts';
import { interleave, isDeletion } from './list-order.ts';
import { itemKind, type MergedList } from './merge-list.ts';
import type { FieldMeaning } from './schema.ts';

/** What `$setElementOrder` needs from the merge of the map that it stands in. */
export interface OrderContext {
  readonly place: PatchPath | undefined;
  readonly lookUp: (place: PatchPath & { readonly key: string }) => FieldMeaning;
  /** Merges the list of a field, or replaces it where its strategy says so. */
  readonly mergeField: (lists: readonly [JsonArray, JsonArray], field: FieldMeaning, place: PatchPath) => MergedList;
}

/**
 * Answers every `$setElementOrder/FIELD` of a patch: merges the field's lists now and puts the result into that
 * order. Returns the keys of the patch that are done with.
 */
export function applyElementOrders(target: Draft, patch: JsonObject, context: OrderContext): ReadonlySet<string> {
  const done = new Set<string>();
  for (const [key, order] of Object.entries(patch)) {
    if (isElementOrder(key)) {
      const place = { parent: context.place, key };
      const field = directiveField(key, directives.elementOrder, place);
      applyElementOrder(target, member(patch, field), { ...context, place, field, order });
      done.add(key).add(field);
    }
  }
  return done;
}

interface OneOrder extends OrderContext {
  readonly place: PatchPath;
  readonly field: string;
  readonly order: JsonValue;
}

function applyElementOrder(target: Draft, patchValue: JsonValue | undefined, one: OneOrder): void {
  const order = requireList(one.order, one.place);
  const original = optionalList(target.get(one.field), one);
  const patch = optionalList(patchValue, one);
  const fieldPlace = { parent: one.place.parent, key: one.field };
  const field = one.lookUp(fieldPlace);
  const keyed = { mergeKey: field.mergeKey, place: one.place };
  checkOrder(patch ?? [], order, keyed);
  if (original === undefined && patch === undefined) {
    return;
  }
  const merged = mergeWhatIsThere(original, patch, (lists) => one.mergeField(lists, field, fieldPlace));
  const isNamed = partition(merged.items, order, keyed);
  const originalOrder = merged.original();
  if (itemKind([originalOrder, patch ?? []], fieldPlace) === 'map' && field.mergeKey === '') {
    throw new MergeError('no-merge-key', 'maps without a merge key cannot be ordered', { place: one.place });
  }
  const runs = {
    named: merged.items.filter((_, index) => isNamed[index]),
    patchOrder: new KeyIndex(order, keyed),
    others: merged.items.filter((_, index) => !isNamed[index]),
    originalOrder: new KeyIndex(originalOrder, keyed),
  };
  target.set(one.field, interleave(runs, keyed));
}

function mergeWhatIsThere(
  original: JsonArray | undefined,
  patch: JsonArray | undefined,
  merge: (lists: readonly [JsonArray, JsonArray]) => MergedList,
): MergedList {
  if (original !== undefined && patch !== undefined) {
    return merge([original, patch]);
  }
  return original === undefined
    ? { items: removeFromList(patch ?? []), original: () => [] }
    : { items: original, original: () => original };
}

function requireList(value: JsonValue, place: PatchPath): JsonArray {
  if (!isList(value)) {
    throw new MergeError('wrong-shape', '$setElementOrder orders lists: it and its field must be lists', { place });
  }
  return value;
}

function optionalList(value: JsonValue | undefined, { place }: OneOrder): JsonArray | undefined {
  return value === undefined ? undefined : requireList(value, place);
}

/** The patch's items must all be in the order given, and stand in that order. */
function checkOrder(patch: JsonArray, order: JsonArray, keyed: Keyed): void {
  if (patch.length === 0 || order.length === 0) {
    return;
  }
  const kept = patch.filter((item) => !isDeletion(item));
  let next = 0;
  for (const item of order) {
    while (hasPatchDirective(kept[next] ?? null)) {
      next += 1;
    }
    const candidate = kept[next];
    if (candidate === undefined) {
      return;
    }
    next += sameItem(candidate, item, keyed) ? 1 : 0;
  }
  if (next < kept.length) {
    const hint = 'name every item of the patch there, in the same order';
    throw new MergeError('bad-element-order', `the patch and $setElementOrder differ; ${hint}`, { place: keyed.place });
  }
}

/** Two maps or two lists are never the same here; where Go would compare them, it fails. */
function sameItem(left: JsonValue, right: JsonValue, keyed: Keyed): boolean {
  return keyed.mergeKey === '' ? left === right : requireKey(left, keyed) === requireKey(right, keyed);
}

/** For each item, whether the order names it. */
function partition(items: JsonArray, order: JsonArray, keyed: Keyed): readonly boolean[] {
  if (keyed.mergeKey !== '') {
    for (const item of order) {
      requireKey(item, keyed);
    }
    const named = new KeyIndex(order, keyed);
    return items.map((item) => named.find(requireKey(item, keyed)) >= 0);
  }
  if ([...items, ...order].some((item) => isObject(item) || isList(item))) {
    throw new MergeError('uncomparable', 'maps or lists without a merge key cannot be ordered', { place: keyed.place });
  }
  const plain = new Set(order);
  return items.map((item) => plain.has(item));
}
