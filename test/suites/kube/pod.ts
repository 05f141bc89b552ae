import type { JsonObject } from '../../../lib/json/json-value.ts';

/** A pod of one container, as its author would send it. */
export function pod(name: string, metadata: JsonObject = {}, spec: JsonObject = {}): JsonObject {
  const containers = [{ name: 'app', image: 'shop/app:1' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, spec: { containers, ...spec } };
}

/** Where the images of a pod's proxies come from, one for each proxy. */
export function proxyRegistriesOf({ spec }: JsonObject): readonly string[] {
  const { containers = [], initContainers = [] } = spec as Readonly<Record<string, readonly JsonObject[]>>;
  return [...initContainers, ...containers]
    .filter(({ name }) => name === 'istio-proxy')
    .map(({ image }) => String(image).split('/')[0] ?? '');
}
