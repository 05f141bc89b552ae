import type { Decision } from '../../decide/decision.ts';
import type { InjectConfiguration } from '../../inject/injection-types.ts';
import { refusalWithContact } from '../../webhook/contact.ts';
import type { ClusterView, ViewOptions } from '../cluster/cluster-view.ts';
import { callsFor, ownCall } from '../cluster/cluster-view.ts';
import type { Workload } from '../cluster/created-pod.ts';
import { type Call, namespaceNameLabel } from '../cluster/predict-calls.ts';
import type { OpenedSnapshot } from '../open-snapshot.ts';
import { type TrialOutcome, tryPod } from '../trial/try-pod.ts';
import { notText } from './hints.ts';
import { callTexts, injectTexts, skipTexts } from './reasons.ts';
import { unmetPart } from './selector-text.ts';

export type VerdictKind = 'injected' | 'not-injected' | 'refused' | 'fails';

/** The last word on one workload. */
export interface Verdict {
  readonly verdict: VerdictKind;
  /** For programs: the rule, selector or error that decided it. */
  readonly reason: string;
  /** For people: one sentence, and what to do. */
  readonly message: string;
}

/** Everything that `explain` tells about one workload. */
export interface Explanation extends Verdict {
  readonly workload: Workload;
  readonly calls: readonly Call[];
  /** The call of ours; undefined where no webhook is. */
  readonly own: Call | undefined;
  /** What the rules said; null where the webhook is not called. */
  readonly decision: Decision | null;
  /** What became of the pod; null where the webhook is not called. */
  readonly outcome: TrialOutcome | null;
}

/** What workloads are explained with. */
export interface Ground {
  readonly view: ClusterView;
  readonly snapshot: OpenedSnapshot;
  readonly options: ViewOptions;
  /** Where rendering is to be watched. */
  readonly configuration?: InjectConfiguration;
}

/** Goes the way of a pod's creation, as far as it gets: the API server, the rules, the injection. */
export function explainWorkload(workload: Workload, ground: Ground): Explanation {
  const calls = callsFor(ground.view, workload, ground.options);
  const own = ownCall(calls);
  const before = beforeTheCall(workload, own, ground);
  if (before !== undefined) {
    return { ...before, workload, calls, own, decision: null, outcome: null };
  }
  const { pod, namespace } = workload;
  const address = own?.webhook.own?.pairs;
  const { decision, outcome } = tryPod({ pod, namespace, ...(address && { address }) }, ground.snapshot, ground);
  const { contact } = ground.snapshot.settings;
  return { ...withContact(verdictOf(decision, outcome, own), contact), workload, calls, own, decision, outcome };
}

function beforeTheCall({ pod, namespace }: Workload, own: Call | undefined, ground: Ground): Verdict | undefined {
  const [bad] = notText(pod);
  if (bad !== undefined) {
    return { verdict: 'refused', reason: 'not-text', message: `by the API server: ${bad}` };
  }
  if (own === undefined) {
    const message = 'none of the webhook configurations given is of this injector; apply what manifest prints';
    return { verdict: 'not-injected', reason: 'no-webhook', message };
  }
  if (own.called !== 'no') {
    return undefined;
  }
  const labels = {
    ...(ground.view.namespaces.get(namespace) ?? ground.options.namespaceLabels),
    [namespaceNameLabel]: namespace,
  };
  const message =
    own.because === 'namespace-selector'
      ? `namespace ${namespace} ${unmetPart(own.webhook.namespaceSelector, labels)}`
      : callTexts[own.because];
  return { verdict: 'not-injected', reason: own.because, message };
}

/** An author who cannot mend it alone gets the contact. */
function withContact(verdict: Verdict, contact: string): Verdict {
  const hasMessage = verdict.verdict === 'refused' || verdict.verdict === 'fails';
  return hasMessage ? { ...verdict, message: refusalWithContact(verdict.message, contact) } : verdict;
}

function verdictOf(decision: Decision, outcome: TrialOutcome, own: Call | undefined): Verdict {
  if (decision.kind === 'skip') {
    const said = decision.trace.at(-1)?.saw ?? '';
    const detail = decision.reason === 'switched-off' || decision.reason === 'never-selector' ? ` (${said})` : '';
    return { verdict: 'not-injected', reason: decision.reason, message: `${skipTexts[decision.reason]}${detail}` };
  }
  switch (outcome.kind) {
    case 'refused':
      return { verdict: 'refused', reason: 'refused', message: outcome.message };
    case 'failed': {
      const policy = own?.webhook.failurePolicy ?? 'Fail';
      const then = policy === 'Ignore' ? 'such pods run without the sidecar' : 'such pods are not created';
      return {
        verdict: 'fails',
        reason: outcome.fault.code,
        message: `${outcome.message}. With failurePolicy ${policy}, ${then}`,
      };
    }
    case 'unchanged':
      return outcome.templates.length === 0
        ? { verdict: 'not-injected', reason: 'no-templates', message: 'no template is asked for' }
        : { verdict: 'injected', reason: decision.reason, message: 'the pod carries this sidecar already' };
    default:
      return { verdict: 'injected', reason: decision.reason, message: injectTexts[decision.reason] };
  }
}
