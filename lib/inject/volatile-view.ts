import type { JsonObject } from '../go/json.ts';
import { stringifyJson } from '../go/json-text.ts';
import { isObject, itemsOf, nameOf, objectAt, specOf } from './pod-parts.ts';

/**
 * A pod for rendering that tells whether anybody looked at what differs between pods of one workload: the pod's name
 * and the random name of its service account token's volume. While nobody did, a rendering is good for every pod
 * with the same `key`.
 */
export interface VolatileView {
  /** The pod without what differs. */
  readonly key: string;
  readonly pod: () => JsonObject;
  readonly wasRead: () => boolean;
}

const tokenVolume = /^kube-api-access-[a-z0-9]{5}$/;
const containerFields = ['containers', 'initContainers'] as const;

/** The view of a pod; its namespace is the request's where it has none, as templates see it. */
export function volatileView(pod: JsonObject, namespace: string): VolatileView {
  const state = { read: false };
  const named = objectAt(pod, 'metadata');
  const metadata = named.namespace === undefined && namespace !== '' ? { ...named, namespace } : named;
  const isGenerated = typeof metadata.generateName === 'string' && typeof metadata.name === 'string';
  const blank = (object: JsonObject): JsonObject => ({ ...object, name: '' });
  const watch = (object: JsonObject): JsonObject => watchName(object, state);
  const view = (change: (object: JsonObject) => JsonObject): JsonObject => ({
    ...pod,
    metadata: isGenerated ? change(metadata) : metadata,
    spec: withTokenVolume(pod, change),
  });
  return {
    key: stringifyJson([view(blank), isGenerated]),
    pod: () => view(watch),
    wasRead: () => state.read,
  };
}

/** The object with a name whose reading is noticed. */
function watchName(object: JsonObject, state: { read: boolean }): JsonObject {
  const { name } = object;
  return Object.defineProperty({ ...object }, 'name', {
    enumerable: true,
    get: () => {
      state.read = true;
      return name;
    },
  });
}

function withTokenVolume(pod: JsonObject, change: (object: JsonObject) => JsonObject): JsonObject {
  const spec = specOf(pod);
  const volumes = itemsOf(pod, 'volumes');
  const tokens = volumes.filter((volume) => tokenVolume.test(nameOf(volume))).map(nameOf);
  if (tokens.length !== 1 || volumes.length !== listLength(spec.volumes)) {
    return spec;
  }
  const changeNamed = (item: JsonObject): JsonObject => (nameOf(item) === tokens[0] ? change(item) : item);
  const lists = containerFields
    .filter((list) => spec[list] !== undefined)
    .map((list) => [list, itemsOf(pod, list).map((container) => withMounts(container, changeNamed))] as const);
  return { ...spec, volumes: volumes.map(changeNamed), ...Object.fromEntries(lists) };
}

function withMounts(container: JsonObject, change: (item: JsonObject) => JsonObject): JsonObject {
  const { volumeMounts } = container;
  return Array.isArray(volumeMounts)
    ? { ...container, volumeMounts: volumeMounts.map((mount) => (isObject(mount) ? change(mount) : mount)) }
    : container;
}

function listLength(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
