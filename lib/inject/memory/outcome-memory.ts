import { BoundedCache } from '../../base/bounded-cache.ts';
import { isObject, type JsonObject } from '../../json/json-value.ts';
import type { PodForm, VolatileNames } from '../../kube/pod/volatile-names.ts';
import { PatchError } from '../../patch/errors.ts';
import { applyPatch } from '../../patch/verify.ts';
import type { InjectConfiguration, InjectOutcome, InjectRequest } from '../injection-types.ts';
import { withoutManagedFields } from '../managed-fields.ts';
import type { ConfigurationNumbers } from './configuration-numbers.ts';
import { type RingSlot, TextRing } from './text-ring.ts';
import { volatileView } from './volatile-view.ts';
import { type PodPatch, WorkloadPatch } from './workload-patch.ts';

type Injected = Extract<InjectOutcome, { kind: 'injected' }>;

/** Of a patch only its text is kept at first: objects take many times the memory, and the collector's time. */
interface Remembered extends Pick<Injected, 'warnings' | 'templates'> {
  readonly patch: RingSlot;
  /** The token's volume in `patch`. */
  readonly token: string | undefined;
}

/** A pod whose outcome is looked for; undefined where outcomes of such pods are not kept. */
export type AskedOutcome = { readonly names: VolatileNames; readonly key: string } | undefined;

/** The key of all pods of a form; undefined where it depends on their names. */
interface FormKey {
  readonly configuration: InjectConfiguration;
  readonly key: string | undefined;
}

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

  readonly #formKeys = new WeakMap<JsonObject, FormKey>();

  constructor(numbers: ConfigurationNumbers) {
    this.#numbers = numbers;
  }

  ask(request: InjectRequest, configuration: InjectConfiguration): AskedOutcome {
    // Records hold digests of containers, which do not follow a renamed volume.
    if (configuration.behaviour.keepsRecord) {
      return undefined;
    }
    const { form } = request;
    const key = form && this.#keyOfForm(form, request, configuration);
    return form !== undefined && key !== undefined
      ? { names: form, key }
      : this.#askByPod(request.pod, request, configuration);
  }

  #askByPod(pod: JsonObject, request: InjectRequest, configuration: InjectConfiguration): AskedOutcome {
    const view = volatileView(withoutManagedFields(pod), request.namespace);
    const text = view.key();
    const isWrittenElsewhere = view.token !== undefined && text.includes(view.token);
    return isWrittenElsewhere ? undefined : { names: view, key: this.#numbers.keyOf(request, configuration, text) };
  }

  /** A pod and the sample have no name in common: where both have one key, every pod of the form has it. */
  #keyOfForm({ sample }: PodForm, request: InjectRequest, configuration: InjectConfiguration): string | undefined {
    const known = this.#formKeys.get(sample);
    if (known?.configuration === configuration) {
      return known.key;
    }
    const [one, other] = [request.pod, sample].map((pod) => this.#askByPod(pod, request, configuration)?.key);
    const key = one === other ? one : undefined;
    this.#formKeys.set(sample, { configuration, key });
    return key;
  }

  /** What was remembered, for this pod; undefined where there is nothing, or where it does not apply here after all. */
  find(asked: AskedOutcome, original: JsonObject): InjectOutcome | undefined {
    const known = asked && this.#remembered.get(asked.key);
    const ready = known && (this.#ready.get(asked.key) ?? this.#parse(asked.key, known));
    return ready && reuse(known, original, ready.named(asked.names.token ?? ''));
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
    if (asked === undefined || outcome.kind !== 'injected' || tellsName(outcome, asked.names)) {
      return;
    }
    const { warnings, templates } = outcome;
    const patch = this.#patches.write(outcome.patch);
    if (patch !== undefined) {
      this.#remembered.set(asked.key, { patch, warnings, templates, token: asked.names.token });
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

/** Whether a patch says the pod's own name, wherever in it. */
function tellsName({ patch }: Injected, { generatedName }: VolatileNames): boolean {
  return generatedName !== undefined && patch.includes(JSON.stringify(generatedName).slice(1, -1));
}
