import type { JsonObject } from '../../json/json-value.ts';
import { member, objectIn, objectsOf, textAt } from '../../json/member.ts';

/** The lists of a pod's spec whose items are known by name. */
export type NamedList = ContainerList | 'volumes' | 'imagePullSecrets';
export type ContainerList = 'containers' | 'initContainers';

export const containerLists = ['containers', 'initContainers'] as const satisfies readonly ContainerList[];

/** The pod's spec, or an empty one. */
export function specOf(pod: JsonObject): JsonObject {
  return objectIn(pod, 'spec');
}

/** The objects of a list of the spec; what is no object is left out. */
export function itemsOf(pod: JsonObject, list: NamedList): readonly JsonObject[] {
  return objectsOf(member(specOf(pod), list));
}

/** An item's name, as Go decodes it: empty where there is none. */
export function nameOf(item: JsonObject): string {
  return textAt(item, 'name');
}

/** The first item of that name. */
export function findNamed(items: readonly JsonObject[], name: string): JsonObject | undefined {
  return items.find((item) => nameOf(item) === name);
}

/** The first item of each name: for lists in which many are looked up. */
export function indexByName(items: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  const index = new Map<string, JsonObject>();
  for (const item of items) {
    const name = nameOf(item);
    if (!index.has(name)) {
      index.set(name, item);
    }
  }
  return index;
}

/**
 * The pod with another list in its spec, and itself with the very list that it has; one in which nothing is left goes,
 * but for the containers, which must be.
 */
export function withItems(pod: JsonObject, list: NamedList, items: readonly JsonObject[]): JsonObject {
  const spec = specOf(pod);
  const before = member(spec, list);
  const isGone = items.length === 0 && list !== 'containers';
  if (before === (isGone ? undefined : items)) {
    return pod;
  }
  if (isGone) {
    const { [list]: _gone, ...others } = spec;
    return { ...pod, spec: others };
  }
  return { ...pod, spec: { ...spec, [list]: items } };
}

/** The pod with one of its containers (the very object) replaced. */
export function replaceContainer(pod: JsonObject, before: JsonObject, after: JsonObject): JsonObject {
  let changed = pod;
  for (const list of containerLists) {
    const items = itemsOf(changed, list);
    if (before !== after && items.includes(before)) {
      const replaced = items.map((container) => (container === before ? after : container));
      changed = withItems(changed, list, replaced);
    }
  }
  return changed;
}
