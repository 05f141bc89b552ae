import type { JsonObject } from '../../json/json-value.ts';
import { objectAt, objectIn } from '../../json/member.ts';
import { containerLists, itemsOf } from '../../kube/pod/containers.ts';
import { betweenEnds } from '../between-ends.ts';
import type { KnownItems } from './problem.ts';

const lists = [...containerLists, 'volumes'] as const;

/** Nothing was there before. */
export const nothingKnown: KnownItems = new Set();

/**
 * What a pod had before the injection. There may be very many items: those at both ends of a list that stayed as they
 * are, which is nearly all of them, are told by their places, and only what stands between is looked up.
 */
export function knownItems({ pod, before }: { readonly pod: JsonObject; readonly before: JsonObject }): KnownItems {
  const between = lists.map((list) => betweenEnds(itemsOf(before, list), itemsOf(pod, list)));
  const fresh = new Set<JsonObject>();
  for (const [, items] of between) {
    for (const item of items) {
      fresh.add(item);
    }
  }
  for (const [items] of between) {
    for (const item of items) {
      fresh.delete(item);
    }
  }
  const metadata = objectAt(before, 'metadata');
  return {
    pod: before,
    labels: objectIn(metadata, 'labels'),
    annotations: objectIn(metadata, 'annotations'),
    has: (item) => !fresh.has(item),
  };
}
