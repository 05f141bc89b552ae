import type { Workload } from '../../contract/injection.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { valueAt } from '../../json/member.ts';

/** Where a kind of workload keeps the metadata and the spec of its pods, as JSON names from its root. */
export interface Layout {
  readonly metadata: readonly string[];
  readonly spec: readonly string[];
}

const template: Layout = { metadata: ['spec', 'template', 'metadata'], spec: ['spec', 'template', 'spec'] };

/**
 * The workloads that Istio's offline injector knows. It goes by the kind alone, so that older versions
 * (`extensions/v1beta1`) count. Everything else is left alone.
 */
const layouts: ReadonlyMap<unknown, Layout> = new Map<unknown, Layout>([
  ['Pod', { metadata: ['metadata'], spec: ['spec'] }],
  ['ReplicationController', template],
  ['Deployment', template],
  ['DaemonSet', template],
  ['ReplicaSet', template],
  ['StatefulSet', template],
  ['DeploymentConfig', template],
  ['Job', template],
  // The job's own metadata takes the labels and annotations, as Istio has it; the pod template's is not looked at.
  [
    'CronJob',
    { metadata: ['spec', 'jobTemplate', 'metadata'], spec: ['spec', 'jobTemplate', 'spec', 'template', 'spec'] },
  ],
]);

/** Where workloads of a kind keep their pods; undefined for a kind that is no workload. */
export function layoutOf(kind: JsonValue | undefined): Layout | undefined {
  return layouts.get(kind);
}

/** The pod that a workload makes, and the way to put a changed one back. */
export interface PodTemplate {
  readonly workload: Workload;
  /** `metadata` and `spec` of the pods. */
  readonly pod: JsonObject;
  /** The workload with this pod's metadata and spec in place of its own; everything else is shared. */
  readonly replace: (pod: JsonObject) => JsonObject;
}

/**
 * The pod template of a Kubernetes object, or undefined where the object is not a workload that can be injected.
 * A workload without a pod spec has none either: the API server would refuse it, and there is nothing to inject.
 */
export function podTemplateOf(object: JsonObject): PodTemplate | undefined {
  const { apiVersion = '', kind } = object;
  const layout = layoutOf(kind);
  if (layout === undefined) {
    return undefined;
  }
  const spec = valueAt(object, ...layout.spec);
  if (!isObject(spec)) {
    return undefined;
  }
  const metadata = valueAt(object, ...layout.metadata) ?? {};
  return {
    workload: { apiVersion: String(apiVersion), kind: String(kind), metadata: objectOr(object.metadata) },
    pod: { metadata, spec },
    replace: (pod) => put(put(object, layout.spec, pod.spec ?? {}), layout.metadata, pod.metadata ?? {}),
  };
}

function put(root: JsonObject, path: readonly string[], value: JsonValue): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined) {
    return root;
  }
  return { ...root, [name]: rest.length === 0 ? value : put(objectOr(root[name]), rest, value) };
}

function objectOr(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}
