import type { Budget } from '../base/budget.ts';
import type { Behaviour } from '../contract/behaviour.ts';
import type { Workload } from '../contract/injection.ts';
import type { Settings } from '../contract/settings.ts';
import type { RenderableTemplate } from '../contract/template.ts';
import type { JsonObject, JsonValue } from '../json/json-value.ts';
import type { PodForm } from '../kube/pod/volatile-names.ts';
import type { Operation } from '../patch/operation.ts';
import type { Subject } from './check/problem.ts';

/** One pod to inject into: what the API server sent, and where it sent it. */
export interface InjectRequest {
  /** `request.object` as it came. Never changed. */
  readonly pod: JsonObject;
  /**
   * Set where other reviews have had the same text but for names, for the same address: what depends on nothing else
   * is the same for all of them.
   */
  readonly form?: PodForm;
  /**
   * Set where the pod is the part of a large one that Kubernetes knows, by `knownPod`: what in it stands for something
   * larger, and all that it stands in.
   */
  readonly cut?: ReadonlySet<JsonValue>;
  /** `request.namespace`. */
  readonly namespace: string;
  /** The pairs after `inject` in the address, in order. */
  readonly address: ReadonlyMap<string, string>;
  /** The Namespace object where the caller has one. */
  readonly namespaceObject?: JsonObject | null;
  /** The workload that the pod template was taken from; for files only. */
  readonly workload?: Workload | null;
  /** Whether the configuration could not be renewed: a record says so. */
  readonly isStale?: boolean;
  /** What the work may come to; without one, what any request may, in whatever time. */
  readonly budget?: Budget;
}

/** What the pipeline needs of a configuration snapshot. Frozen. */
export interface InjectConfiguration {
  readonly settings: Settings;
  /** The `values` parameter, decoded; `{}` where there is none. */
  readonly values: JsonValue;
  /** Every template by name, `sidecar` included. */
  readonly templates: ReadonlyMap<string, RenderableTemplate>;
  readonly behaviour: Behaviour;
  /** 12 hex digits over the effective values; recorded on plain pods, not where the behaviour forbids it. */
  readonly fingerprint: string;
}

/** What became of one pod. */
export type InjectOutcome =
  | {
      readonly kind: 'injected';
      /** The pod as it shall be; of a part of a large one, that part. */
      readonly pod: JsonObject;
      /** From the request's pod to `pod`, verified. */
      readonly operations: readonly Operation[];
      /** `operations` as JSON text. */
      readonly patch: string;
      readonly warnings: readonly string[];
      /** Names of the templates used, in order. */
      readonly templates: readonly string[];
    }
  | { readonly kind: 'unchanged'; readonly warnings: readonly string[]; readonly templates: readonly string[] }
  | {
      readonly kind: 'refused';
      /** For the pod's author: names the annotation or template at fault, and the fix. */
      readonly message: string;
      /** The pod as it would have left, where Kubernetes would have refused it for what it became, and for which part. */
      readonly pod?: JsonObject;
      readonly about?: Subject;
    };
