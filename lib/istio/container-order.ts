import type { JsonObject } from '../json/json-value.ts';
import { textAt } from '../json/member.ts';
import { type ContainerList, findNamed, itemsOf, withItems } from '../kube/pod/containers.ts';
import { coreDumpContainer, initContainer, proxyContainer, validationContainer } from './proxy-containers.ts';

type End = 'first' | 'last';

/** With a proxy among the init containers, all of them are part of the mesh: traffic capture, proxy, the rest. */
const nativeOrder = [
  [coreDumpContainer, 'first'],
  [proxyContainer, 'first'],
  [validationContainer, 'first'],
  [initContainer, 'first'],
] as const satisfies readonly (readonly [string, End])[];

/** Without, the user's init containers run before traffic is captured. */
const classicOrder = [
  [validationContainer, 'first'],
  [initContainer, 'last'],
  [coreDumpContainer, 'last'],
] as const satisfies readonly (readonly [string, End])[];

/**
 * Puts Istio's containers into their places. The proxy is the last of the containers, so that `kubectl exec` goes on
 * choosing the application, or the first where the application waits for it (`holdsApplication`). Whether it may be an
 * init container (`isNativeKnown`) depends on the version of Istio.
 */
export function orderContainers(
  pod: JsonObject,
  { holdsApplication, isNativeKnown = true }: { readonly holdsApplication: boolean; readonly isNativeKnown?: boolean },
): JsonObject {
  const isNative = isNativeKnown && findNamed(itemsOf(pod, 'initContainers'), proxyContainer) !== undefined;
  const ordered = inOrder(pod, 'containers', [[proxyContainer, holdsApplication ? 'first' : 'last']]);
  return inOrder(ordered, 'initContainers', isNative ? nativeOrder : classicOrder);
}

function inOrder(pod: JsonObject, list: ContainerList, order: readonly (readonly [string, End])[]): JsonObject {
  const before = itemsOf(pod, list);
  const after = order.reduce((items, [name, place]) => move(items, name, place), before);
  return withItems(pod, list, after.every((item, index) => item === before[index]) ? before : after);
}

function move(containers: readonly JsonObject[], name: string, place: End): readonly JsonObject[] {
  const moved = containers.findLast((container) => textAt(container, 'name') === name);
  if (moved === undefined) {
    return containers;
  }
  const others = containers.filter((container) => textAt(container, 'name') !== name);
  return place === 'first' ? [moved, ...others] : [...others, moved];
}
