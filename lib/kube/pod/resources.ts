import { oncePerObject } from '../../base/once-per-object.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { member, objectIn } from '../../json/member.ts';
import type { Quantity } from '../quantity.ts';
import { quantityOf } from '../quantity-arithmetic.ts';

/** What a container or a pod may ask for: the part of `resources` that is looked at. */
export type ResourceKind = 'requests' | 'limits';

/** `requests` and `limits` as they are written. */
export type ResourceMaps = Readonly<Record<ResourceKind, JsonObject>>;

/** What a container, or the spec of a pod, asks for; `{}` where it has none. */
export function resourcesOf(holder: JsonObject): ResourceMaps {
  const resources = objectIn(holder, 'resources');
  return { requests: objectIn(resources, 'requests'), limits: objectIn(resources, 'limits') };
}

/**
 * An amount by its name; undefined where there is none. There may be very many that nobody asks for, and those of
 * templates are the same object for many pods. @throws KubeError (`bad-quantity`)
 */
export function amountIn(amounts: JsonObject, name: string): Quantity | undefined {
  const read = readIn(amounts);
  const known = read.get(name);
  if (known !== undefined) {
    return known;
  }
  const amount = quantityOf(member(amounts, name));
  if (amount !== undefined) {
    read.set(name, amount);
  }
  return amount;
}

const readIn = oncePerObject((_amounts: JsonObject) => new Map<string, Quantity>());

/** Whether an amount is there: null is what Go leaves out. */
export function hasAmount(amounts: JsonObject, name: string): boolean {
  return (member(amounts, name) ?? null) !== null;
}

/** Whether there is an amount whose name matches. */
export function hasAmountWhere(amounts: JsonObject, matches: (name: string) => boolean): boolean {
  for (const name in amounts) {
    if (matches(name) && hasAmount(amounts, name)) {
      return true;
    }
  }
  return false;
}

/**
 * Whether requests of it may be below its limit: true of cpu, memory and the like, not of hugepages and devices. What
 * has `kubernetes.io/` anywhere in its name is Kubernetes' own.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/helper/helpers.go
 */
export function mayOvercommit(resource: string): boolean {
  const isNative = !resource.includes('/') || resource.includes('kubernetes.io/');
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
