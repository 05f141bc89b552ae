import type { LabelSelector } from '../kube/label-selector.ts';
import type { AuthorRules } from './author-rules.ts';

/** The `settings` parameter, decoded, with defaults filled in. */
export interface Settings extends AuthorRules {
  /** Names of further templates: `templates/<name>`. */
  readonly templates: readonly string[];
  readonly defaultTemplates: readonly string[];
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** Names that pods may ask for by annotation; null for any. */
  readonly offeredTemplates: readonly string[] | null;
  readonly neverInjectSelector: readonly LabelSelector[];
  readonly alwaysInjectSelector: readonly LabelSelector[];
  readonly injectedAnnotations: Readonly<Record<string, string>>;
  /** `default` unless set. */
  readonly revision: string;
  readonly nativeSidecars: boolean;
  readonly platform: string;
  readonly compliancePolicy: string;
  /** The version of Istio whose injector is followed, `1.22` or `1.22.8`; `''` where nobody says one. */
  readonly istioVersion: string;
  /** Whom the author of a refused pod is sent to: a name, channel or address, one line; `''` where nobody is named. */
  readonly contact: string;
  /** What the templates' `env` answers, by name. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether only `true` and `false` decide about injection, as since Istio 1.27. */
  readonly asksExactly: boolean;
  /**
   * What is done where a pod as a whole asks for resources (`spec.resources`) and the sidecar needs more: add it, refuse
   * the pod with a message of ours, or leave it to Kubernetes.
   */
  readonly podResources: 'pad' | 'refuse' | 'leave';
}
