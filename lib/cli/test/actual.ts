import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { decodeSelector, matchesSelector } from '../../kube/label-selector.ts';
import { defaultNamespaceLabel, namespaceSelector } from '../manifest/webhook-configuration.ts';
import { withoutBookkeeping } from '../trial/compare-pods.ts';
import type { Trial, TrialOutcome } from '../trial/try-pod.ts';
import type { Case } from './fixture.ts';

/** What became of a case, under the names of expectations; what does not apply is absent. */
export interface Actual {
  readonly decision: 'inject' | 'skip' | 'not-called';
  readonly reason: string;
  readonly result: 'injected' | 'unchanged' | 'refused' | 'fails';
  readonly pod: JsonObject;
  readonly patch: JsonValue;
  readonly warnings: readonly string[];
  /** What the author of a refused or failing pod reads; empty otherwise. */
  readonly refusal: string;
}

const results: Readonly<Record<TrialOutcome['kind'], Actual['result']>> = {
  injected: 'injected',
  skipped: 'unchanged',
  unchanged: 'unchanged',
  refused: 'refused',
  failed: 'fails',
};

/** What a trial came to, as a case may expect it. */
export function actualOf({ decision, outcome, pod, warnings }: Trial): Actual {
  return {
    decision: decision.kind,
    reason: decision.reason,
    result: results[outcome.kind],
    pod: withoutBookkeeping(pod),
    patch: outcome.kind === 'injected' ? outcome.operations.map((operation) => ({ ...operation })) : [],
    warnings,
    refusal: 'message' in outcome ? outcome.message : '',
  };
}

/** What becomes of a pod in a namespace that does not opt in: nothing. */
export function notCalled({ pod }: Case): Actual {
  return {
    decision: 'not-called',
    reason: 'namespace-not-selected',
    result: 'unchanged',
    pod: pod.pod,
    patch: [],
    warnings: [],
    refusal: '',
  };
}

/** Whether the API server would call the webhook for a case, by the selector that the manifest writes. */
export function isCalled({ namespaceLabels, pod }: Case, label: string = defaultNamespaceLabel): boolean {
  if (namespaceLabels === undefined) {
    return true;
  }
  const labels = { ...namespaceLabels, 'kubernetes.io/metadata.name': pod.namespace };
  return matchesSelector(decodeSelector(namespaceSelector(label)), labels);
}
