import { reviewKind, reviewVersion } from './admission-review.ts';
import { maxUidCharacters } from './decode-review.ts';
import { ReviewError } from './errors.ts';

/**
 * The uid of a review, and nothing else of it: for an answer that does not depend on the pod. Takes what `decodeReview`
 * may not: pods of any size and depth.
 * @throws ReviewError where the body is no AdmissionReview.
 */
export function readUid(body: string | Uint8Array): string {
  const json = parse(body);
  const uid = member(member(json, 'request'), 'uid');
  if (
    member(json, 'kind') !== reviewKind ||
    member(json, 'apiVersion') !== reviewVersion ||
    typeof uid !== 'string' ||
    uid.length > maxUidCharacters
  ) {
    throw new ReviewError('not-a-review', `the body is not an ${reviewKind} of ${reviewVersion}`);
  }
  return uid;
}

function parse(body: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
  } catch {
    // The engine's message repeats a piece of the body, which may be a secret.
    throw new ReviewError('not-json', 'the body is not JSON');
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}
