import type { JsonObject } from '../../json/json-value.ts';
import type { ReadObject } from '../input/read-objects.ts';
import { type Workload, workloadOf } from './created-pod.ts';
import { labelsIn, textIn } from './json-path.ts';

/** What some files, or a whole cluster, have that matters to injection. */
export interface ClusterObjects {
  readonly workloads: readonly Workload[];
  /** Labels by name of the namespace. */
  readonly namespaces: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** MutatingWebhookConfigurations. */
  readonly configurations: readonly JsonObject[];
  /** Namespaces as objects, for what stands on them by mistake. */
  readonly namespaceObjects: readonly JsonObject[];
}

/**
 * Sorts objects by what they are; what matters not is left out.
 * @param defaultNamespace where objects go that name none
 */
export function clusterObjects(read: readonly ReadObject[], defaultNamespace?: string): ClusterObjects {
  const ofKind = (kind: string) => read.filter(({ object }) => object.kind === kind).map(({ object }) => object);
  const namespaceObjects = ofKind('Namespace');
  return {
    workloads: read.flatMap(({ object, file }) => workloadOf(object, file, defaultNamespace) ?? []),
    namespaces: new Map(
      namespaceObjects.map((each) => [textIn(each, 'metadata', 'name'), labelsIn(each, 'metadata', 'labels')]),
    ),
    configurations: ofKind('MutatingWebhookConfiguration'),
    namespaceObjects,
  };
}
