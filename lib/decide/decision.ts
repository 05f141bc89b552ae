import type { Policy } from '../contract/policy.ts';
import type { LabelSelector } from '../kube/label-selector.ts';

/** Why a pod is left alone. */
export type SkipReason =
  | 'not-a-pod-creation'
  | 'host-network'
  | 'system-namespace'
  | 'switched-off'
  | 'opted-out'
  | 'never-selector'
  | 'policy-disabled';

/** Why a pod is injected. */
export type InjectReason = 'requested' | 'always-selector' | 'policy-enabled';

/** What a rule says where it applies. */
export type Verdict =
  | { readonly kind: 'inject'; readonly reason: InjectReason }
  | { readonly kind: 'skip'; readonly reason: SkipReason };

/** One rule that was looked at, in order. */
export interface TraceEntry {
  readonly rule: RuleName;
  /** Whether the rule decided it. */
  readonly applies: boolean;
  /** What the rule saw, in few words. */
  readonly saw: string;
}

/** The rules in their order. */
export type RuleName =
  | 'pod-creation'
  | 'host-network'
  | 'system-namespace'
  | 'switch'
  | 'request'
  | 'request-value'
  | 'never-selector'
  | 'always-selector'
  | 'policy';

/** Inject or skip, why, and every rule that was looked at on the way. */
export type Decision = Verdict & {
  readonly trace: readonly TraceEntry[];
  /** For the person who created the pod. */
  readonly warnings: readonly string[];
};

/** The rules that need no configuration left it open. */
export interface Undecided {
  readonly kind: 'undecided';
}

/** What decisions read of a configuration. */
export interface DecisionConfiguration {
  /** The switch that is off, if one is. */
  readonly switchedOff?: { readonly parameter: string; readonly reason: string };
  readonly policy: Policy;
  readonly settings: {
    readonly neverInjectSelector: readonly LabelSelector[];
    readonly alwaysInjectSelector: readonly LabelSelector[];
    /**
     * Whether only `true` and `false` count. Where false, as up to Istio 1.26: y, yes, true and on, in any case, are
     * yes, and every other value is no. True where it is absent.
     */
    readonly asksExactly?: boolean;
  };
}
