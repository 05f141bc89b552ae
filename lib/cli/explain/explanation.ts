import { createColors } from 'picocolors';
import type { Decision } from '../../decide/decision.ts';
import type { Selection } from './namespace.ts';

/** What injecting came to. */
export type Result =
  | {
      readonly kind: 'injected';
      readonly operations: number;
      readonly templates: readonly string[];
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'unchanged'; readonly templates: readonly string[]; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

/** Everything that `explain` tells about one pod. */
export interface Explanation {
  readonly pod: string;
  readonly namespace: string;
  readonly cluster: string;
  readonly fingerprint: string;
  readonly selection: Selection;
  readonly decision: Decision;
  /** Null where the pod is skipped. */
  readonly result: Result | null;
}

const selections: Readonly<Record<Selection, string>> = {
  called: 'the namespace opts in, so the API server calls the webhook',
  'not-called': 'the namespace does not opt in, so the API server does not call the webhook: nothing is injected',
  unknown: "not looked at; give the namespace's labels with --namespace-labels",
};

/** The explanation for people: one line a rule, then what comes of it. */
export function formatExplanation(explanation: Explanation, color: boolean): string {
  const paint = createColors(color);
  const { pod, namespace, cluster, fingerprint, selection, decision, result } = explanation;
  const width = Math.max(...decision.trace.map(({ rule }) => rule.length));
  const rules = decision.trace.map(
    ({ rule, saw, applies }) => `${applies ? paint.bold('=>') : '  '} ${rule.padEnd(width)}  ${saw}`,
  );
  const verdict = decision.kind === 'inject' ? paint.green('inject') : paint.yellow('skip');
  return `${[
    `pod ${pod || '(no name)'} in namespace ${namespace}, cluster ${cluster}, configuration ${fingerprint}`,
    `namespaceSelector: ${selections[selection]}`,
    ...rules,
    `decision: ${verdict}, ${decision.reason}`,
    ...decision.warnings.map((warning) => `warning: ${warning}`),
    ...(result === null ? [] : describeResult(result)),
  ].join('\n')}\n`;
}

function describeResult(result: Result): readonly string[] {
  switch (result.kind) {
    case 'injected': {
      const changes = `${result.operations} patch operations`;
      return [`injected: ${result.templates.join(', ')}; ${changes}`, ...warningsOf(result)];
    }
    case 'unchanged':
      return [`nothing to change: ${result.templates.join(', ') || 'no templates'}`, ...warningsOf(result)];
    case 'refused':
      return [`the pod is refused: ${result.message}`];
    case 'failed':
      return [`the injection fails, and the cluster's failurePolicy decides: ${result.message}`];
  }
}

function warningsOf({ warnings }: { readonly warnings: readonly string[] }): readonly string[] {
  return warnings.map((warning) => `warning: ${warning}`);
}
