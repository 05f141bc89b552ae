import type { JsonObject } from '../../../lib/json/json-value.ts';
import { podReview } from './pod-review.ts';

/** The event that API Gateway hands on when an API server asks about the creation of a pod. */
export function podEvent(pod: JsonObject, path: string): object {
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: 'POST',
    headers: { 'content-type': 'application/json' },
    queryStringParameters: { timeout: '10s' },
    requestContext: { stage: 'prod' },
    body: podReview(pod),
    isBase64Encoded: false,
  };
}
