import { BudgetError } from '../../base/budget.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import { decide } from '../../decide/decide.ts';
import type { Decision } from '../../decide/decision.ts';
import { decodeSubject } from '../../decide/subject.ts';
import { InjectError } from '../../inject/errors.ts';
import { inject } from '../../inject/inject.ts';
import type { InjectConfiguration, InjectOutcome } from '../../inject/injection-types.ts';
import type { InjectMemory } from '../../inject/memory/inject-memory.ts';
import type { JsonObject } from '../../json/json-value.ts';
import type { OpenedSnapshot } from '../open-snapshot.ts';

/** A pod as an API server would send it. */
export interface TrialPod {
  readonly pod: JsonObject;
  /** Where it is created. */
  readonly namespace: string;
  /** The pairs of the webhook's address, `cluster` among them; without it those of the snapshot's cluster. */
  readonly address?: ReadonlyMap<string, string>;
}

/** What the webhook would make of a pod. */
export interface Trial {
  readonly decision: Decision;
  readonly outcome: TrialOutcome;
  /** The pod as it comes out; as it came where nothing is done to it. */
  readonly pod: JsonObject;
  /** For whoever creates the pod. */
  readonly warnings: readonly string[];
}

/**
 * What becomes of a pod: `skipped` by the decision; else what injecting comes to. `failed` is a fault of the
 * configuration, which the cluster's failurePolicy answers.
 */
export type TrialOutcome = { readonly kind: 'skipped' } | InjectOutcome | FailedTrial;

/** A fault of the configuration. */
export interface FailedTrial {
  readonly kind: 'failed';
  readonly message: string;
  readonly fault: InjectError | BudgetError;
}

/** What trials of several pods share. */
export interface TrialOptions {
  /** Where rendering is watched, or settings are others; else the snapshot's own. */
  readonly configuration?: InjectConfiguration;
  /** Makes the pods of a workload cost less after the first. */
  readonly memory?: InjectMemory | undefined;
  /** Taken as made; else the rules decide. */
  readonly decision?: Decision;
}

/** The decision about a pod that asks for the sidecar. */
export const askedFor: Decision = { kind: 'inject', reason: 'requested', trace: [], warnings: [] };

/** Decides about a pod, as the webhook does once it is called. */
export function decideAbout({ pod, namespace }: TrialPod, snapshot: OpenedSnapshot): Decision {
  return decide(decodeSubject({ operation: 'CREATE', target: '/v1/pods', namespace, pod }), snapshot);
}

/** Decides about a pod and injects it, as the webhook does once it is called. */
export function tryPod(given: TrialPod, snapshot: OpenedSnapshot, options: TrialOptions = {}): Trial {
  const { decision = decideAbout(given, snapshot) } = options;
  const outcome: TrialOutcome = decision.kind === 'skip' ? { kind: 'skipped' } : injectOrFail(given, snapshot, options);
  const warnings = 'warnings' in outcome ? outcome.warnings : [];
  return {
    decision,
    outcome,
    pod: outcome.kind === 'injected' ? outcome.pod : given.pod,
    warnings: [...decision.warnings, ...warnings],
  };
}

function injectOrFail(
  { pod, namespace, address }: TrialPod,
  snapshot: OpenedSnapshot,
  { configuration = snapshot, memory }: TrialOptions,
): InjectOutcome | FailedTrial {
  try {
    return inject({ pod, namespace, address: address ?? addressOf(snapshot) }, configuration, memory);
  } catch (error) {
    if (error instanceof InjectError || error instanceof BudgetError) {
      return { kind: 'failed', message: error.message, fault: error };
    }
    throw error;
  }
}

/** The pairs of the address that the manifest has for a cluster. */
function addressOf({ cluster }: OpenedSnapshot): ReadonlyMap<string, string> {
  return new Map(cluster === defaultCluster ? [] : [['cluster', cluster] as const]);
}
