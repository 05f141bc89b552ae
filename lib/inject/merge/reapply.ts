import { Draft } from '../../json/draft.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { member, setMember } from '../../json/member.ts';
import { normalValue } from '../../kube/normal-form.ts';
import {
  type ContainerList,
  containerLists,
  indexByName,
  itemsOf,
  nameOf,
  withItems,
} from '../../kube/pod/containers.ts';
import { withMetadata } from '../../kube/pod/metadata.ts';
import { resourcesOf } from '../../kube/pod/resources.ts';
import { formatOverrides, noOverrides, type Overrides, overridesAnnotation } from '../again/overrides.ts';
import { mergeIntoPod } from './merge-into-pod.ts';

/** The image with which a container of the user's asks for the template's. */
const autoImage = 'auto';

export interface ReapplyOptions {
  /** The user's pod before the merge. */
  readonly user: JsonObject;
  /** What the templates gave. */
  readonly rendered: JsonObject;
  /** From the annotation of a pod that was not injected before: they come first. */
  readonly recorded: Overrides;
  /** Containers in `user` that an earlier injection brought: they win too, but are not kept as the author's. */
  readonly brought: ReadonlySet<string>;
}

/**
 * Lets the pod's author win: a container of the user's that has the name of one of the templates' is merged over the
 * result once more, `image: auto` excepted, and kept in an annotation, so that a later injection starts from it.
 */
export function reapplyOwnContainers(merged: JsonObject, options: ReapplyOptions): JsonObject {
  let pod = merged;
  const overrides = ownContainers(options);
  for (const list of containerLists) {
    pod = overrides[list].length === 0 ? pod : overlay(pod, overrides[list], list);
  }
  const text = formatOverrides(withoutBrought(overrides, options.brought));
  return text === undefined ? pod : withMetadata(pod, 'annotations', { [overridesAnnotation]: text });
}

/** Each container is merged alone into the one of its name: into the pod, it would be looked for among all. */
function overlay(pod: JsonObject, containers: readonly JsonObject[], list: ContainerList): JsonObject {
  const items = [...itemsOf(pod, list)];
  const places = new Map(items.map((item, place) => [nameOf(item), place] as const).reverse());
  const missing: JsonObject[] = [];
  for (const own of containers) {
    const place = places.get(nameOf(own)) ?? -1;
    const item = items[place];
    if (item === undefined) {
      missing.push(asOverlay(own));
    } else {
      const patch = asOverlay(withoutSameAmounts(own, item));
      const merged = mergeIntoPod({ spec: { [list]: [item] } }, { spec: { [list]: [patch] } });
      items[place] = itemsOf(merged, list)[0] ?? item;
    }
  }
  const laidOver = withItems(pod, list, items);
  return missing.length === 0 ? laidOver : mergeIntoPod(laidOver, { spec: { [list]: missing } });
}

/** There may be very many amounts, of which a template changes hardly any: the others are in the item as they are. */
function withoutSameAmounts(own: JsonObject, item: JsonObject): JsonObject {
  if (!isObject(own.resources)) {
    return own;
  }
  const [written, merged] = [resourcesOf(own), resourcesOf(item)];
  const resources = new Draft(own.resources);
  for (const kind of ['requests', 'limits'] as const) {
    resources.set(kind, withoutSame(written[kind], merged[kind]));
  }
  return { ...own, resources: resources.value };
}

function withoutSame(written: JsonObject, merged: JsonObject): JsonObject {
  const others: Record<string, JsonValue> = {};
  for (const name in written) {
    const amount = written[name] ?? null;
    // A merge takes null, and names such as $patch, for something else than an amount.
    if (amount !== merged[name] || amount === null || name.startsWith('$')) {
      setMember(others, name, amount);
    }
  }
  return others;
}

function withoutBrought({ containers, initContainers }: Overrides, brought: ReadonlySet<string>): Overrides {
  const isOwn = (container: JsonObject) => !brought.has(nameOf(container));
  return { containers: containers.filter(isOwn), initContainers: initContainers.filter(isOwn) };
}

/** The author's containers that have a name of the templates', `image: auto` left out. */
export function ownContainers(options: ReapplyOptions): Overrides {
  if (containerLists.every((list) => itemsOf(options.rendered, list).length === 0)) {
    return noOverrides;
  }
  return { containers: ownIn('containers', options), initContainers: ownIn('initContainers', options) };
}

function ownIn(list: ContainerList, { user, rendered, recorded }: ReapplyOptions): readonly JsonObject[] {
  const other = list === 'containers' ? 'initContainers' : 'containers';
  const [known, same, moved] = [recorded[list], itemsOf(user, list), itemsOf(user, other)].map(indexByName);
  const found: JsonObject[] = [];
  for (const container of itemsOf(rendered, list)) {
    const name = nameOf(container);
    const own = known?.get(name) ?? same?.get(name) ?? movedTo(list, moved?.get(name));
    if (own !== undefined) {
      found.push(withoutAutoImage(own));
    }
  }
  return found;
}

/** The user's container from the other list; what restarts as an init container does so anyway elsewhere. */
function movedTo(list: ContainerList, own: JsonObject | undefined): JsonObject | undefined {
  if (list === 'initContainers' || own?.restartPolicy !== 'Always') {
    return own;
  }
  const { restartPolicy: _restarts, ...regular } = own;
  return regular;
}

function withoutAutoImage(container: JsonObject): JsonObject {
  const { image, ...rest } = container;
  return image === undefined || image === autoImage ? rest : container;
}

/**
 * The container as a patch: only what Go would encode of it (an empty value says nothing there), in the user's own
 * spelling.
 */
function asOverlay(container: JsonObject): JsonObject {
  const overlay = intersect(container, normalValue('v1.Container', container));
  return isObject(overlay) ? { ...overlay, name: nameOf(container) } : container;
}

function intersect(raw: JsonValue, normal: JsonValue): JsonValue {
  if (Array.isArray(raw) && Array.isArray(normal)) {
    const items = raw.map((item, index) => intersect(item, normal[index] ?? null));
    return items.every((item, index) => item === raw[index]) ? raw : items;
  }
  // Of very many amounts hardly one is written otherwise: what is normal is the very same.
  return raw !== normal && isObject(raw) && isObject(normal) ? intersectFields(raw, normal) : raw;
}

function intersectFields(raw: JsonObject, normal: JsonObject): JsonObject {
  const draft = new Draft(raw);
  for (const key of Object.keys(raw)) {
    const said = member(normal, key);
    if (said === undefined) {
      draft.delete(key);
    } else {
      draft.set(key, intersect(raw[key] ?? null, said));
    }
  }
  for (const key of Object.keys(normal)) {
    const added = normal[key] ?? null;
    if (!Object.hasOwn(raw, key) && !isEmptyObject(added)) {
      draft.set(key, added);
    }
  }
  return draft.value;
}

function isEmptyObject(value: JsonValue): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}
