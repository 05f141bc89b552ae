import { describeChange, podChange } from '../trial/describe-change.ts';
import type { TrialOutcome } from '../trial/try-pod.ts';
import type { Explanation } from './explanation.ts';
import type { Surroundings } from './format-explanation.ts';

/** The explanation for programs: `verdict` and `reason` first, then the way there. */
export function explanationJson(explanation: Explanation, { cluster, fingerprint, notes }: Surroundings): object {
  const { verdict, reason, message, workload, calls, decision, outcome } = explanation;
  const { kind, name, namespace } = workload;
  return {
    ...{ verdict, reason, message, kind, name, namespace, cluster, fingerprint },
    calls: calls.map(({ webhook, called, because, notEvaluated }) => ({
      configuration: webhook.configuration,
      webhook: webhook.name,
      own: webhook.own !== null,
      ...{ called, because, notEvaluated },
    })),
    decision: decision && { kind: decision.kind, reason: decision.reason, trace: decision.trace },
    result: outcome === null || outcome.kind === 'skipped' ? null : resultJson(outcome, explanation),
    notes,
  };
}

function resultJson(outcome: Exclude<TrialOutcome, { kind: 'skipped' }>, { workload }: Explanation): object {
  switch (outcome.kind) {
    case 'injected': {
      const { templates, warnings, operations, pod } = outcome;
      const change = describeChange(podChange(workload.pod, pod));
      return { kind: 'injected', templates, warnings, operations: operations.length, change };
    }
    case 'unchanged':
      return { kind: 'unchanged', templates: outcome.templates, warnings: outcome.warnings };
    default:
      return { kind: outcome.kind, message: outcome.message };
  }
}
