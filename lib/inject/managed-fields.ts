import type { JsonObject } from '../json/json-value.ts';
import { objectAt } from '../json/member.ts';

/** The pod without `managedFields`, which may be larger than all the rest and which no template sees. */
export function withoutManagedFields(pod: JsonObject): JsonObject {
  const { managedFields, ...metadata } = objectAt(pod, 'metadata');
  return managedFields === undefined ? pod : { ...pod, metadata };
}

/** Puts an original's `managedFields` back. */
export function withManagedFields(pod: JsonObject, original: JsonObject): JsonObject {
  const { managedFields } = objectAt(original, 'metadata');
  return managedFields === undefined ? pod : { ...pod, metadata: { ...objectAt(pod, 'metadata'), managedFields } };
}
