import { Draft, isEmptied } from '../../json/draft.ts';
import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { countMembers, member, objectAt } from '../../json/member.ts';
import { KubeError } from '../../kube/errors.ts';
import { specOf } from '../../kube/pod/containers.ts';
import { annotationOf, applyChanges, maxAnnotationBytes, withMetadata } from '../../kube/pod/metadata.ts';
import { type Amount, type Asked, askedOf, askersOf, largest, neededTogether, sum } from '../../kube/pod/needed.ts';
import { asksAsWhole, changedPodLevelNames, fillsLimitIn } from '../../kube/pod/pod-level.ts';
import {
  amountIn,
  hasAmount,
  hasAmountWhere,
  isHugePages,
  isPodLevelResource,
  mayOvercommit,
  type ResourceKind,
  resourcesOf,
} from '../../kube/pod/resources.ts';
import { formatQuantity, type Quantity, zeroQuantity } from '../../kube/quantity.ts';
import { compareQuantities, quantityOf, subtractQuantities } from '../../kube/quantity-arithmetic.ts';
import { goJson } from '../go-text.ts';
import { annotationObject } from './annotation-object.ts';

/** What an injection added to `spec.resources`, so that it can be taken back. On pods of a mesh, too. */
export const podResourcesAnnotation = 'lambda-sidecar-injector/pod-resources';

/** A request or limit of a pod as a whole that is larger than it was, or new. */
interface Rise {
  readonly name: string;
  readonly amount: Quantity;
  readonly added: Quantity;
}

/**
 * Adds to what a pod as a whole asks for (`spec.resources`) what the injection adds to what its containers need
 * together. The API server has filled `spec.resources` in before it calls a webhook, from what the containers needed
 * then, and would refuse the pod otherwise; what it would fill in after us is filled in here, so that a second call
 * finds nothing that it does not know. What was added is kept in an annotation. Beside cpu and memory, only what
 * containers ask for that the injection brought, changed or moved is looked at: there may be very many hugepages.
 * @param userOf gives the pod without what is injected, its containers in the lists in which they end
 * @throws KubeError
 */
export function padPodResources(pod: JsonObject, userOf: () => JsonObject): JsonObject {
  if (!asksAsWhole(pod)) {
    return pod;
  }
  const rises = risesOf(pod, userOf());
  if (rises.requests.length + rises.limits.length === 0) {
    return pod;
  }
  const written = resourcesOf(specOf(pod));
  const recorded = {
    ...byKind((kind) => textsOf(rises[kind], ({ added }) => formatQuantity(added))),
    of: byKind((kind) => membersOf(written[kind], rises[kind])),
  };
  const sums = byKind((kind) => textsOf(rises[kind], ({ amount }) => formatQuantity(amount)));
  return withMetadata(withResources(pod, sums), 'annotations', { [podResourcesAnnotation]: goJson(recorded) });
}

function byKind<Made>(make: (kind: ResourceKind) => Made): Readonly<Record<ResourceKind, Made>> {
  return { requests: make('requests'), limits: make('limits') };
}

function textsOf(rises: readonly Rise[], textOf: (rise: Rise) => string): JsonObject {
  return Object.fromEntries(rises.map((rise) => [rise.name, textOf(rise)]));
}

/** The amounts as they were written, where there were any. */
function membersOf(written: JsonObject, rises: readonly Rise[]): JsonObject {
  const known = rises.filter(({ name }) => hasAmount(written, name));
  return Object.fromEntries(known.map(({ name }) => [name, member(written, name) ?? null]));
}

/** More do not fit into annotations, for which the pod is refused: the shortest is recorded as "hugepages-":"1". */
const mostRecorded = maxAnnotationBytes / 16;

/**
 * What becomes larger or new, in the order of the names, where that is other than what the API server would fill in
 * without the injection. Of what cannot be recorded anyway, only enough for the pod to be refused.
 */
function risesOf(pod: JsonObject, user: JsonObject): Readonly<Record<ResourceKind, readonly Rise[]>> {
  const names = changedPodLevelNames(user, pod);
  const { requests, limits } = resourcesOf(specOf(pod));
  const isLimited = hasAmountWhere(limits, isPodLevelResource);
  const neededOf = (of: JsonObject) => neededBy(of, names, isLimited || fillsLimitIn(of, requests));
  const [before, after] = [neededOf(user), neededOf(pod)];
  const rises: Record<ResourceKind, Rise[]> = { requests: [], limits: [] };
  for (const name of [...names].sort()) {
    const own = askedOf(specOf(pod), name);
    const [less, more] = [before(name), after(name)];
    const wanted = filledIn(name, grown(name, own, [less, more]), more);
    if (!isSame(wanted, filledIn(name, own, less))) {
      rises.requests.push(...riseOf(name, own.requests, wanted.requests));
      rises.limits.push(...riseOf(name, own.limits, wanted.limits));
    }
    if (rises.requests.length + rises.limits.length > mostRecorded) {
      break;
    }
  }
  return rises;
}

function riseOf(name: string, before: Amount, amount: Amount): readonly Rise[] {
  const added = gain(before, amount);
  return amount === undefined || added === undefined ? [] : [{ name, amount, added }];
}

/** The pod with what an injection added taken back from `spec.resources`, as the annotation tells. */
export function takeBackPodResources(pod: JsonObject): JsonObject {
  const recorded = annotationObject(annotationOf(pod, podResourcesAnnotation), 8);
  if (recorded === null) {
    return withMetadata(pod, 'annotations', { [podResourcesAnnotation]: null });
  }
  const rests = (kind: ResourceKind) => {
    const added = objectAt(recorded, kind);
    return restsOf(resourcesOf(specOf(pod))[kind], added, objectAt(recorded, 'of', kind));
  };
  const left = withResources(pod, { requests: rests('requests'), limits: rests('limits') });
  return withMetadata(left, 'annotations', { [podResourcesAnnotation]: null });
}

/** Anyone may have written the annotation: what is no amount, or more than there is, takes nothing back. */
function restsOf(own: JsonObject, recorded: JsonObject, written: JsonObject): JsonObject {
  const rests = Object.entries(recorded).flatMap(([name, text]): [string, string | null][] => {
    const amount = isPodLevelResource(name) ? amountIn(own, name) : undefined;
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

/** What the containers of a pod need of one resource. */
interface Needed extends Asked {
  /** By their limits, and by their requests where they have none: a limit of the pod must cover both. */
  readonly most: Amount;
  /** The largest limit of one that is no init container. */
  readonly largestLimit: Amount;
  /** Whether there is a limit for the pod as a whole, of anything. */
  readonly hasLimit: boolean;
}

function neededBy(pod: JsonObject, names: ReadonlySet<string>, hasLimit: boolean): (name: string) => Needed {
  const askersFor = askersOf(pod, names);
  return (name) => {
    const askers = askersFor(name);
    return {
      requests: neededTogether(askers, ({ requests }) => requests),
      limits: neededTogether(askers, ({ limits }) => limits),
      most: neededTogether(askers, ({ requests, limits }) => limits ?? requests),
      largestLimit: askers.containers.reduce<Amount>((most, { limits }) => largest(most, limits), undefined),
      hasLimit,
    };
  };
}

/** What the pod as a whole asks for, with what the injection needs besides; nothing that it does not ask for. */
function grown(name: string, own: Asked, [before, after]: readonly [before: Needed, after: Needed]): Asked {
  // What the containers need beyond what is there counts, too: one may have changed places between the two lists.
  const moreRequests = largest(gain(before.requests, after.requests), gain(own.requests, after.requests));
  const moreLimits = [
    gain(before.most, after.most),
    own.requests === undefined ? undefined : moreRequests,
    gain(own.limits, after.largestLimit),
  ].reduce(largest, undefined);
  const limits = own.limits === undefined ? undefined : sum(own.limits, moreLimits);
  const requests = own.requests === undefined ? undefined : sum(own.requests, moreRequests);
  // Hugepages must have the same request as limit.
  return { requests: requests === undefined || !isHugePages(name) ? requests : (limits ?? requests), limits };
}

/** By how much an amount became larger; undefined where it did not. */
function gain(before: Amount, after: Amount): Amount {
  const old = before ?? zeroQuantity;
  return after === undefined || compareQuantities(old, after) >= 0 ? undefined : subtractQuantities(after, old);
}

/**
 * What the API server makes of the amount of a pod as a whole, from those of its containers: the limit of hugepages,
 * and then, where there is a limit of anything, the request that containers have, or the limit.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go
 */
function filledIn(name: string, { requests, limits }: Asked, needed: Needed): Asked {
  if (!needed.hasLimit) {
    return { requests, limits };
  }
  const limit = limits ?? (isHugePages(name) && requests === undefined ? needed.limits : undefined);
  const ofContainers = mayOvercommit(name) ? needed.requests : undefined;
  return { requests: requests ?? ofContainers ?? limit, limits: limit };
}

function isSame(a: Asked, b: Asked): boolean {
  return (['requests', 'limits'] as const).every((kind) => isSameAmount(a[kind], b[kind]));
}

function isSameAmount(a: Amount, b: Amount): boolean {
  return a === b || (a !== undefined && b !== undefined && compareQuantities(a, b) === 0);
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
