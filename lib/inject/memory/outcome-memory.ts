import { BoundedCache } from '../../base/bounded-cache.ts';
import { isObject, type JsonObject } from '../../json/json-value.ts';
import { PatchError } from '../../patch/errors.ts';
import { applyPatch } from '../../patch/verify.ts';
import type { InjectConfiguration, InjectOutcome, InjectRequest } from '../injection-types.ts';
import { withoutManagedFields } from '../managed-fields.ts';
import type { ConfigurationNumbers } from './configuration-numbers.ts';
import { type RingSlot, TextRing } from './text-ring.ts';
import { type VolatileView, volatileView } from './volatile-view.ts';
import { type PodPatch, WorkloadPatch } from './workload-patch.ts';

type Injected = Extract<InjectOutcome, { kind: 'injected' }>;

/** Of a patch only its text is kept at first: objects take many times the memory, and the collector's time. */
interface Remembered extends Pick<Injected, 'warnings' | 'templates'> {
  readonly patch: RingSlot;
  /** The token's volume in `patch`. */
  readonly token: string | undefined;
}

/** A pod whose outcome is looked for; undefined where outcomes of such pods are not kept. */
export type AskedOutcome = { readonly view: VolatileView; readonly key: string } | undefined;

/**
 * What other pods of a workload got. Pods of a workload differ in their name, which nothing after the templates looks
 * at, and in the random name of their token's volume, which is only ever copied and compared: renaming it before or
 * after injecting gives the same. A patch is applied to the very pod before it leaves, as any other, and what comes of
 * that is the pod.
 */
export class OutcomeMemory {
  readonly #numbers: ConfigurationNumbers;
  readonly #remembered = new BoundedCache<Remembered>({ maxEntries: 400, maxCharacters: 40_000 });
  readonly #patches = new TextRing(2_000_000);
  /** Patches that were used again, parsed: few, since workloads that grow are few at a time. */
  readonly #ready = new BoundedCache<WorkloadPatch>({
    maxEntries: 200,
    maxCharacters: 500_000,
    charactersOf: ({ characters }) => characters,
  });

  constructor(numbers: ConfigurationNumbers) {
    this.#numbers = numbers;
  }

  ask(request: InjectRequest, configuration: InjectConfiguration): AskedOutcome {
    // Records hold digests of containers, which do not follow a renamed volume.
    if (configuration.behaviour.keepsRecord) {
      return undefined;
    }
    const view = volatileView(withoutManagedFields(request.pod), request.namespace);
    const pod = view.key();
    const isWrittenElsewhere = view.token !== undefined && pod.includes(view.token);
    return isWrittenElsewhere ? undefined : { view, key: this.#numbers.keyOf(request, configuration, pod) };
  }

  /** What was remembered, for this pod; undefined where there is nothing, or where it does not apply here after all. */
  find(asked: AskedOutcome, original: JsonObject): InjectOutcome | undefined {
    const known = asked && this.#remembered.get(asked.key);
    const ready = known && (this.#ready.get(asked.key) ?? this.#parse(asked.key, known));
    return ready && reuse(known, original, ready.named(asked.view.token ?? ''));
  }

  /** The patch as it was remembered; from now on it is kept parsed. */
  #parse(key: string, { patch: place, token }: Remembered): WorkloadPatch | undefined {
    const patch = this.#patches.read(place);
    const ready = patch === undefined ? undefined : new WorkloadPatch(patch, token);
    if (ready !== undefined) {
      this.#ready.set(key, ready);
    }
    return ready;
  }

  /** Keeps an outcome for which nothing looked at what tells two pods of the workload apart. */
  keep(asked: AskedOutcome, outcome: InjectOutcome): void {
    if (asked === undefined || outcome.kind !== 'injected' || tellsName(outcome, asked.view)) {
      return;
    }
    const { warnings, templates } = outcome;
    const patch = this.#patches.write(outcome.patch);
    this.#ready.delete(asked.key);
    if (patch !== undefined) {
      this.#remembered.set(asked.key, { patch, warnings, templates, token: asked.view.token });
    }
  }
}

function reuse(known: Remembered, original: JsonObject, { patch, operations }: PodPatch): Injected | undefined {
  const { warnings, templates } = known;
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

/** Whether a patch says the pod's own name, or writes where it stands. */
function tellsName({ operations, patch }: Injected, { generatedName }: VolatileView): boolean {
  return (
    operations.some(({ path }) => path === '' || path === '/metadata') ||
    (generatedName !== undefined && patch.includes(JSON.stringify(generatedName).slice(1, -1)))
  );
}
