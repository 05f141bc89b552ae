import type { JsonObject } from '../../../lib/json/json-value.ts';

/** A pod of one container, as its author would send it. */
export function pod(name: string, metadata: JsonObject = {}, spec: JsonObject = {}): JsonObject {
  const containers = [{ name: 'app', image: 'shop/app:1' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, spec: { containers, ...spec } };
}
