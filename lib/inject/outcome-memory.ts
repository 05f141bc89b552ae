import { isObject, type JsonObject, type JsonValue } from '../go/json.ts';
import { PatchError } from '../patch/errors.ts';
import type { Operation } from '../patch/operation.ts';
import { verifyPatch } from '../patch/verify.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { InjectConfiguration, InjectOutcome, InjectRequest } from './injection-types.ts';
import { objectAt } from './pod-parts.ts';
import { renameText } from './rename-text.ts';
import { renderingKey } from './render-memory.ts';
import { type VolatileView, volatileView } from './volatile-view.ts';

/** How a pod came out, and whether that holds for the other pods of its workload. */
export interface MadeOutcome {
  readonly outcome: InjectOutcome;
  /** No template looked at what tells two pods of a workload apart. */
  readonly isOfWorkload: boolean;
}

type Injected = Extract<InjectOutcome, { kind: 'injected' }>;

interface Remembered {
  readonly outcome: Injected;
  /** The token's volume in `outcome`. */
  readonly token: string | undefined;
}

/** One memory for all configurations, so that it is bounded however many clusters there are. */
const memory = new BoundedCache<Remembered>({ maxEntries: 240, maxCharacters: 2_000_000 });

/**
 * Injects a pod, or gives it what another pod of its workload got, with the name of its own token's volume. Pods of a
 * workload differ in their name, which nothing after the templates looks at, and in the random name of that volume,
 * which is only ever copied and compared: renaming it before or after injecting gives the same. The patch is applied
 * to this very pod before it leaves, as any other.
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
  const isWrittenElsewhere = view.token !== undefined && view.key.includes(view.token);
  if (isWrittenElsewhere) {
    return make().outcome;
  }
  const key = renderingKey({ ...request, workload: request.workload ?? null }, configuration, view.key);
  const known = memory.get(key);
  const reused = known && reuse(known, request.pod, view);
  if (reused !== undefined) {
    return reused;
  }
  const { outcome, isOfWorkload } = make();
  if (isOfWorkload && outcome.kind === 'injected' && !tellsName(outcome.operations, view)) {
    memory.set(key, { outcome, token: view.token });
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

/** What was remembered, for another pod; undefined where it does not apply there after all. */
function reuse({ outcome, token }: Remembered, original: JsonObject, view: VolatileView): Injected | undefined {
  const renamed = token === undefined || view.token === undefined ? outcome : renameToken(outcome, token, view.token);
  const { managedFields: _others, ...metadata } = objectAt(renamed.pod, 'metadata');
  const own = objectAt(original, 'metadata');
  const named = own.name === undefined ? metadata : { ...metadata, name: own.name };
  const pod = withManagedFields({ ...renamed.pod, metadata: named }, original);
  try {
    verifyPatch(original, renamed.operations, pod);
  } catch (error) {
    if (error instanceof PatchError) {
      return undefined;
    }
    throw error;
  }
  return { ...renamed, pod };
}

function renameToken(outcome: Injected, from: string, to: string): Injected {
  const pod = renameText(outcome.pod, from, to);
  const operations = outcome.operations.map((operation) =>
    'value' in operation ? { ...operation, value: renameText(operation.value, from, to) } : operation,
  );
  return { ...outcome, pod: isObject(pod) ? pod : outcome.pod, operations };
}

/** Whether a patch says the pod's own name, or writes where it stands. */
function tellsName(operations: readonly Operation[], { generatedName }: VolatileView): boolean {
  return operations.some(
    (operation) =>
      operation.path === '' ||
      operation.path === '/metadata' ||
      (generatedName !== undefined && 'value' in operation && hasText(operation.value, generatedName)),
  );
}

function hasText(value: JsonValue, text: string): boolean {
  if (typeof value === 'string') {
    return value.includes(text);
  }
  if (Array.isArray(value)) {
    return value.some((item) => hasText(item, text));
  }
  return isObject(value) && Object.values(value).some((item) => hasText(item, text));
}
