import type { AuthorMay } from '../../contract/author-rules.ts';
import { equal } from '../../json/equal.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { member, objectsOf } from '../../json/member.ts';
import { normalValue } from '../../kube/normal-form.ts';
import {
  type ContainerList,
  containerLists,
  indexByName,
  itemsOf,
  type NamedList,
  nameOf,
  withItems,
} from '../../kube/pod/containers.ts';
import { tokenMounts } from '../author/overridden-field.ts';
import { betweenEnds } from '../between-ends.ts';
import type { EarlierInjection } from './earlier-injection.ts';
import { contentOf, volumeDigest } from './record.ts';

const typeNames = {
  containers: 'v1.Container',
  initContainers: 'v1.Container',
  volumes: 'v1.Volume',
  imagePullSecrets: 'v1.LocalObjectReference',
} as const satisfies Record<NamedList, string>;

export interface KeepOptions {
  readonly earlier: EarlierInjection;
  /** What the templates gave alone: a volume of the pod may have defaults of the API server besides. */
  readonly rendered: JsonObject;
  readonly authorMay: AuthorMay;
}

/**
 * A pod that is injected again keeps what others did to the injected containers and volumes since: defaults of the
 * API server, mounts of the service account, settings of other webhooks. Where the pod's present item has all that
 * a fresh injection asks for, it stays as it is; otherwise the fresh one takes its place.
 * Where authors may not override everything, a container keeps only the token's mount: nobody can tell others' changes
 * from the author's. The API server fills in its defaults again.
 */
export function keepChanges(
  fresh: JsonObject,
  present: JsonObject,
  { earlier, rendered, authorMay }: KeepOptions,
): JsonObject {
  const wanted = indexByName(itemsOf(rendered, 'volumes'));
  const mayVolumeStay = (volume: JsonObject): boolean => {
    const recorded = earlier.record?.volumes.get(nameOf(volume));
    return recorded === undefined || recorded === volumeDigest(wanted.get(nameOf(volume)) ?? volume);
  };
  let pod = keepInList(fresh, present, { list: 'volumes', mayStay: mayVolumeStay });
  if (authorMay !== 'all') {
    return containerLists.reduce((result, list) => keepTokens(result, present, list), pod);
  }
  for (const list of containerLists) {
    const mayStay = (item: JsonObject): boolean => {
      const recorded = earlier.record?.[list].get(nameOf(item));
      return recorded === undefined || recorded.content === contentOf(item);
    };
    pod = keepInList(pod, present, { list, mayStay });
  }
  return pod;
}

interface KeptList {
  readonly list: NamedList;
  readonly mayStay: (item: JsonObject) => boolean;
}

function keepInList(fresh: JsonObject, present: JsonObject, { list, mayStay }: KeptList): JsonObject {
  const [, changed] = betweenEnds(itemsOf(present, list), itemsOf(fresh, list));
  const asked = new Set(changed.map(nameOf));
  const before = indexByName(itemsOf(present, list).filter((item) => asked.has(nameOf(item))));
  return changeItems(fresh, list, (item) => {
    const twin = before.get(nameOf(item));
    return twin !== undefined && stays(twin, item, { list, mayStay }) ? twin : item;
  });
}

/** Whether an item stays in the place of its fresh one. Most containers only had their probes rewritten anew, to the same. */
function stays(present: JsonObject, fresh: JsonObject, { list, mayStay }: KeptList): boolean {
  return equal(present, fresh) || (coversItem(present, fresh, list) && mayStay(fresh));
}

/** The pod itself where no item of the list becomes another. */
function changeItems(pod: JsonObject, list: NamedList, change: (item: JsonObject) => JsonObject): JsonObject {
  const items = itemsOf(pod, list);
  const changed = items.map(change);
  return changed.every((item, index) => item === items[index]) ? pod : withItems(pod, list, changed);
}

function keepTokens(fresh: JsonObject, present: JsonObject, list: ContainerList): JsonObject {
  const before = indexByName(itemsOf(present, list));
  return changeItems(fresh, list, (item) => withTokens(item, before.get(nameOf(item))));
}

function withTokens(item: JsonObject, twin: JsonObject | undefined): JsonObject {
  if (twin === undefined || equal(twin, item)) {
    return twin ?? item;
  }
  const mounts = objectsOf(item.volumeMounts);
  const taken = new Set(mounts.map(({ mountPath }) => mountPath));
  const added = tokenMounts(twin).filter(({ mountPath }) => !taken.has(mountPath));
  return added.length === 0 ? item : { ...item, volumeMounts: [...mounts, ...added] };
}

/** What both share is not looked at: there may be very much, such as what a container of the author asks for. */
function coversItem(present: JsonObject, fresh: JsonObject, list: NamedList): boolean {
  const normalOf = (item: JsonObject, other: JsonObject) => normalValue(typeNames[list], withoutShared(item, other));
  return covers(normalOf(present, fresh), normalOf(fresh, present));
}

function withoutShared(item: JsonObject, other: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(item).filter(([key, value]) => value !== member(other, key)));
}

/** Whether everything that `fresh` says is also in `present`. An empty object says as much as none. */
function covers(present: JsonValue | undefined, fresh: JsonValue): boolean {
  if (isObject(fresh)) {
    return (
      isObject(present) && Object.entries(fresh).every(([key, value]) => covers(member(present, key) ?? {}, value))
    );
  }
  return present === fresh || (Array.isArray(present) && Array.isArray(fresh) && coversList(present, fresh));
}

/** A list of objects may have others between them. */
function coversList(present: readonly JsonValue[], fresh: readonly JsonValue[]): boolean {
  if (!fresh.every(isObject)) {
    return present.length === fresh.length && fresh.every((item, index) => covers(present[index], item));
  }
  let found = 0;
  for (const item of present) {
    const next = fresh[found];
    if (next !== undefined && covers(item, next)) {
      found += 1;
    }
  }
  return found === fresh.length;
}
