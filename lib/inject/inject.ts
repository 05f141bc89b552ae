import { Budget } from '../base/budget.ts';
import { RefusedAnnotationError } from '../contract/errors.ts';
import { KubeError } from '../kube/errors.ts';
import { nothingCut } from '../kube/known-pod.ts';
import { annotationProblemText } from './annotation-problem-text.ts';
import type { InjectConfiguration, InjectOutcome, InjectRequest } from './injection-types.ts';
import { createInjectMemory, type InjectMemory } from './memory/inject-memory.ts';
import { runPipeline } from './pipeline.ts';

/**
 * Injects one pod that was decided to be injected. It follows what Istio's injector does with a pod, and where a pod
 * was injected before, gives what a fresh injection would have given. A function of the request and the configuration,
 * neither of which is changed; `memory` makes it faster and changes nothing of what it gives.
 *
 * @throws InjectError where the configuration or this program is at fault; BudgetError where the work was given up, of
 * which nothing is remembered.
 */
export function inject(
  request: InjectRequest,
  configuration: InjectConfiguration,
  memory: InjectMemory = createInjectMemory(),
): InjectOutcome {
  // Of large requests nothing is remembered: there are no two.
  const isKept = request.cut === undefined;
  const asked = isKept ? memory.outcomes.ask(request, configuration) : undefined;
  const known = memory.outcomes.find(asked, request.pod);
  if (known !== undefined) {
    return known;
  }
  const means = { memory, budget: request.budget ?? new Budget(), isKept, cut: request.cut ?? nothingCut };
  const { outcome, isOfWorkload } = refusing(() => runPipeline(request, configuration, means));
  if (isOfWorkload) {
    memory.outcomes.keep(asked, outcome);
  }
  return outcome;
}

/** What is wrong with the pod itself may show deep inside; the pod is refused for it. */
function refusing(run: () => ReturnType<typeof runPipeline>): ReturnType<typeof runPipeline> {
  try {
    return run();
  } catch (error) {
    if (error instanceof RefusedAnnotationError) {
      return refused(annotationProblemText(error));
    }
    if (error instanceof KubeError) {
      return refused(`the pod is not one that Kubernetes takes: ${error.message}.`);
    }
    throw error;
  }
}

function refused(message: string): ReturnType<typeof runPipeline> {
  return { outcome: { kind: 'refused', message } };
}
