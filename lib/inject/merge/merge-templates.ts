import type { JsonObject } from '../../json/json-value.ts';
import { type ContainerList, findNamed, itemsOf, nameOf, withItems } from '../../kube/pod/containers.ts';
import type { RenderedTemplate } from '../render/render-template.ts';
import { fitPatch } from './fit-patch.ts';
import { mergeIntoPod } from './merge-into-pod.ts';

export interface MergedTemplates {
  /** The user's pod with all templates merged in, one after the other. */
  readonly pod: JsonObject;
  /** The templates alone: merged one after the other onto an empty pod. */
  readonly rendered: JsonObject;
}

/**
 * Merges rendered templates in order, onto an empty pod and onto the user's. `sidecars` are names that are sidecars
 * whatever the user's container looks like. @throws InjectError (`merge-failed`).
 */
export function mergeTemplates(
  user: JsonObject,
  templates: readonly RenderedTemplate[],
  sidecars: ReadonlySet<string>,
): MergedTemplates {
  let pod = user;
  let rendered: JsonObject = {};
  for (const template of templates) {
    rendered =
      Object.keys(rendered).length === 0
        ? template.result.normal
        : mergeIntoPod(rendered, fitPatch(template.result, rendered), template.name);
    pod = withOwnOnSameSide(pod, rendered, sidecars);
    pod = mergeIntoPod(pod, fitPatch(template.result, pod), template.name);
  }
  return { pod, rendered };
}

/**
 * A sidecar may be native (an init container that restarts) or not, whichever the template decides; the user's
 * settings for it may be in either list. They go where the template has the container, so that there is one.
 */
export function withOwnOnSameSide(pod: JsonObject, rendered: JsonObject, sidecars: ReadonlySet<string>): JsonObject {
  const toInit = itemsOf(rendered, 'initContainers').filter((item) => item.restartPolicy === 'Always');
  const moved = toInit.reduce((result, item) => moveContainer(result, nameOf(item), 'initContainers'), pod);
  return itemsOf(rendered, 'containers').reduce((result, item) => {
    const name = nameOf(item);
    const own = findNamed(itemsOf(result, 'initContainers'), name);
    const isTemplates = findNamed(itemsOf(rendered, 'initContainers'), name) !== undefined;
    const isSidecar = sidecars.has(name) || own?.restartPolicy === 'Always' || own?.image === 'auto';
    return isSidecar && !isTemplates ? moveContainer(result, name, 'containers') : result;
  }, moved);
}

function moveContainer(pod: JsonObject, name: string, to: ContainerList): JsonObject {
  const from = to === 'containers' ? 'initContainers' : 'containers';
  const container = findNamed(itemsOf(pod, from), name);
  if (container === undefined || findNamed(itemsOf(pod, to), name) !== undefined) {
    return pod;
  }
  const { restartPolicy: _restarts, ...regular } = container;
  const left = withItems(
    pod,
    from,
    itemsOf(pod, from).filter((item) => item !== container),
  );
  return withItems(left, to, [...itemsOf(left, to), to === 'containers' ? regular : container]);
}
