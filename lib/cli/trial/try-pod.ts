import { decide } from '../../decide/decide.ts';
import type { Decision } from '../../decide/decision.ts';
import { decodeSubject } from '../../decide/subject.ts';
import { InjectError } from '../../inject/errors.ts';
import { inject } from '../../inject/inject.ts';
import type { InjectConfiguration, InjectOutcome } from '../../inject/injection-types.ts';
import type { InjectMemory } from '../../inject/memory/inject-memory.ts';
import type { JsonObject } from '../../json/json-value.ts';
import type { OpenedSnapshot } from '../open-snapshot.ts';

/** A pod that is created. */
export interface TrialPod {
  readonly pod: JsonObject;
  readonly namespace: string;
  /** The pairs of the webhook's address, `cluster` among them. */
  readonly address: ReadonlyMap<string, string>;
}

/** What the webhook would do with a pod. */
export interface Trial {
  readonly decision: Decision;
  /** Null where the pod is skipped. */
  readonly outcome: TrialOutcome | null;
}

/** What injecting comes to; `failed` is a fault of the configuration, which the cluster's failurePolicy answers. */
export type TrialOutcome = InjectOutcome | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Decides about a pod, as the webhook does once it is called. */
export function decideAbout({ pod, namespace }: Omit<TrialPod, 'address'>, snapshot: OpenedSnapshot): Decision {
  return decide(decodeSubject({ operation: 'CREATE', target: '/v1/pods', namespace, pod }), snapshot);
}

/** What trials of several pods share. */
export interface TrialOptions {
  /** Where rendering is watched; else the snapshot's own. */
  readonly configuration?: InjectConfiguration;
  /** Makes the pods of a workload cost less after the first. */
  readonly memory?: InjectMemory;
}

/** Decides about a pod and injects it, as the webhook does once it is called. */
export function tryPod(
  { pod, namespace, address }: TrialPod,
  snapshot: OpenedSnapshot,
  { configuration = snapshot, memory }: TrialOptions = {},
): Trial {
  const decision = decideAbout({ pod, namespace }, snapshot);
  if (decision.kind === 'skip') {
    return { decision, outcome: null };
  }
  try {
    return { decision, outcome: inject({ pod, namespace, address }, configuration, memory) };
  } catch (error) {
    if (error instanceof InjectError) {
      return { decision, outcome: { kind: 'failed', code: error.code, message: error.message } };
    }
    throw error;
  }
}

/** The pairs of the address that the manifest has for a cluster. */
export function addressOf(snapshot: OpenedSnapshot): ReadonlyMap<string, string> {
  return new Map(snapshot.cluster === 'default' ? [] : [['cluster', snapshot.cluster] as const]);
}
