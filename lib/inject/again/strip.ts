import type { Behaviour } from '../../contract/behaviour.ts';
import { isObject, type JsonObject } from '../../json/json-value.ts';
import {
  type ContainerList,
  containerLists,
  indexByName,
  itemsOf,
  nameOf,
  withItems,
} from '../../kube/pod/containers.ts';
import { withMetadata } from '../../kube/pod/metadata.ts';
import type { EarlierInjection } from './earlier-injection.ts';
import { type Overrides, overridesAnnotation } from './overrides.ts';
import { takeBackPodResources } from './pod-resources.ts';
import { restoreRecorded } from './read-record.ts';
import { identityOf, recordAnnotation, volumeDigest } from './record.ts';
import { type InjectionStatus, statusAnnotation } from './status.ts';

export interface StripOptions {
  /** The pod with all taken back that is no container and no volume: by `undo`. */
  readonly undone: JsonObject;
  readonly earlier: EarlierInjection;
  readonly overrides: Overrides;
  readonly behaviour: Behaviour;
  /** Containers that stay although the status lists them: no template has them, so they are the user's. */
  readonly keep: ReadonlySet<string>;
}

/**
 * An injected pod with what an earlier injection did to it taken back, but for containers and volumes: what the stages of
 * its behaviour did, labels and fields that a record of ours tells of, and its notes. Of labels and annotations there
 * may be very many: this is done once, however often containers are stripped.
 */
export function undo(pod: JsonObject, { record }: EarlierInjection, behaviour: Behaviour): JsonObject {
  const staged = takeBackPodResources(behaviour.undo === undefined ? pod : behaviour.undo(pod));
  return withMetadata(record === null ? staged : restoreRecorded(staged, record), 'annotations', {
    [statusAnnotation]: null,
    [overridesAnnotation]: null,
    [recordAnnotation]: null,
  });
}

/**
 * The pod as its author wrote it, before an earlier injection: containers that it brought are gone, the user's own
 * are back as recorded, and so are labels and fields that a record of ours tells of.
 */
export function strip(options: StripOptions): JsonObject {
  let stripped = options.undone;
  for (const list of containerLists) {
    stripped = stripContainers(stripped, list, options);
  }
  return stripVolumes(stripped, options.earlier.status);
}

/**
 * Names that `strip` removes on the status annotation's word alone, or by their name alone. Where no template renders them either, they may
 * well be the user's own, and the caller strips again with `keep`.
 */
export function doubtfulNames(pod: JsonObject, options: StripOptions): readonly string[] {
  return containerLists.flatMap((list) => {
    const isStripped = stripsFrom(list, options);
    return itemsOf(pod, list)
      .filter((item) => isStripped(item) && !isCertain(item, list, options))
      .map(nameOf);
  });
}

/**
 * Containers that an earlier injection brought as regular ones, and that the templates now have as native sidecars.
 * Istio takes them for the author's, so on pods of a mesh their settings stay, as they do there.
 */
export function turnedNative(pod: JsonObject, rendered: JsonObject, options: StripOptions): ReadonlySet<string> {
  if (options.behaviour.keepsRecord) {
    return new Set();
  }
  const native = new Set(itemsOf(rendered, 'initContainers').map(nameOf));
  const before = itemsOf(pod, 'containers').filter(stripsFrom('containers', options));
  return new Set(before.map(nameOf).filter((name) => native.has(name)));
}

function stripContainers(pod: JsonObject, list: ContainerList, options: StripOptions): JsonObject {
  const recorded = options.overrides[list];
  const recordedByName = indexByName(recorded);
  const isStripped = stripsFrom(list, options);
  const kept = itemsOf(pod, list).flatMap((item) => {
    const own = recordedByName.get(nameOf(item));
    if (own !== undefined) {
      return [asWritten(own)];
    }
    return isStripped(item) ? [] : [item];
  });
  const present = new Set(containerLists.flatMap((other) => itemsOf(pod, other).map(nameOf)));
  const missing = recorded.filter((own) => !present.has(nameOf(own)));
  return withItems(pod, list, [...kept, ...missing.map(asWritten)]);
}

/** A recorded container without an image had asked for the template's; empty resources are Go's, not the user's. */
function asWritten(container: JsonObject): JsonObject {
  const { resources, ...rest } = container;
  return {
    ...rest,
    ...(resources === undefined || (isObject(resources) && Object.keys(resources).length === 0) ? {} : { resources }),
    image: container.image ?? 'auto',
  };
}

/** Tells which items of a list are stripped: those that the status lists, and those whose names nobody else has. */
function stripsFrom(list: ContainerList, options: StripOptions): (item: JsonObject) => boolean {
  const { earlier, keep, overrides, behaviour } = options;
  const recorded = indexByName(overrides[list]);
  return (item) => {
    const name = nameOf(item);
    const isBrought = earlier.status[list].has(name) || behaviour.ownContainers?.has(name) === true;
    return isBrought && !keep.has(name) && !recorded.has(name);
  };
}

function isCertain(item: JsonObject, list: ContainerList, { behaviour, earlier }: StripOptions): boolean {
  const name = nameOf(item);
  const isOwn = behaviour.ownContainers?.has(name) === true && earlier.status[list].has(name);
  return isOwn || earlier.record?.[list].get(name)?.identity === identityOf(item);
}

/** Listed volumes go, unless a container that stays mounts them. */
function stripVolumes(pod: JsonObject, status: InjectionStatus): JsonObject {
  const volumes = itemsOf(pod, 'volumes');
  const mounted = mountedIn(pod);
  const kept = volumes.filter((volume) => !status.volumes.has(nameOf(volume)) || mounted.has(nameOf(volume)));
  return kept.length === volumes.length ? pod : withItems(pod, 'volumes', kept);
}

/**
 * Puts back the stripped volumes that the templates bring again, each where it stood, so that their order does not
 * change. Where the template's volume is another one now, only the place is kept.
 */
export function putBackVolumes(
  stripped: JsonObject,
  original: JsonObject,
  { rendered, earlier: { status, record } }: { readonly rendered: JsonObject; readonly earlier: EarlierInjection },
): JsonObject {
  const fresh = indexByName(itemsOf(rendered, 'volumes'));
  const mounted = mountedIn(stripped);
  const volumes = itemsOf(original, 'volumes').flatMap((volume): readonly JsonObject[] => {
    const name = nameOf(volume);
    const twin = fresh.get(name);
    if (!status.volumes.has(name) || mounted.has(name)) {
      return [volume];
    }
    if (twin === undefined) {
      return [];
    }
    const digest = record?.volumes.get(name);
    const isSame = digest === undefined ? hasFieldsOf(volume, twin) : digest === volumeDigest(twin);
    return [isSame ? volume : { name }];
  });
  const left = itemsOf(stripped, 'volumes');
  const isSame = volumes.length === left.length && volumes.every((volume, index) => volume === left[index]);
  return isSame ? stripped : withItems(stripped, 'volumes', volumes);
}

function hasFieldsOf(volume: JsonObject, other: JsonObject): boolean {
  return Object.keys(other).every((field) => Object.hasOwn(volume, field));
}

function mountedIn(pod: JsonObject): ReadonlySet<string> {
  return new Set(containerLists.flatMap((list) => itemsOf(pod, list).flatMap(mountedVolumes)));
}

function mountedVolumes(container: JsonObject): readonly string[] {
  const mounts = [container.volumeMounts, container.volumeDevices].filter((list) => Array.isArray(list)).flat();
  return mounts.filter(isObject).map(nameOf);
}
