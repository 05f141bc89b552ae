import { BudgetError } from '../../base/budget.ts';
import { defaultCluster, type Snapshot } from '../../config/snapshot.ts';
import { decide } from '../../decide/decide.ts';
import type { Decision } from '../../decide/decision.ts';
import { decodeSubject } from '../../decide/subject.ts';
import { InjectError } from '../../inject/errors.ts';
import { inject } from '../../inject/inject.ts';
import type { InjectConfiguration, InjectOutcome } from '../../inject/injection-types.ts';
import type { InjectMemory } from '../../inject/memory/inject-memory.ts';
import type { JsonObject } from '../../json/json-value.ts';

/** A pod as an API server would send it. */
export interface TrialPod {
  readonly pod: JsonObject;
  /** Where it is created. */
  readonly namespace: string;
}

/**
 * What the webhook would make of a pod. `injected` and `not-injected` let it be created (`not-injected` also where the
 * templates change nothing), `refused` tells its author why not, and of `fails` the cluster's failurePolicy decides.
 */
export type Judgement =
  | (Common & {
      readonly kind: 'injected';
      readonly outcome: Extract<InjectOutcome, { kind: 'injected' }>;
    })
  | (Common & { readonly kind: 'not-injected' })
  | (Common & {
      readonly kind: 'refused';
      /** For the pod's author. */
      readonly message: string;
    })
  | (Common & { readonly kind: 'fails'; readonly message: string; readonly fault: InjectError | BudgetError });

interface Common {
  readonly decision: Decision;
  /** The pod as it comes out; as it came where nothing is done to it. */
  readonly pod: JsonObject;
  /** For the author of the pod. */
  readonly warnings: readonly string[];
}

/**
 * Decides about a pod and injects it as the webhook does, the address naming the snapshot's cluster.
 * @param memory what is remembered between pods; nothing without one
 */
export function judgePod({ pod, namespace }: TrialPod, snapshot: Snapshot, memory?: InjectMemory): Judgement {
  const subject = decodeSubject({ operation: 'CREATE', target: '/v1/pods', namespace, pod });
  const decision = decide(subject, snapshot);
  const common = { decision, pod, warnings: decision.warnings };
  return decision.kind === 'skip'
    ? { kind: 'not-injected', ...common }
    : judgeInjection({ pod, namespace }, common, { cluster: snapshot.cluster, use: snapshot, memory });
}

/** What a pod is injected with. */
export interface InjectWith {
  readonly cluster: string;
  readonly use: InjectConfiguration;
  /** What is remembered between pods; nothing without one. */
  readonly memory?: InjectMemory | undefined;
}

/** Injects a pod that was decided to be injected; faults of the configuration are part of the answer. */
export function judgeInjection(
  { pod, namespace }: TrialPod,
  common: Common,
  { cluster, use, memory }: InjectWith,
): Judgement {
  const address = new Map(cluster === defaultCluster ? [] : [['cluster', cluster] as const]);
  try {
    const outcome = inject({ pod, namespace, address }, use, memory);
    switch (outcome.kind) {
      case 'refused':
        return { kind: 'refused', ...common, message: outcome.message };
      case 'unchanged':
        return { kind: 'not-injected', ...common, warnings: [...common.warnings, ...outcome.warnings] };
      case 'injected':
        return {
          kind: 'injected',
          ...common,
          outcome,
          pod: outcome.pod,
          warnings: [...common.warnings, ...outcome.warnings],
        };
    }
  } catch (error) {
    if (error instanceof InjectError || error instanceof BudgetError) {
      return { kind: 'fails', ...common, message: error.message, fault: error };
    }
    throw error;
  }
}
