import { earlierInjection } from '../../inject/again/earlier-injection.ts';
import { valueAt } from '../../json/member.ts';
import type { ClusterObjects } from '../cluster/cluster-objects.ts';
import { textIn } from '../cluster/json-path.ts';
import { describeChange, runningChange } from '../trial/describe-change.ts';
import type { Explanation } from './explanation.ts';
import { hintsFor } from './hints.ts';

/** What a person should know beside the verdict, a sentence each. Nothing here contradicts it. */
export function notesFor(explanation: Explanation, objects: ClusterObjects): readonly string[] {
  const { workload, decision, outcome } = explanation;
  const warnings = outcome !== null && 'warnings' in outcome ? outcome.warnings : [];
  return [
    ...hintsFor(workload, objects.namespaceObjects),
    ...(decision?.warnings ?? []),
    ...warnings,
    ...unknownNamespace(explanation),
    ...overlaps(explanation),
    ...ofRunningPod(explanation),
  ];
}

function unknownNamespace({ own, workload }: Explanation): readonly string[] {
  return own?.because === 'namespace-unknown'
    ? [
        `the labels of namespace ${workload.namespace} are not given; it is taken to opt in (give the Namespace, or --namespace-labels)`,
      ]
    : [];
}

/** Two injectors for one pod, and a webhook of EKS that is called too early for our containers. */
function overlaps({ calls, own, verdict }: Explanation): readonly string[] {
  const others = verdict === 'injected' ? calls.filter(({ called }) => called !== 'no') : [];
  const names = new Set(others.flatMap(({ webhook }) => webhook.otherInjector ?? []));
  const early = others.find(
    ({ webhook }) => webhook.configuration === 'pod-identity-webhook' && isBefore(calls, webhook.configuration, own),
  );
  return [
    ...[...names].map(
      (name) => `the injector of ${name} is called for this pod, too; one of the two should leave it alone`,
    ),
    ...(early === undefined
      ? []
      : [
          'pod-identity-webhook is called before this injector, so injected containers get no AWS credentials; rename ours',
        ]),
  ];
}

function isBefore(calls: Explanation['calls'], configuration: string, own: Explanation['own']): boolean {
  const at = calls.findIndex(({ webhook }) => webhook.configuration === configuration);
  return own !== undefined && at < calls.indexOf(own);
}

/** A pod that a cluster has already was created under what held then. */
function ofRunningPod({ workload, outcome, verdict }: Explanation): readonly string[] {
  const isRunning = workload.kind === 'Pod' && valueAt(workload.object, 'metadata', 'uid') !== undefined;
  if (!isRunning || verdict !== 'injected' || outcome?.kind !== 'injected') {
    return [];
  }
  if (earlierInjection(workload.pod) !== null) {
    return [
      `the pod runs with another sidecar than it would get now: a new one ${describeChange(runningChange(workload.pod, outcome.pod))}`,
    ];
  }
  const created = textIn(workload.object, 'metadata', 'creationTimestamp');
  return [
    `the pod runs without the sidecar since ${created}: it was created before this held, or while the webhook failed under failurePolicy Ignore, or another webhook took the sidecar out; delete it and see`,
  ];
}
