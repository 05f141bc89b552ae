import { oncePerObject } from '../../base/once-per-object.ts';
import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { objectIn, textAt } from '../../json/member.ts';
import type { Quantity } from '../quantity.ts';
import { addQuantities, maxQuantity, quantityOf } from '../quantity-arithmetic.ts';
import { containerLists, itemsOf, specOf } from './containers.ts';

/** Amounts by the resource's name. */
export type Amounts = ReadonlyMap<string, Quantity>;

/** What a container or a pod may ask for: the part of `resources` that is looked at. */
export type ResourceKind = 'requests' | 'limits';

/**
 * `resources.requests` or `resources.limits` of a container, as the API server defaults them: what has a limit and
 * no request asks for the limit. @throws KubeError (`bad-quantity`)
 */
export function amountsOf(container: JsonObject, kind: ResourceKind): Amounts {
  return kind === 'limits' ? readAmounts(resourcesOf(container).limits) : defaultedRequests(container);
}

const defaultedRequests = oncePerObject((container: JsonObject): Amounts => {
  const { requests, limits } = resourcesOf(container);
  return new Map([...readAmounts(limits), ...readAmounts(requests)]);
});

/** Amounts as JSON has them. Those that templates bring are the same object for many pods. @throws KubeError (`bad-quantity`) */
export const readAmounts = oncePerObject(quantitiesIn);

function quantitiesIn(resources: JsonObject): Amounts {
  const amounts = new Map<string, Quantity>();
  for (const name in resources) {
    const quantity = quantityOf(resources[name]);
    if (quantity !== undefined) {
      amounts.set(name, quantity);
    }
  }
  return amounts;
}

/** `requests` and `limits` as they are written. */
export type ResourceMaps = Readonly<Record<ResourceKind, JsonObject>>;

/** What a container, or the spec of a pod, asks for; `{}` where it has none. */
export function resourcesOf(holder: JsonObject): ResourceMaps {
  const resources = objectIn(holder, 'resources');
  return { requests: objectIn(resources, 'requests'), limits: objectIn(resources, 'limits') };
}

/**
 * What a pod asks for as a whole (`spec.resources`). Of what it cannot ask for so, there may be very many: API servers
 * refuse it. @throws KubeError (`bad-quantity`)
 */
export function podLevelAmounts(pod: JsonObject): Readonly<Record<ResourceKind, Amounts>> {
  const { requests, limits } = resourcesOf(specOf(pod));
  return { requests: readAmounts(podLevelMembers(requests)), limits: readAmounts(podLevelMembers(limits)) };
}

/**
 * A pod that has of another its containers, and of what they ask for only what a pod can ask for as a whole, too: there
 * may be very many others. What is a container of several pods stays one.
 */
export function podLevelPart(pod: JsonObject): JsonObject {
  const [containers = [], initContainers = []] = containerLists.map((list) => itemsOf(pod, list).map(partOf));
  return { spec: { containers, initContainers } };
}

const partOf = oncePerObject(containerPart);

function containerPart(container: JsonObject): JsonObject {
  const { requests, limits } = resourcesOf(container);
  return { ...container, resources: { requests: podLevelMembers(requests), limits: podLevelMembers(limits) } };
}

/** The amounts that a pod can ask for as a whole: several ask, and there may be very many others. */
const podLevelMembers = oncePerObject(pickPodLevel);

function pickPodLevel(amounts: JsonObject): JsonObject {
  const members: { [name: string]: JsonValue } = {};
  for (const name in amounts) {
    if (isPodLevelResource(name)) {
      members[name] = amounts[name] ?? null;
    }
  }
  return members;
}

/**
 * What the containers of a pod need together, by Kubernetes' formula: the larger of the sum of what runs side by side,
 * restartable init containers included, and what any init container needs beside those that started before it.
 */
export function aggregateAmounts(pod: JsonObject, amounts: (container: JsonObject) => Amounts): Amounts {
  const running = new Map<string, Quantity>();
  const sidecars = new Map<string, Quantity>();
  const starting = new Map<string, Quantity>();
  for (const container of itemsOf(pod, 'containers')) {
    combine(running, amounts(container), addQuantities);
  }
  for (const container of itemsOf(pod, 'initContainers')) {
    const own = amounts(container);
    // Only what it asks for itself: of all else the sidecars take no more than what runs side by side.
    combine(starting, beside(sidecars, own), maxQuantity);
    if (textAt(container, 'restartPolicy') === 'Always') {
      combine(running, own, addQuantities);
      combine(sidecars, own, addQuantities);
    }
  }
  combine(running, starting, maxQuantity);
  return running;
}

/** Each amount together with that of what runs already. */
function beside(running: Amounts, own: Amounts): Amounts {
  const sums = [...own].map(([name, amount]): [string, Quantity] => {
    const before = running.get(name);
    return [name, before === undefined ? amount : addQuantities(before, amount)];
  });
  return new Map(sums);
}

function combine(
  into: Map<string, Quantity>,
  amounts: Amounts,
  operation: (a: Quantity, b: Quantity) => Quantity,
): void {
  for (const [name, amount] of amounts) {
    const before = into.get(name);
    into.set(name, before === undefined ? amount : operation(before, amount));
  }
}

/** Whether requests of it may be below its limit: true of cpu, memory and the like, not of hugepages and devices. */
export function mayOvercommit(resource: string): boolean {
  const isNative = !resource.includes('/') || resource.startsWith('kubernetes.io/');
  return isNative && !isHugePages(resource);
}

/** `hugepages-2Mi` and the like. */
export function isHugePages(resource: string): boolean {
  return resource.startsWith('hugepages-');
}

/** Whether a pod as a whole can ask for it (`spec.resources`). */
export function isPodLevelResource(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || isHugePages(resource);
}
