import { errorText } from '../base/coded-error.ts';
import { stringifyJson } from '../json/json-text.ts';
import type { JsonObject, JsonValue } from '../json/json-value.ts';
import { nothingCut } from '../kube/known-pod.ts';
import { podSchema } from '../kube/pod-schema.ts';
import { diff } from '../patch/diff.ts';
import type { ListKeys } from '../patch/list-keys.ts';
import { verifyPatch } from '../patch/verify.ts';
import { InjectError } from './errors.ts';
import type { InjectOutcome } from './injection-types.ts';

const listKeys: ListKeys = { types: podSchema, root: 'v1.Pod' };

/** What an outcome tells beside its patch. */
export interface OutcomeNotes {
  /** Names of the templates used, in order. */
  readonly templates: readonly string[];
  readonly warnings: readonly string[];
}

export interface PatchOptions extends OutcomeNotes {
  /** What in the original stands for something larger, by `knownPod`. */
  readonly cut?: ReadonlySet<JsonValue>;
}

/**
 * The outcome for a pod that shall become another: the smallest patch, applied here before it leaves. A patch that
 * does not apply would reject the pod even under `failurePolicy: Ignore`. @throws InjectError (`misapplied`).
 */
export function patchTo(
  original: JsonObject,
  pod: JsonObject,
  { cut = nothingCut, ...notes }: PatchOptions,
): InjectOutcome {
  const operations = diff(original, pod, { ...listKeys, cut });
  if (operations.length === 0) {
    return { kind: 'unchanged', ...notes };
  }
  try {
    verifyPatch(original, operations, pod);
  } catch (error) {
    const reason = errorText(error);
    throw new InjectError('misapplied', `the patch does not lead to the injected pod: ${reason}`, { cause: error });
  }
  return { kind: 'injected', pod, operations, patch: stringifyJson(operations), ...notes };
}
