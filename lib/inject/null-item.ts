import type { JsonObject } from '../json/json-value.ts';
import { specOf } from '../kube/pod/containers.ts';

/** Lists whose items must have a name. */
const lists = ['containers', 'initContainers', 'ephemeralContainers', 'volumes'] as const;

/**
 * What the author of a pod reads whose lists hold a null: Go takes it for an item without a name, which Kubernetes
 * refuses, and no template can be merged with it. Undefined where there is none.
 */
export function nullItem(pod: JsonObject): string | undefined {
  const spec = specOf(pod);
  for (const list of lists) {
    const items = spec[list];
    const at = Array.isArray(items) ? items.indexOf(null) : -1;
    if (at >= 0) {
      return `spec.${list}[${at}] is null, which Kubernetes takes for one without a name and refuses; remove it.`;
    }
  }
  return undefined;
}
