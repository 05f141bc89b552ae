import type { JsonValue } from '../../../lib/json/json-value.ts';

/** The review, as text, by which an API server asks about the creation of a pod. */
export function podReview(pod: JsonValue, namespace = 'shop'): string {
  const request = {
    uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    namespace,
    operation: 'CREATE',
    object: pod,
    dryRun: false,
  };
  return JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request });
}
