import { errorText } from '../base/coded-error.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { TrialVerdict } from '../config/trial.ts';
import { decide } from '../decide/decide.ts';
import { decodeSubject } from '../decide/subject.ts';
import { inject } from '../inject/inject.ts';
import type { RecentPod } from './recent-pods.ts';

/** How much CPU a trial may take before it ends, in milliseconds; the pod in hand is finished. */
const trialCpuMs = 100;
/** From how many namespaces pods must fail: one tenant's pod vetoes nothing. */
const leastNamespaces = 2;

/** A pod that asks for nothing. */
const barePod: RecentPod = {
  namespace: 'default',
  pod: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'trial-' },
    spec: { containers: [{ name: 'app', image: 'app' }] },
  },
  pairs: new Map(),
};

/** What a trial is made with. */
export interface TrialWorld {
  readonly candidate: Snapshot;
  readonly present: Snapshot;
  /** Pods that the present configuration has injected. */
  readonly recent: readonly RecentPod[];
  /** CPU that was used so far, in milliseconds. */
  readonly cpuMs: () => number;
}

/**
 * Tries a configuration before it replaces the present one: on a bare pod, and on pods of lately. It is unfit where
 * the bare pod fails and did not before, or where at least half of the others fail, from two namespaces or more.
 */
export function tryConfiguration({ candidate, present, recent, cpuMs }: TrialWorld): TrialVerdict {
  if (candidate.policy === 'off') {
    return { kind: 'fit' };
  }
  const end = cpuMs() + trialCpuMs;
  const bare = faultOf(barePod, candidate);
  if (bare !== undefined && faultOf(barePod, present) === undefined) {
    return { kind: 'unfit', cause: `a bare pod fails under it: ${bare}` };
  }
  let tried = 0;
  let failed = 0;
  for (const each of recent) {
    if (cpuMs() < end) {
      tried += 1;
      failed += wouldInject(each, candidate) && faultOf(each, candidate) !== undefined ? 1 : 0;
    }
  }
  return failed >= leastNamespaces && 2 * failed >= tried
    ? {
        kind: 'unfit',
        cause: `${failed} of ${tried} pods that were injected lately, of as many namespaces, fail under it`,
      }
    : { kind: 'fit' };
}

function wouldInject({ namespace, pod }: RecentPod, configuration: Snapshot): boolean {
  const subject = decodeSubject({ operation: 'CREATE', target: '/v1/pods', namespace, pod });
  return decide(subject, configuration).kind === 'inject';
}

/** Why a pod gets no sidecar, on one line; undefined where it gets one. Nothing is remembered of it. */
function faultOf({ pod, namespace, pairs }: RecentPod, configuration: Snapshot): string | undefined {
  try {
    const outcome = inject({ pod, namespace, address: pairs, isStale: false }, configuration);
    return outcome.kind === 'refused' ? oneLine(outcome.message) : undefined;
  } catch (error) {
    return oneLine(errorText(error));
  }
}

function oneLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
