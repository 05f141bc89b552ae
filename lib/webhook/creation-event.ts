import type { JsonObject } from '../json/json-value.ts';

/** The event of a REST API that brings the creation of a pod, without more than the webhook looks at. */
export function creationEvent(pod: JsonObject, path: string): object {
  const request = {
    uid: 'warm-up',
    operation: 'CREATE',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    namespace: 'default',
    object: pod,
  };
  return {
    httpMethod: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request }),
  };
}
