import { earlierInjection } from '../../inject/again/earlier-injection.ts';
import type { InjectMemory } from '../../inject/memory/inject-memory.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { type ClusterView, callsFor, ownCall } from '../cluster/cluster-view.ts';
import type { Workload } from '../cluster/created-pod.ts';
import { objectsIn, textIn } from '../cluster/json-path.ts';
import type { Call } from '../cluster/predict-calls.ts';
import { callTexts, skipTexts } from '../explain/reasons.ts';
import type { OpenedSnapshot } from '../open-snapshot.ts';
import { authorPod } from '../trial/author-pod.ts';
import { describeChange, isEmptyChange, listed, podChange, runningChange } from '../trial/describe-change.ts';
import { decideAbout, type TrialOutcome, tryPod } from '../trial/try-pod.ts';
import { type AddedRequests, addedRequests } from './added-requests.ts';

/** What a running pod is, beside the pod that would be created now. */
export type PodState = 'current' | 'outdated' | 'missing' | 'stripped' | 'refused' | 'not-wanted' | 'unknown';

/** All states, the worst first. */
export const podStates: readonly PodState[] = [
  ...(['stripped', 'missing', 'refused', 'outdated', 'unknown', 'current', 'not-wanted'] as const),
];

/** One pod, judged. */
export interface Judgement {
  readonly state: PodState;
  /** Why, or what a new pod would have otherwise; one sentence. */
  readonly why: string;
  /** What a new pod would ask for beyond the present one; nothing where no new one is needed. */
  readonly adds: AddedRequests;
}

/** What pods are judged by. */
export interface ReportGround {
  readonly view: ClusterView;
  readonly snapshot: OpenedSnapshot;
  readonly memory: InjectMemory;
  /** Whether namespaces count as opted in where nothing at all is known of any. */
  readonly isOptedIn: boolean;
}

const nothing: AddedRequests = { cpu: 0n, memory: 0n };

/**
 * Judges a running pod by what a fresh injection of it would give: what API servers default and other webhooks add
 * stays, so that it makes no pod outdated, and neither do our own bookkeeping annotations.
 */
export function judgePod(running: Workload, ground: ReportGround): Judgement {
  const author = { ...running, pod: authorPod(running.pod, ground.snapshot) };
  const own = ownCall(callsFor(ground.view, author));
  const isCarrying = earlierInjection(running.pod) !== null;
  if (own === undefined || own.called === 'no') {
    const why = own === undefined ? 'no webhook given is of this injector' : callTexts[own.because];
    return unwanted(running, author.pod, why);
  }
  const decision = decideAbout(author, ground.snapshot);
  if (decision.kind === 'skip') {
    return unwanted(running, author.pod, skipTexts[decision.reason]);
  }
  const gone = isCarrying ? strippedNames(running.pod) : [];
  if (gone.length > 0) {
    const why = `${listed(gone)} of our annotation ${gone.length === 1 ? 'is' : 'are'} gone: somebody took it out after us`;
    return judgement('stripped', why, [running.pod, author.pod]);
  }
  const { pod, namespace } = running;
  const address = own.webhook.own?.pairs;
  const subject = { pod, namespace, ...(address && { address }) };
  const { outcome } = tryPod(subject, ground.snapshot, { decision, memory: ground.memory });
  return judgeOutcome({ running, outcome, own, isCarrying, isOptedIn: ground.isOptedIn });
}

interface Judged {
  readonly running: Workload;
  readonly outcome: TrialOutcome;
  readonly own: Call;
  readonly isCarrying: boolean;
  readonly isOptedIn: boolean;
}

function judgeOutcome(judged: Judged): Judgement {
  const { running, outcome, own, isCarrying, isOptedIn } = judged;
  const isUncertain = !isOptedIn && (own.called === 'unknown' || own.notEvaluated.length > 0);
  if (isUncertain && !isCarrying) {
    const why =
      own.called === 'unknown' ? callTexts[own.because] : `matchConditions not evaluated: ${listed(own.notEvaluated)}`;
    return judgement('unknown', why);
  }
  switch (outcome.kind) {
    case 'injected': {
      const change = podChange(running.pod, outcome.pod);
      if (!isCarrying) {
        return judgement('missing', `a new pod ${describeChange(change)}`, [running.pod, outcome.pod]);
      }
      return isEmptyChange(change)
        ? judgement('current', '')
        : judgement('outdated', `a new pod ${describeChange(runningChange(running.pod, outcome.pod))}`, [
            running.pod,
            outcome.pod,
          ]);
    }
    case 'refused':
    case 'failed':
      return judgement('refused', outcome.message);
    default:
      return judgement(isCarrying ? 'current' : 'not-wanted', isCarrying ? '' : 'the templates add nothing');
  }
}

/** A pod without the sidecar is as it should be; one that carries it would come out without it. */
function unwanted({ pod }: Workload, author: JsonObject, why: string): Judgement {
  return earlierInjection(pod) === null
    ? judgement('not-wanted', why)
    : judgement('outdated', `a new pod would not be injected: ${why}`, [pod, author]);
}

/** @param pods before and after: what the change would ask the nodes for */
function judgement(state: PodState, why: string, pods?: readonly [JsonObject, JsonObject]): Judgement {
  return { state, why, adds: pods === undefined ? nothing : addedRequests(...pods) };
}

/** Containers that the status annotation lists and that the pod has in neither list. */
function strippedNames(pod: JsonObject): readonly string[] {
  const present = new Set(
    ['containers', 'initContainers'].flatMap((list) =>
      objectsIn(pod, 'spec', list).map((item) => textIn(item, 'name')),
    ),
  );
  const status = earlierInjection(pod)?.status;
  const named = status === undefined ? [] : [...status.containers, ...status.initContainers];
  return named.filter((name) => !present.has(name)).map((name) => `container ${name}`);
}
