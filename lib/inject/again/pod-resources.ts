import { Draft } from '../../json/draft.ts';
import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { countMembers, objectAt } from '../../json/member.ts';
import { KubeError } from '../../kube/errors.ts';
import { itemsOf, specOf } from '../../kube/pod/containers.ts';
import { annotationOf, applyChanges, withMetadata } from '../../kube/pod/metadata.ts';
import {
  type Amounts,
  aggregateAmounts,
  amountsOf,
  isHugePages,
  isPodLevelResource,
  mayOvercommit,
  type ResourceKind,
  readAmounts,
} from '../../kube/pod/resources.ts';
import { formatQuantity, type Quantity, zeroQuantity } from '../../kube/quantity.ts';
import {
  addQuantities,
  compareQuantities,
  maxQuantity,
  quantityOf,
  subtractQuantities,
} from '../../kube/quantity-arithmetic.ts';
import { goJson } from '../go-text.ts';
import { annotationObject } from './annotation-object.ts';

/** What an injection added to `spec.resources`, so that it can be taken back. On pods of a mesh, too. */
export const podResourcesAnnotation = 'lambda-sidecar-injector/pod-resources';

/** What is added to the requests and limits of a pod as a whole. */
type Added = Readonly<Record<ResourceKind, Amounts>>;

/**
 * Adds to what a pod as a whole asks for (`spec.resources`) what the injection adds to what its containers need
 * together. The API server has filled `spec.resources` in before it calls a webhook, from what the containers needed
 * then, and would refuse the pod otherwise. What was added is kept in an annotation. @throws KubeError
 */
export function padPodResources(pod: JsonObject, user: JsonObject): JsonObject {
  const own = ownAmounts(pod);
  if (own.requests.size + own.limits.size === 0) {
    return pod;
  }
  const requests = addedRequests(own, { pod, user });
  const limits = addedLimits(own, { pod, user, requests });
  const added = { requests: withHugePages(requests, limits, own), limits };
  if (added.requests.size + added.limits.size === 0) {
    return pod;
  }
  const sums = (kind: ResourceKind) =>
    texts(added[kind], (name, amount) => addQuantities(own[kind].get(name) ?? zeroQuantity, amount));
  const padded = withResources(pod, { requests: sums('requests'), limits: sums('limits') });
  const recorded = { requests: texts(added.requests), limits: texts(added.limits), of: amountsAsWritten(pod) };
  return withMetadata(padded, 'annotations', { [podResourcesAnnotation]: goJson(recorded) });
}

/** The pod with what an injection added taken back from `spec.resources`, as the annotation tells. */
export function takeBackPodResources(pod: JsonObject): JsonObject {
  const recorded = annotationObject(annotationOf(pod, podResourcesAnnotation), 8);
  if (recorded === null) {
    return withMetadata(pod, 'annotations', { [podResourcesAnnotation]: null });
  }
  const own = ownAmounts(pod);
  const rests = (kind: ResourceKind) => restsOf(own[kind], objectAt(recorded, kind), objectAt(recorded, 'of', kind));
  const left = withResources(pod, { requests: rests('requests'), limits: rests('limits') });
  return withMetadata(left, 'annotations', { [podResourcesAnnotation]: null });
}

/** Anyone may have written the annotation: what is no amount, or more than there is, takes nothing back. */
function restsOf(own: Amounts, recorded: JsonObject, written: JsonObject): JsonObject {
  const rests = Object.entries(recorded).flatMap(([name, text]): [string, string | null][] => {
    const amount = own.get(name);
    const added = amountOrNone(text);
    if (amount === undefined || added === undefined || added.unscaled <= 0n) {
      return [];
    }
    const rest = subtractQuantities(amount, added);
    return rest.unscaled < 0n ? [] : [[name, rest.unscaled === 0n ? null : asWritten(rest, written[name])]];
  });
  return Object.fromEntries(rests);
}

/** The text that was there before, where it says the same. */
function asWritten(rest: Quantity, before: JsonValue | undefined): string {
  const quantity = amountOrNone(before ?? null);
  const isSame = typeof before === 'string' && quantity !== undefined && compareQuantities(quantity, rest) === 0;
  return isSame ? before : formatQuantity(rest);
}

function amountsAsWritten(pod: JsonObject): JsonObject {
  const { requests = {}, limits = {} } = objectAt(specOf(pod), 'resources');
  return { requests, limits };
}

function amountOrNone(text: JsonValue): Quantity | undefined {
  try {
    return quantityOf(text);
  } catch (error) {
    if (error instanceof KubeError) {
      return undefined;
    }
    throw error;
  }
}

function texts(amounts: Amounts, change = (_name: string, amount: Quantity) => amount): JsonObject {
  return Object.fromEntries(
    [...amounts.keys()].sort().map((name) => [name, formatQuantity(change(name, amounts.get(name) ?? zeroQuantity))]),
  );
}

interface Injected {
  readonly pod: JsonObject;
  readonly user: JsonObject;
}

function addedRequests(own: Added, { pod, user }: Injected): Amounts {
  const requests = (container: JsonObject) => amountsOf(container, 'requests');
  const [before, after] = [aggregateAmounts(user, requests), aggregateAmounts(pod, requests)];
  const added = more(before, after);
  // The API server would fill in what is not there, and only where the pod has a limit of something.
  const hasLimits = own.limits.size > 0 || bringsHugePages(pod);
  const isFilledIn = (name: string) => hasLimits && isPodLevelResource(name) && mayOvercommit(name);
  const recorded = [...added].flatMap(([name, amount]): [string, Quantity][] => {
    if (own.requests.has(name)) {
      return [[name, amount]];
    }
    return isFilledIn(name) ? [[name, after.get(name) ?? amount]] : [];
  });
  return new Map([...missing(own.requests, after), ...recorded]);
}

/** Hugepages of a container become a limit of the pod. */
function bringsHugePages(pod: JsonObject): boolean {
  const limits = aggregateAmounts(pod, (container) => amountsOf(container, 'limits'));
  return [...limits.keys()].some(isHugePages);
}

/** What the containers need beyond what is there, where the two lists of a container have changed places. */
function missing(own: Amounts, needed: Amounts): Amounts {
  return new Map([...more(own, needed)].filter(([name]) => own.has(name)));
}

interface InjectedWithRequests extends Injected {
  readonly requests: Amounts;
}

/** Limits grow by those of what was injected, or by what it asks for where it has none: a limit must cover both. */
function addedLimits(own: Added, { pod, user, requests }: InjectedWithRequests): Amounts {
  const needs = (container: JsonObject) =>
    new Map([...amountsOf(container, 'requests'), ...amountsOf(container, 'limits')]);
  const added = new Map(more(aggregateAmounts(user, needs), aggregateAmounts(pod, needs)));
  for (const [name, amount] of requests) {
    added.set(name, maxQuantity(added.get(name) ?? zeroQuantity, amount));
  }
  for (const [name, limit] of largestLimits(pod)) {
    const missing = subtractQuantities(limit, own.limits.get(name) ?? limit);
    if (missing.unscaled > 0n) {
      added.set(name, maxQuantity(added.get(name) ?? zeroQuantity, missing));
    }
  }
  return new Map([...added].filter(([name]) => own.limits.has(name) || isFilledInAsLimit(name, own)));
}

/** Hugepages of containers become the pod's, where it says nothing of them. */
function isFilledInAsLimit(name: string, own: Added): boolean {
  return isHugePages(name) && !own.requests.has(name);
}

/** Hugepages must have the same request as limit. */
function withHugePages(requests: Amounts, limits: Amounts, own: Added): Amounts {
  const same = [...limits].filter(([name]) => isHugePages(name) && (own.requests.has(name) || !own.limits.has(name)));
  return new Map([...requests, ...same]);
}

function largestLimits(pod: JsonObject): Amounts {
  const largest = new Map<string, Quantity>();
  for (const container of itemsOf(pod, 'containers')) {
    for (const [name, limit] of amountsOf(container, 'limits')) {
      largest.set(name, maxQuantity(largest.get(name) ?? zeroQuantity, limit));
    }
  }
  return largest;
}

function more(before: Amounts, after: Amounts): Amounts {
  const differences = [...after].map(
    ([name, amount]) => [name, subtractQuantities(amount, before.get(name) ?? zeroQuantity)] as const,
  );
  return new Map(differences.filter(([, amount]) => amount.unscaled > 0n));
}

function ownAmounts(pod: JsonObject): Added {
  const resources = objectAt(specOf(pod), 'resources');
  return { requests: readAmounts(objectAt(resources, 'requests')), limits: readAmounts(objectAt(resources, 'limits')) };
}

/** The pod with changes to the amounts in `spec.resources`; null removes one. What becomes empty goes. */
function withResources(pod: JsonObject, changes: Readonly<Record<ResourceKind, JsonObject>>): JsonObject {
  const spec = specOf(pod);
  const resources = objectAt(spec, 'resources');
  const changed = new Draft(resources);
  for (const kind of ['requests', 'limits'] as const) {
    const amounts = applyChanges(objectAt(resources, kind), changes[kind]);
    if (countMembers(amounts) > 0) {
      changed.set(kind, amounts);
    } else if (countMembers(changes[kind]) > 0) {
      changed.delete(kind);
    }
  }
  return changed.value === resources ? pod : { ...pod, spec: { ...spec, resources: changed.value } };
}
