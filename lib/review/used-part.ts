import type { Shape } from '../json/parse-part.ts';
import { knownPod } from '../kube/known-pod.ts';

const all: Shape = { kind: 'all' };

/** What of an AdmissionReview is used. */
export const usedPart: Shape = object({
  apiVersion: all,
  kind: all,
  request: object({
    uid: all,
    operation: all,
    resource: object({ group: all, version: all, resource: all }),
    subResource: all,
    namespace: all,
    object: knownPod(),
  }),
});

function object(members: Readonly<Record<string, Shape>>): Shape {
  const shapes = new Map(Object.entries(members));
  return { kind: 'object', member: (name) => shapes.get(name) };
}
