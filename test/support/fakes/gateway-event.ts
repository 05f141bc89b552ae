import type { JsonObject } from '../../../lib/json/json-value.ts';

/** The event that API Gateway hands on when an API server asks about the creation of a pod. */
export function podEvent(pod: JsonObject, path: string): object {
  const request = {
    uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    namespace: 'shop',
    operation: 'CREATE',
    object: pod,
    dryRun: false,
  };
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: 'POST',
    headers: { 'content-type': 'application/json' },
    queryStringParameters: { timeout: '10s' },
    requestContext: { stage: 'prod' },
    body: JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request }),
    isBase64Encoded: false,
  };
}
