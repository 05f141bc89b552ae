import type { JsonObject } from '../../json/json-value.ts';
import { member } from '../../json/member.ts';
import { itemsOf, nameOf } from '../../kube/pod/containers.ts';
import {
  type Amounts,
  aggregateAmounts,
  amountsOf,
  isHugePages,
  mayOvercommit,
  podLevelAmounts,
  podLevelPart,
  type ResourceKind,
  type ResourceMaps,
  readAmounts,
  resourcesOf,
} from '../../kube/pod/resources.ts';
import { formatQuantity } from '../../kube/quantity.ts';
import { compareQuantities } from '../../kube/quantity-arithmetic.ts';
import { containerProblems, type Found } from './container-problems.ts';
import { type KnownItems, type Problem, quoted } from './problem.ts';

/** Requests of containers beside their limits. */
export function resourceProblems(pod: JsonObject, known: KnownItems): readonly Problem[] {
  return containerProblems(pod, known, [requestsAndLimits]);
}

const fix = "change what the pod sets for this container's resources";

function requestsAndLimits(container: JsonObject): readonly Found[] {
  const resources = resourcesOf(container);
  const found: Found[] = [];
  // What has a limit and no request asks for the limit, and so is in order.
  for (const resource in resources.requests) {
    const text = requestProblem(resource, resources);
    if (text !== undefined) {
      found.push({ key: `request ${resource}`, text, fix });
    }
  }
  return [...found, ...hugePages(resources)];
}

/** Amounts are worked out only where there are two of a kind: there may be very many. */
function requestProblem(resource: string, { requests, limits }: ResourceMaps): string | undefined {
  if (!isThere(limits, resource)) {
    return mayOvercommit(resource) || !isThere(requests, resource)
      ? undefined
      : `asks for ${resource} without a limit for it`;
  }
  const [request, limit] = [readAmounts(requests).get(resource), readAmounts(limits).get(resource)];
  if (request === undefined || limit === undefined) {
    return undefined;
  }
  const order = compareQuantities(request, limit);
  if (mayOvercommit(resource) ? order <= 0 : order === 0) {
    return undefined;
  }
  const relation = order > 0 ? 'more than' : 'not the same as';
  return `asks for ${formatQuantity(request)} ${resource}, ${relation} its limit of ${formatQuantity(limit)}`;
}

function hugePages({ requests, limits }: ResourceMaps): readonly Found[] {
  const has = (name: string): boolean => isThere(requests, name) || isThere(limits, name);
  const isAlone = !has('cpu') && !has('memory') && [requests, limits].some(hasHugePages);
  return isAlone ? [{ key: 'hugepages', text: 'asks for hugepages and neither cpu nor memory', fix }] : [];
}

function hasHugePages(amounts: JsonObject): boolean {
  for (const name in amounts) {
    if (isHugePages(name) && isThere(amounts, name)) {
      return true;
    }
  }
  return false;
}

function isThere(amounts: JsonObject, name: string): boolean {
  return (member(amounts, name) ?? null) !== null;
}

const podFix = 'raise spec.resources of the pod';

/** What the containers need beside what the pod as a whole asks for (`spec.resources`). */
export function podResourceProblems(pod: JsonObject): readonly Problem[] {
  const { requests, limits } = podLevelAmounts(pod);
  if (requests.size + limits.size === 0) {
    return [];
  }
  const part = podLevelPart(pod);
  return [
    ...tooLittle(
      'requests',
      requests,
      aggregateAmounts(part, (container) => amountsOf(container, 'requests')),
    ),
    ...tooLittle(
      'limits',
      onlyHugePages(limits),
      aggregateAmounts(part, (container) => amountsOf(container, 'limits')),
    ),
    ...tooLarge(part, limits),
  ];
}

function onlyHugePages(amounts: Amounts): Amounts {
  return new Map([...amounts].filter(([resource]) => isHugePages(resource)));
}

function tooLittle(kind: ResourceKind, own: Amounts, needed: Amounts): readonly Problem[] {
  return [...own].flatMap(([resource, amount]): readonly Problem[] => {
    const need = needed.get(resource);
    if (need === undefined || compareQuantities(need, amount) <= 0) {
      return [];
    }
    const text = `the containers together need ${formatQuantity(need)} ${resource} (${kind}), and the pod's own spec.resources has ${formatQuantity(amount)}`;
    return [{ key: `pod ${kind} ${resource}`, subject: { kind: 'pod', name: '' }, text, fix: podFix }];
  });
}

function tooLarge(pod: JsonObject, limits: Amounts): readonly Problem[] {
  return itemsOf(pod, 'containers').flatMap((container) =>
    [...amountsOf(container, 'limits')].flatMap(([resource, amount]): readonly Problem[] => {
      const limit = limits.get(resource);
      if (limit === undefined || compareQuantities(amount, limit) <= 0) {
        return [];
      }
      const name = nameOf(container);
      const text = `container ${quoted(name)} has a limit of ${formatQuantity(amount)} ${resource}, above the pod's own of ${formatQuantity(limit)}`;
      return [{ key: `limit ${resource} of ${name}`, subject: { kind: 'container', name }, text, fix: podFix }];
    }),
  );
}
