import type { JsonObject } from '../../lib/json/json-value.ts';

/** The review of a pod of workload `index`, as text; it has one container, where its spec does not say otherwise. */
export function reviewOf(
  index: number,
  { metadata, spec }: { readonly metadata?: JsonObject; readonly spec?: JsonObject } = {},
): string {
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: `app-${index}-`, labels: { app: `app-${index}` }, ...metadata },
    spec: { containers: [{ name: 'app', image: 'app' }], ...spec },
  };
  const request = {
    uid: 'bench',
    operation: 'CREATE',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    namespace: 'shop',
    object,
  };
  return JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request });
}
