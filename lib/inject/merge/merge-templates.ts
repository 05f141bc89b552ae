import type { JsonObject } from '../../json/json-value.ts';
import { type ContainerList, indexByName, itemsOf, nameOf, withItems } from '../../kube/pod/containers.ts';
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
    rendered = withTemplate(rendered, template);
    pod = withOwnOnSameSide(pod, rendered, sidecars);
    pod = mergeIntoPod(pod, fitPatch(template.result, pod), template.name);
  }
  return { pod, rendered };
}

/** What templates gave together, with that of one more merged in. @throws InjectError (`merge-failed`) */
export function withTemplate(rendered: JsonObject, { name, result }: RenderedTemplate): JsonObject {
  // Merged onto nothing, it would come out the same.
  return Object.keys(rendered).length === 0 ? result.normal : mergeIntoPod(rendered, fitPatch(result, rendered), name);
}

/**
 * What merging may come to, in bytes, for the budget: each template is merged onto the pod and all templates before it.
 */
export function mergeBytes(podBytes: number, templates: readonly RenderedTemplate[]): number {
  let [sum, bytes] = [podBytes, 0];
  for (const { text } of templates) {
    sum += text.length;
    bytes += sum;
  }
  return bytes;
}

/**
 * A sidecar may be native (an init container that restarts) or not, whichever the template decides; the user's
 * settings for it may be in either list. They go where the template has the container, so that there is one.
 */
export function withOwnOnSameSide(pod: JsonObject, rendered: JsonObject, sidecars: ReadonlySet<string>): JsonObject {
  const toInit = itemsOf(rendered, 'initContainers').filter((item) => item.restartPolicy === 'Always');
  const moved = moveContainers(pod, toInit.map(nameOf), 'initContainers');
  const toRegular = itemsOf(rendered, 'containers').map(nameOf);
  if (toRegular.length === 0) {
    return moved;
  }
  const own = indexByName(itemsOf(moved, 'initContainers'));
  const templates = indexByName(itemsOf(rendered, 'initContainers'));
  const isSidecar = (name: string) => {
    const container = own.get(name);
    return sidecars.has(name) || container?.restartPolicy === 'Always' || container?.image === 'auto';
  };
  return moveContainers(
    moved,
    toRegular.filter((name) => isSidecar(name) && !templates.has(name)),
    'containers',
  );
}

/** Moves containers to the other list by their names, where that has none of the name. */
function moveContainers(pod: JsonObject, names: readonly string[], to: ContainerList): JsonObject {
  const from = to === 'containers' ? 'initContainers' : 'containers';
  const own = indexByName(itemsOf(pod, from));
  const taken = new Set(itemsOf(pod, to).map(nameOf));
  const moved = new Set<JsonObject>();
  for (const name of names) {
    const container = own.get(name);
    if (container !== undefined && !taken.has(name)) {
      moved.add(container);
      taken.add(name);
    }
  }
  if (moved.size === 0) {
    return pod;
  }
  const left = withItems(
    pod,
    from,
    itemsOf(pod, from).filter((item) => !moved.has(item)),
  );
  return withItems(left, to, [
    ...itemsOf(left, to),
    ...[...moved].map(to === 'containers' ? asRegular : (item) => item),
  ]);
}

function asRegular({ restartPolicy: _restarts, ...regular }: JsonObject): JsonObject {
  return regular;
}
