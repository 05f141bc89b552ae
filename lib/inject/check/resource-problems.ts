import type { JsonObject } from '../../json/json-value.ts';
import { nameOf, specOf } from '../../kube/pod/containers.ts';
import { type Amount, type Askers, askedOf, askersOf, neededTogether } from '../../kube/pod/needed.ts';
import { asksAsWhole, changedPodLevelNames } from '../../kube/pod/pod-level.ts';
import {
  amountIn,
  hasAmount,
  hasAmountWhere,
  isHugePages,
  mayOvercommit,
  type ResourceKind,
  type ResourceMaps,
  resourcesOf,
} from '../../kube/pod/resources.ts';
import { formatQuantity } from '../../kube/quantity.ts';
import { compareQuantities } from '../../kube/quantity-arithmetic.ts';
import { containerProblems, type Found } from './container-problems.ts';
import { nothingKnown } from './known-items.ts';
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
  if (!hasAmount(limits, resource)) {
    return mayOvercommit(resource) || !hasAmount(requests, resource)
      ? undefined
      : `asks for ${resource} without a limit for it`;
  }
  const [request, limit] = [amountIn(requests, resource), amountIn(limits, resource)];
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
  const has = (name: string): boolean => hasAmount(requests, name) || hasAmount(limits, name);
  const isAlone =
    !has('cpu') && !has('memory') && [requests, limits].some((amounts) => hasAmountWhere(amounts, isHugePages));
  return isAlone ? [{ key: 'hugepages', text: 'asks for hugepages and neither cpu nor memory', fix }] : [];
}

const podFix = 'raise spec.resources of the pod';

/**
 * What the containers need beside what the pod as a whole asks for (`spec.resources`), where that can be other than it
 * was before.
 */
export function podResourceProblems(pod: JsonObject, known: KnownItems = nothingKnown): readonly Problem[] {
  if (!asksAsWhole(pod)) {
    return [];
  }
  const names = changedPodLevelNames(known.pod ?? {}, pod);
  const askersFor = askersOf(pod, names);
  return [...names].flatMap((resource) => {
    const { requests, limits } = askedOf(specOf(pod), resource);
    const askers = askersFor(resource);
    return [
      ...tooLittle(resource, 'requests', [requests, neededTogether(askers, (asker) => asker.requests)]),
      ...(isHugePages(resource)
        ? tooLittle(resource, 'limits', [limits, neededTogether(askers, (asker) => asker.limits)])
        : []),
      ...tooLarge(resource, limits, askers),
    ];
  });
}

function tooLittle(
  resource: string,
  kind: ResourceKind,
  [own, needed]: readonly [own: Amount, needed: Amount],
): readonly Problem[] {
  if (own === undefined || needed === undefined || compareQuantities(needed, own) <= 0) {
    return [];
  }
  const text = `the containers together need ${formatQuantity(needed)} ${resource} (${kind}), and the pod's own spec.resources has ${formatQuantity(own)}`;
  return [{ key: `pod ${kind} ${resource}`, subject: { kind: 'pod', name: '' }, text, fix: podFix }];
}

function tooLarge(resource: string, own: Amount, { containers }: Askers): readonly Problem[] {
  return containers.flatMap(({ container, limits }): readonly Problem[] => {
    if (own === undefined || limits === undefined || compareQuantities(limits, own) <= 0) {
      return [];
    }
    const name = nameOf(container);
    const text = `container ${quoted(name)} has a limit of ${formatQuantity(limits)} ${resource}, above the pod's own of ${formatQuantity(own)}`;
    return [{ key: `limit ${resource} of ${name}`, subject: { kind: 'container', name }, text, fix: podFix }];
  });
}
