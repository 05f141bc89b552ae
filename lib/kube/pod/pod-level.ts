import { oncePerObject } from '../../base/once-per-object.ts';
import { draftedChanges } from '../../json/draft.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { member, objectAt, objectIn, textAt } from '../../json/member.ts';
import { containerLists, itemsOf, nameOf, specOf } from './containers.ts';
import { hasAmount, hasAmountWhere, isHugePages, isPodLevelResource, resourcesOf } from './resources.ts';

/**
 * Whether a pod asks for something as a whole (`spec.resources`), and for nothing there that no pod can ask for so: such
 * a one is refused by API servers, or they do not look at its `spec.resources`.
 */
export function asksAsWhole(pod: JsonObject): boolean {
  return asksFor(objectAt(pod, 'spec', 'resources'));
}

/** There may be very many amounts, and more than one asks. */
const asksFor = oncePerObject((resources: JsonObject): boolean => {
  let asks = false;
  for (const kind of ['requests', 'limits'] as const) {
    const amounts = objectIn(resources, kind);
    for (const name in amounts) {
      if (!isPodLevelResource(name)) {
        return false;
      }
      asks ||= hasAmount(amounts, name);
    }
  }
  return asks;
});

/**
 * Whether the API server makes a limit of the pod as a whole of what its containers have: of hugepages of which the pod
 * has no request, `requests`.
 */
export function fillsLimitIn(pod: JsonObject, requests: JsonObject): boolean {
  const becomesLimit = (name: string) => isHugePages(name) && !hasAmount(requests, name);
  return containerLists.some((list) =>
    itemsOf(pod, list).some((item) => hasAmountWhere(resourcesOf(item).limits, becomesLimit)),
  );
}

/**
 * What a pod can ask for as a whole, by name, where two pods may differ in what they ask for so, or in what their
 * containers need together: cpu and memory, and hugepages of `spec.resources` and of containers that are not the same,
 * or not in the same order. There may be very many hugepages, of which nothing changes.
 */
export function changedPodLevelNames(before: JsonObject, after: JsonObject): ReadonlySet<string> {
  const names = new Set(['cpu', 'memory']);
  addDifferent(names, specOf(before), specOf(after));
  for (const list of containerLists) {
    addChanged(names, itemsOf(before, list), itemsOf(after, list));
  }
  return names;
}

function addChanged(names: Set<string>, before: readonly JsonObject[], after: readonly JsonObject[]): void {
  let next = 0;
  for (const item of after) {
    const own = before[next];
    const isSame = own !== undefined && takesSamePlace(own, item);
    addDifferent(names, isSame ? own : {}, item);
    next += isSame ? 1 : 0;
  }
  for (const item of before.slice(next)) {
    addDifferent(names, item, {});
  }
}

function takesSamePlace(own: JsonObject, item: JsonObject): boolean {
  return (
    own === item || (nameOf(own) === nameOf(item) && textAt(own, 'restartPolicy') === textAt(item, 'restartPolicy'))
  );
}

function addDifferent(names: Set<string>, before: JsonObject, after: JsonObject): void {
  const [own, other] = [resourcesOf(before), resourcesOf(after)];
  for (const kind of ['requests', 'limits'] as const) {
    for (const name of differentHugePages(own[kind], other[kind])) {
      names.add(name);
    }
  }
}

function differentHugePages(before: JsonObject, after: JsonObject): readonly string[] {
  if (before === after) {
    return [];
  }
  const drafted = draftedChanges(before, after)?.names;
  const names = drafted === undefined ? [...hugePages(before), ...hugePages(after)] : [...drafted].filter(isHugePages);
  return names.filter((name) => member(before, name) !== member(after, name));
}

/** The hugepages among amounts, of which there may be very many others. */
const hugePages = oncePerObject((amounts: JsonObject): readonly string[] => Object.keys(amounts).filter(isHugePages));
