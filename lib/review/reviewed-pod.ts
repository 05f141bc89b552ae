import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { memberOf } from '../json/member.ts';
import type { AdmissionRequest } from './admission-review.ts';
import { ReviewError } from './errors.ts';

/** The longest name in Kubernetes, and room for the kind before it. */
const maxWorkloadCharacters = 320;

/**
 * The object of a request for a pod.
 * @throws ReviewError (`not-a-review`) where there is none.
 */
export function reviewedPod({ object }: AdmissionRequest): JsonObject {
  if (!isObject(object)) {
    throw new ReviewError('not-a-review', 'request.object is not an object');
  }
  return object;
}

/**
 * Whose pod it is, for people: `ReplicaSet/checkout-7c9d8f6b5` by the owner that controls it, else its generateName,
 * else its name; undefined where it has none of them.
 */
export function workloadOf({ object }: AdmissionRequest): string | undefined {
  const metadata = memberOf(object, 'metadata');
  const owners = memberOf(metadata, 'ownerReferences');
  const owner = Array.isArray(owners)
    ? owners.find((item: JsonValue) => memberOf(item, 'controller') === true)
    : undefined;
  const [kind, name] = [text(owner, 'kind'), text(owner, 'name')];
  const workload =
    kind !== undefined && name !== undefined
      ? `${kind}/${name}`
      : (text(metadata, 'generateName') ?? text(metadata, 'name'));
  return workload?.slice(0, maxWorkloadCharacters);
}

function text(value: JsonValue | undefined, key: string): string | undefined {
  const found = memberOf(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
