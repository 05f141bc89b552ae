import { parseJson } from '../../json/json-text.ts';
import { isObject, type JsonObject } from '../../json/json-value.ts';
import { objectAt } from '../../json/member.ts';
import { PatchError } from '../../patch/errors.ts';
import type { Operation } from '../../patch/operation.ts';
import { applyPatch } from '../../patch/verify.ts';
import type { InjectConfiguration, InjectOutcome, InjectRequest } from '../injection-types.ts';
import { BoundedCache } from './bounded-cache.ts';
import { renderingKey } from './render-memory.ts';
import { type RingPlace, TextRing } from './text-ring.ts';
import { type VolatileView, volatileView } from './volatile-view.ts';

/** How a pod came out, and whether that holds for the other pods of its workload. */
export interface MadeOutcome {
  readonly outcome: InjectOutcome;
  /** No template looked at what tells two pods of a workload apart. */
  readonly isOfWorkload: boolean;
}

type Injected = Extract<InjectOutcome, { kind: 'injected' }>;

/** Of a patch only its text is kept: as objects it would take many times the memory, and the collector's time. */
interface Remembered extends Pick<Injected, 'warnings' | 'templates'> {
  readonly patch: RingPlace;
  /** The token's volume in `patch`. */
  readonly token: string | undefined;
}

/** One memory for all configurations, so that it is bounded however many clusters there are. Keys are digests. */
const memory = new BoundedCache<Remembered>({ maxEntries: 400, maxCharacters: 40_000 });
const patches = new TextRing(2_000_000);

/**
 * Injects a pod, or gives it what another pod of its workload got, with the name of its own token's volume. Pods of a
 * workload differ in their name, which nothing after the templates looks at, and in the random name of that volume,
 * which is only ever copied and compared: renaming it before or after injecting gives the same. The patch is applied
 * to this very pod before it leaves, as any other, and what comes of that is the pod.
 */
export function rememberOutcome(
  request: InjectRequest,
  configuration: InjectConfiguration,
  make: () => MadeOutcome,
): InjectOutcome {
  // Records hold digests of containers, which do not follow a renamed volume.
  if (configuration.behaviour.keepsRecord) {
    return make().outcome;
  }
  const view = volatileView(withoutManagedFields(request.pod), request.namespace);
  const pod = view.key();
  const isWrittenElsewhere = view.token !== undefined && pod.includes(view.token);
  if (isWrittenElsewhere) {
    return make().outcome;
  }
  const key = renderingKey({ ...request, workload: request.workload ?? null }, configuration, pod);
  const known = memory.get(key);
  const reused = known && reuse(known, request.pod, view);
  if (reused !== undefined) {
    return reused;
  }
  const { outcome, isOfWorkload } = make();
  if (isOfWorkload && outcome.kind === 'injected' && !tellsName(outcome, view)) {
    const { warnings, templates } = outcome;
    const patch = patches.write(outcome.patch);
    if (patch !== undefined) {
      memory.set(key, { patch, warnings, templates, token: view.token });
    }
  }
  return outcome;
}

/** `managedFields` may be larger than the rest of the pod, and no template sees them. */
export function withoutManagedFields(pod: JsonObject): JsonObject {
  const { managedFields, ...metadata } = objectAt(pod, 'metadata');
  return managedFields === undefined ? pod : { ...pod, metadata };
}

/** Puts an original's `managedFields` back. */
export function withManagedFields(pod: JsonObject, original: JsonObject): JsonObject {
  const { managedFields } = objectAt(original, 'metadata');
  return managedFields === undefined ? pod : { ...pod, metadata: { ...objectAt(pod, 'metadata'), managedFields } };
}

/** What was remembered, for another pod; undefined where it is gone or does not apply there after all. */
function reuse(known: Remembered, original: JsonObject, { token }: VolatileView): Injected | undefined {
  const { warnings, templates } = known;
  const text = patches.read(known.patch);
  if (text === undefined) {
    return undefined;
  }
  const isRenamed = known.token !== undefined && token !== undefined;
  const patch = isRenamed ? text.replaceAll(known.token, token) : text;
  const operations = decodeOperations(patch);
  try {
    const pod = applyPatch(original, operations);
    return isObject(pod) ? { kind: 'injected', pod, operations, patch, warnings, templates } : undefined;
  } catch (error) {
    if (error instanceof PatchError) {
      return undefined;
    }
    throw error;
  }
}

/** Reads the text of a patch of our own. */
function decodeOperations(patch: string): readonly Operation[] {
  return parseJson(patch) as readonly Operation[];
}

/** Whether a patch says the pod's own name, or writes where it stands. */
function tellsName({ operations, patch }: Injected, { generatedName }: VolatileView): boolean {
  return (
    operations.some(({ path }) => path === '' || path === '/metadata') ||
    (generatedName !== undefined && patch.includes(JSON.stringify(generatedName).slice(1, -1)))
  );
}
