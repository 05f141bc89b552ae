import type { JsonObject } from '../json/json-value.ts';
import { containerLists, findNamed, itemsOf } from '../kube/pod/containers.ts';

/** Names of the containers that Istio's templates bring. */
export const proxyContainer = 'istio-proxy';
export const validationContainer = 'istio-validation';
export const initContainer = 'istio-init';
export const coreDumpContainer = 'enable-core-dump';

/** The pod's proxy: the first `istio-proxy` among the containers, else among the init containers. */
export function findSidecar(pod: JsonObject): JsonObject | undefined {
  for (const list of containerLists) {
    const found = findNamed(itemsOf(pod, list), proxyContainer);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
