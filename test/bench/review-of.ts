import type { JsonObject } from '../../lib/json/json-value.ts';
import { podReview } from '../support/fakes/pod-review.ts';

/** The review of a pod of workload `index`, as text; it has one container, where its spec does not say otherwise. */
export function reviewOf(
  index: number,
  { metadata, spec }: { readonly metadata?: JsonObject; readonly spec?: JsonObject } = {},
): string {
  return podReview({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: `app-${index}-`, labels: { app: `app-${index}` }, ...metadata },
    spec: { containers: [{ name: 'app', image: 'app' }], ...spec },
  });
}
