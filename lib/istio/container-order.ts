import type { JsonObject } from '../json/json-value.ts';
import { textAt } from '../json/member.ts';
import { findNamed, itemsOf, withItems } from '../kube/pod/containers.ts';
import { coreDumpContainer, initContainer, proxyContainer, validationContainer } from './proxy-containers.ts';

type Place = 'first' | 'last';

/** With a proxy among the init containers, all of them are part of the mesh: traffic capture, proxy, the rest. */
const nativeOrder = [
  [coreDumpContainer, 'first'],
  [proxyContainer, 'first'],
  [validationContainer, 'first'],
  [initContainer, 'first'],
] as const satisfies readonly (readonly [string, Place])[];

/** Without, the user's init containers run before traffic is captured. */
const classicOrder = [
  [validationContainer, 'first'],
  [initContainer, 'last'],
  [coreDumpContainer, 'last'],
] as const satisfies readonly (readonly [string, Place])[];

/**
 * Puts Istio's containers into their places. The proxy is the last of the containers, so that `kubectl exec` goes on
 * choosing the application, or the first where the application waits for it (`holdApplication`).
 */
export function orderContainers(pod: JsonObject, holdApplication: boolean): JsonObject {
  const containers = move(itemsOf(pod, 'containers'), proxyContainer, holdApplication ? 'first' : 'last');
  const before = itemsOf(pod, 'initContainers');
  const order = findNamed(before, proxyContainer) === undefined ? classicOrder : nativeOrder;
  const after = order.reduce<readonly JsonObject[]>((list, [name, place]) => move(list, name, place), before);
  return withItems(withItems(pod, 'containers', containers), 'initContainers', after);
}

function move(containers: readonly JsonObject[], name: string, place: Place): readonly JsonObject[] {
  const moved = containers.findLast((container) => textAt(container, 'name') === name);
  if (moved === undefined) {
    return containers;
  }
  const others = containers.filter((container) => textAt(container, 'name') !== name);
  return place === 'first' ? [moved, ...others] : [...others, moved];
}
