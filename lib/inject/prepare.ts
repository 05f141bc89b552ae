import type { Injection } from '../contract/injection.ts';
import type { JsonObject } from '../json/json-value.ts';
import { checkPodDecodes } from '../kube/check-decodes.ts';
import { earlierInjection } from './again/earlier-injection.ts';
import { decodeOverrides, noOverrides, type Overrides } from './again/overrides.ts';
import { type StripOptions, undo } from './again/strip.ts';
import { stripInjected } from './again/strip-injected.ts';
import type { InjectConfiguration, InjectRequest } from './injection-types.ts';
import { withoutManagedFields } from './managed-fields.ts';
import type { Means } from './means.ts';
import { nullItem } from './null-item.ts';
import type { Rendering } from './render/render-selected.ts';
import { tooLarge, tooManyAnnotations } from './too-large.ts';

/** What is known of a pod before its templates are chosen. */
export interface Prepared {
  readonly kind: 'prepared';
  /** The pod as it came, without `managedFields`. */
  readonly original: JsonObject;
  /** What `original` takes at least where it is kept. */
  readonly bytes: number;
  /** As its author wrote it: without what an earlier injection brought. */
  readonly user: JsonObject;
  /** `user` as templates see it, with all that they may look at. */
  readonly injection: Injection;
  /** Overrides that were not put back into `user`. */
  readonly recorded: Overrides;
  /** How the pod was stripped; null where it was not injected before. */
  readonly stripped: StripOptions | null;
  /** What stripping had to render already. */
  readonly rendering: Rendering | null;
  /** Whether nothing has looked so far at what tells two pods of a workload apart. */
  readonly isOfWorkload: boolean;
  readonly isStale: boolean;
}

export type Preparation = Prepared | { readonly kind: 'refused'; readonly message: string };

/**
 * Reads what the pod's annotations tell of an earlier injection, and undoes it.
 * @throws KubeError where the pod is not one that Go could decode.
 */
export function prepare(request: InjectRequest, configuration: InjectConfiguration, means: Means): Preparation {
  const original = withoutManagedFields(request.pod);
  const bytes = checkPodDecodes(original);
  means.budget.spend({ bytes });
  const message = nullItem(original) ?? tooLarge(bytes) ?? tooManyAnnotations(original, bytes);
  if (message !== undefined) {
    return { kind: 'refused', message };
  }
  const overrides = decodeOverrides(original);
  if (overrides.kind === 'refused') {
    return overrides;
  }
  const earlier = earlierInjection(original, configuration.behaviour.ownContainers);
  const base = { kind: 'prepared', original, bytes, isStale: request.isStale ?? false } as const;
  if (earlier === null) {
    const injection = injectionOf(request, configuration, original);
    const recorded = overrides.overrides;
    return { ...base, user: original, injection, recorded, stripped: null, rendering: null, isOfWorkload: true };
  }
  const { behaviour } = configuration;
  const options = { undone: undo(original, earlier, behaviour), earlier, overrides: overrides.overrides, behaviour };
  const toInjection = (user: JsonObject): Injection => injectionOf(request, configuration, user);
  const given = { ...options, toInjection, configuration, means };
  const { user, keep, rendering, isOfWorkload } = stripInjected(original, given);
  const stripped = { ...options, keep };
  return { ...base, user, injection: toInjection(user), recorded: noOverrides, stripped, rendering, isOfWorkload };
}

function injectionOf(request: InjectRequest, { settings, values, behaviour }: InjectConfiguration, pod: JsonObject) {
  const injection: Injection = {
    pod,
    namespace: request.namespace,
    namespaceObject: request.namespaceObject ?? null,
    address: request.address,
    settings,
    values,
    workload: request.workload ?? null,
  };
  return behaviour.prepare === undefined ? injection : { ...injection, pod: behaviour.prepare(injection) };
}
