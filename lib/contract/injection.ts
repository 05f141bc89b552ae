import type { JsonObject, JsonValue } from '../json/json-value.ts';
import type { Settings } from './settings.ts';

/** Everything that rendering one pod may look at. Frozen; `pod` has been stripped of an earlier injection. */
export interface Injection {
  readonly pod: JsonObject;
  /** `request.namespace`, never the pod's own field. */
  readonly namespace: string;
  /** The Namespace object where the caller has one (OpenShift's annotations); the Lambda has none. */
  readonly namespaceObject: JsonObject | null;
  /** The pairs after `inject` in the address: `cluster`, `net` and others, in order. */
  readonly address: ReadonlyMap<string, string>;
  readonly settings: Settings;
  /** The `values` parameter, decoded; `{}` where there is none. */
  readonly values: JsonValue;
  /**
   * The workload whose pod template `pod` is, where a file is injected before it reaches a cluster (as
   * `istioctl kube-inject` does); null for a pod that an API server sent, whose owner tells its workload.
   * Offline there are no ProxyConfig resources, and the pod's own proxy config counts as the mesh's default.
   */
  readonly workload: Workload | null;
}

/** What a file says about the workload around a pod template: Go's TypeMeta and ObjectMeta. */
export interface Workload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonObject;
}
