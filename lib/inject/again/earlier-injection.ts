import type { JsonObject } from '../../json/json-value.ts';
import { containerLists, itemsOf, nameOf } from '../../kube/pod/containers.ts';
import { annotationOf } from '../../kube/pod/metadata.ts';
import { decodeRecord } from './read-record.ts';
import { type InjectionRecord, recordAnnotation } from './record.ts';
import { decodeStatus, type InjectionStatus, statusAnnotation } from './status.ts';

/** What is known of an earlier injection of a pod. */
export interface EarlierInjection {
  readonly status: InjectionStatus;
  readonly record: InjectionRecord | null;
}

const none: ReadonlySet<string> = new Set();
const nothingListed: InjectionStatus = {
  initContainers: none,
  containers: none,
  volumes: none,
  imagePullSecrets: none,
};

/**
 * The earlier injection that a pod carries; null where its status annotation is absent or worthless. One that cannot
 * be read tells of an injection all the same, where the pod has a container with a name of `ownContainers`.
 */
export function earlierInjection(pod: JsonObject, ownContainers: ReadonlySet<string> = none): EarlierInjection | null {
  const text = annotationOf(pod, statusAnnotation);
  const hasOwn = () =>
    containerLists.some((list) => itemsOf(pod, list).some((item) => ownContainers.has(nameOf(item))));
  const status = decodeStatus(text) ?? (text !== undefined && hasOwn() ? nothingListed : null);
  return status === null ? null : { status, record: decodeRecord(annotationOf(pod, recordAnnotation)) };
}
