import { Draft, isEmptied } from '../../json/draft.ts';
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
  podLevelAmounts,
  podLevelPart,
  type ResourceKind,
  resourcesOf,
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

/** The requests and limits of a pod as a whole, or what is added to them. */
type Whole = Readonly<Record<ResourceKind, Amounts>>;

/**
 * Adds to what a pod as a whole asks for (`spec.resources`) what the injection adds to what its containers need
 * together. The API server has filled `spec.resources` in before it calls a webhook, from what the containers needed
 * then, and would refuse the pod otherwise; what it would fill in after us is filled in here, so that a second call
 * finds nothing that it does not know. What was added is kept in an annotation.
 * @param userOf gives the pod without what is injected, its containers in the lists in which they end
 * @throws KubeError
 */
export function padPodResources(pod: JsonObject, userOf: () => JsonObject): JsonObject {
  const own = podLevelAmounts(pod);
  if (own.requests.size + own.limits.size === 0) {
    return pod;
  }
  const parts = { pod: podLevelPart(pod), user: podLevelPart(userOf()) };
  const wanted = filledIn(grown(own, parts), parts.pod);
  if (areSame(wanted, filledIn(own, parts.user))) {
    return pod;
  }
  const added = { requests: addedTo(own.requests, wanted.requests), limits: addedTo(own.limits, wanted.limits) };
  const sums = (kind: ResourceKind) => texts(new Map([...wanted[kind]].filter(([name]) => added[kind].has(name))));
  const padded = withResources(pod, { requests: sums('requests'), limits: sums('limits') });
  const recorded = { requests: texts(added.requests), limits: texts(added.limits), of: amountsAsWritten(pod, own) };
  return withMetadata(padded, 'annotations', { [podResourcesAnnotation]: goJson(recorded) });
}

/** The pod with what an injection added taken back from `spec.resources`, as the annotation tells. */
export function takeBackPodResources(pod: JsonObject): JsonObject {
  const recorded = annotationObject(annotationOf(pod, podResourcesAnnotation), 8);
  if (recorded === null) {
    return withMetadata(pod, 'annotations', { [podResourcesAnnotation]: null });
  }
  const own = podLevelAmounts(pod);
  const rests = (kind: ResourceKind) => restsOf(own[kind], objectAt(recorded, kind), objectAt(recorded, 'of', kind));
  const left = withResources(pod, { requests: rests('requests'), limits: rests('limits') });
  return withMetadata(left, 'annotations', { [podResourcesAnnotation]: null });
}

/** Anyone may have written the annotation: what is no amount, or more than there is, takes nothing back. */
function restsOf(own: Amounts, recorded: JsonObject, written: JsonObject): JsonObject {
  const rests = Object.entries(recorded).flatMap(([name, text]): [string, string | null][] => {
    const amount = own.get(name);
    const added = amountOrNone(text);
    if (amount === undefined || added === undefined || added.unscaled < 0n) {
      return [];
    }
    const rest = subtractQuantities(amount, added);
    return rest.unscaled < 0n ? [] : [[name, asWritten(rest, written[name])]];
  });
  return Object.fromEntries(rests);
}

/** The text that was there before, where it says the same; null for nothing. */
function asWritten(rest: Quantity, before: JsonValue | undefined): string | null {
  const quantity = amountOrNone(before ?? null);
  if (typeof before === 'string' && quantity !== undefined && compareQuantities(quantity, rest) === 0) {
    return before;
  }
  return rest.unscaled === 0n ? null : formatQuantity(rest);
}

function amountsAsWritten(pod: JsonObject, own: Whole): JsonObject {
  const { requests, limits } = resourcesOf(specOf(pod));
  return { requests: membersOf(requests, own.requests.keys()), limits: membersOf(limits, own.limits.keys()) };
}

function membersOf(amounts: JsonObject, names: Iterable<string>): JsonObject {
  return Object.fromEntries([...names].map((name) => [name, amounts[name] ?? null]));
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

function texts(amounts: Amounts): JsonObject {
  const names = [...amounts.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, formatQuantity(amounts.get(name) ?? zeroQuantity)]));
}

interface Injected {
  readonly pod: JsonObject;
  readonly user: JsonObject;
}

/** What the pod as a whole asks for, with what the injection needs besides; nothing that it does not ask for. */
function grown(own: Whole, { pod, user }: Injected): Whole {
  const [before, after] = [aggregateAmounts(user, requestsOf), aggregateAmounts(pod, requestsOf)];
  // What the containers need beyond what is there counts, too: one may have changed places between the two lists.
  const requests = largest([more(before, after), more(own.requests, after)]);
  const limits = largest([
    more(aggregateAmounts(user, needsOf), aggregateAmounts(pod, needsOf)),
    new Map([...requests].filter(([name]) => own.requests.has(name))),
    more(own.limits, largestLimits(pod)),
  ]);
  const grownLimits = sum(own.limits, limits);
  return { requests: withHugePages(sum(own.requests, requests), grownLimits), limits: grownLimits };
}

function requestsOf(container: JsonObject): Amounts {
  return amountsOf(container, 'requests');
}

function limitsOf(container: JsonObject): Amounts {
  return amountsOf(container, 'limits');
}

/** Limits, or requests where there are none: a limit of the pod must cover both. */
function needsOf(container: JsonObject): Amounts {
  return new Map([...requestsOf(container), ...limitsOf(container)]);
}

/** Hugepages must have the same request as limit. */
function withHugePages(requests: Amounts, limits: Amounts): Amounts {
  return new Map([...requests].map(([name, amount]) => [name, (isHugePages(name) && limits.get(name)) || amount]));
}

/**
 * What the API server makes of the amounts of a pod as a whole, from those of its containers: the limit of hugepages,
 * and then, where there is any limit, requests of what containers ask for or the pod has a limit of.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go
 */
function filledIn({ requests, limits }: Whole, pod: JsonObject): Whole {
  const isHugeLimit = (name: string) => isHugePages(name) && !requests.has(name);
  const hugePages = [...aggregateAmounts(pod, limitsOf)].filter(([name]) => isHugeLimit(name));
  const filledLimits = new Map([...hugePages, ...limits]);
  if (filledLimits.size === 0) {
    return { requests, limits };
  }
  const ofContainers = [...aggregateAmounts(pod, requestsOf)].filter(([name]) => mayOvercommit(name));
  const known = [...filledLimits, ...ofContainers].filter(([name]) => isPodLevelResource(name));
  return { requests: new Map([...known, ...requests]), limits: filledLimits };
}

function areSame(a: Whole, b: Whole): boolean {
  return (['requests', 'limits'] as const).every((kind) => haveSame(a[kind], b[kind]));
}

function haveSame(a: Amounts, b: Amounts): boolean {
  for (const [name, amount] of a) {
    const other = b.get(name);
    if (other === undefined || (other !== amount && compareQuantities(amount, other) !== 0)) {
      return false;
    }
  }
  return a.size === b.size;
}

/** What was made larger, and what is new. */
function addedTo(before: Amounts, after: Amounts): Amounts {
  const added = new Map<string, Quantity>();
  for (const [name, amount] of after) {
    if (!before.has(name)) {
      added.set(name, amount);
    }
  }
  return new Map([...added, ...more(before, after)]);
}

/** Each amount with what is added to it. */
function sum(amounts: Amounts, added: Amounts): Amounts {
  const sums = new Map(amounts);
  for (const [name, more] of added) {
    const amount = amounts.get(name);
    if (amount !== undefined) {
      sums.set(name, addQuantities(amount, more));
    }
  }
  return sums;
}

function largestLimits(pod: JsonObject): Amounts {
  return largest(itemsOf(pod, 'containers').map(limitsOf));
}

function largest(all: readonly Amounts[]): Amounts {
  const amounts = new Map<string, Quantity>();
  for (const [name, amount] of all.flatMap((each) => [...each])) {
    amounts.set(name, maxQuantity(amounts.get(name) ?? amount, amount));
  }
  return amounts;
}

/** By how much each amount became larger, where it did. */
function more(before: Amounts, after: Amounts): Amounts {
  const differences = new Map<string, Quantity>();
  for (const [name, amount] of after) {
    const old = before.get(name) ?? zeroQuantity;
    if (old !== amount && compareQuantities(old, amount) < 0) {
      differences.set(name, subtractQuantities(amount, old));
    }
  }
  return differences;
}

/** The pod with changes to the amounts in `spec.resources`; null removes one. What becomes empty goes. */
function withResources(pod: JsonObject, changes: Readonly<Record<ResourceKind, JsonObject>>): JsonObject {
  const spec = specOf(pod);
  const resources = objectAt(spec, 'resources');
  const changed = new Draft(resources);
  for (const kind of ['requests', 'limits'] as const) {
    const before = objectAt(resources, kind);
    const amounts = applyChanges(before, changes[kind]);
    if (!isEmptied(before, amounts)) {
      changed.set(kind, amounts);
    } else if (countMembers(changes[kind]) > 0) {
      changed.delete(kind);
    }
  }
  return changed.value === resources ? pod : { ...pod, spec: { ...spec, resources: changed.value } };
}
