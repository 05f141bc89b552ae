import type { JsonObject } from '../../json/json-value.ts';
import { objectAt } from '../../json/member.ts';
import { itemsOf, nameOf, specOf } from '../../kube/pod/containers.ts';
import {
  type Amounts,
  aggregateAmounts,
  amountsOf,
  isHugePages,
  mayOvercommit,
  type ResourceKind,
  readAmounts,
} from '../../kube/pod/resources.ts';
import { formatQuantity, type Quantity } from '../../kube/quantity.ts';
import { compareQuantities } from '../../kube/quantity-arithmetic.ts';
import { containerProblems, type Found } from './container-problems.ts';
import { type KnownItems, type Problem, quoted } from './problem.ts';

/** Requests of containers beside their limits. */
export function resourceProblems(pod: JsonObject, known: KnownItems): readonly Problem[] {
  return containerProblems(pod, known, [requestsAndLimits]);
}

const fix = "change what the pod sets for this container's resources";

function requestsAndLimits(container: JsonObject): readonly Found[] {
  const limits = amountsOf(container, 'limits');
  // What has a limit and no request asks for the limit, and so is in order.
  const requests = readAmounts(objectAt(container, 'resources', 'requests'));
  const found: Found[] = [];
  for (const [resource, request] of requests) {
    const text = requestProblem(resource, request, limits.get(resource));
    if (text !== undefined) {
      found.push({ key: `request ${resource}`, text, fix });
    }
  }
  return [...found, ...hugePages([...limits.keys(), ...requests.keys()])];
}

function requestProblem(resource: string, request: Quantity, limit: Quantity | undefined): string | undefined {
  if (limit === undefined) {
    return mayOvercommit(resource) ? undefined : `asks for ${resource} without a limit for it`;
  }
  const order = compareQuantities(request, limit);
  if (mayOvercommit(resource) ? order <= 0 : order === 0) {
    return undefined;
  }
  const relation = order > 0 ? 'more than' : 'not the same as';
  return `asks for ${formatQuantity(request)} ${resource}, ${relation} its limit of ${formatQuantity(limit)}`;
}

function hugePages(names: readonly string[]): readonly Found[] {
  const isAlone = names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory');
  return isAlone ? [{ key: 'hugepages', text: 'asks for hugepages and neither cpu nor memory', fix }] : [];
}

const podFix = 'raise spec.resources of the pod';

/** What the containers need beside what the pod as a whole asks for (`spec.resources`). */
export function podResourceProblems(pod: JsonObject): readonly Problem[] {
  const resources = objectAt(specOf(pod), 'resources');
  const requests = readAmounts(objectAt(resources, 'requests'));
  const limits = readAmounts(objectAt(resources, 'limits'));
  if (requests.size + limits.size === 0) {
    return [];
  }
  return [
    ...tooLittle(
      'requests',
      requests,
      aggregateAmounts(pod, (container) => amountsOf(container, 'requests')),
    ),
    ...tooLittle(
      'limits',
      onlyHugePages(limits),
      aggregateAmounts(pod, (container) => amountsOf(container, 'limits')),
    ),
    ...tooLarge(pod, limits),
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
