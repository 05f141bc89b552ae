import type { JsonObject } from '../../json/json-value.ts';
import { annotationOf } from '../../kube/pod/metadata.ts';
import { decodeRecord } from './read-record.ts';
import { type InjectionRecord, recordAnnotation } from './record.ts';
import { decodeStatus, type InjectionStatus, statusAnnotation } from './status.ts';

/** What is known of an earlier injection of a pod. */
export interface EarlierInjection {
  readonly status: InjectionStatus;
  readonly record: InjectionRecord | null;
}

/** The earlier injection that a pod carries; null where its status annotation is absent or worthless. */
export function earlierInjection(pod: JsonObject): EarlierInjection | null {
  const status = decodeStatus(annotationOf(pod, statusAnnotation));
  return status === null ? null : { status, record: decodeRecord(annotationOf(pod, recordAnnotation)) };
}
