import type { JsonObject } from '../../json/json-value.ts';
import { member, objectsOf } from '../../json/member.ts';

/** A container's environment variables. */
export function envOf(container: JsonObject): readonly JsonObject[] {
  return objectsOf(member(container, 'env'));
}

/** An environment variable as Go encodes it: an empty value is left out. */
export function envVar(name: string, value: string): JsonObject {
  return value === '' ? { name } : { name, value };
}
