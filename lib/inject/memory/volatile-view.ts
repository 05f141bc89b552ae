import { stringifyJson } from '../../json/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { objectAt } from '../../json/member.ts';
import { itemsOf, nameOf, specOf } from '../../kube/pod/containers.ts';
import { type VolatileNames, volatileNames } from '../../kube/pod/volatile-names.ts';

/**
 * A pod for rendering that tells whether anybody looked at what differs between pods of one workload: the pod's name
 * and the random name of its service account token's volume. While nobody did, a rendering is good for every pod
 * with the same `key`.
 */
export interface VolatileView extends VolatileNames {
  /** The pod without what differs, as text. Made when it is asked for. */
  readonly key: () => string;
  readonly pod: () => JsonObject;
  readonly wasRead: () => boolean;
}

/** Stands for a hidden name in keys; no name of a pod that the API server sends is an object. */
const hidden: JsonObject = { hidden: true };
const containerFields = ['containers', 'initContainers'] as const;

/** The view of a pod; its namespace is the request's where it has none, as templates see it. */
export function volatileView(pod: JsonObject, namespace: string): VolatileView {
  const state = { read: false };
  const named = objectAt(pod, 'metadata');
  const metadata = named.namespace === undefined && namespace !== '' ? { ...named, namespace } : named;
  const { token, generatedName } = volatileNames(pod);
  const blank = (object: JsonObject): JsonObject => ({ ...object, name: hidden });
  const watch = (object: JsonObject): JsonObject => watchName(object, state);
  const view = (change: (object: JsonObject) => JsonObject): JsonObject => ({
    ...pod,
    metadata: generatedName === undefined ? metadata : change(metadata),
    spec: token === undefined ? specOf(pod) : withTokenVolume(pod, token, change),
  });
  return {
    key: () => stringifyJson(view(blank)),
    pod: () => view(watch),
    wasRead: () => state.read,
    token,
    generatedName,
  };
}

/** The object with a name whose reading is noticed. */
function watchName(object: JsonObject, state: { read: boolean }): JsonObject {
  return {
    ...object,
    get name() {
      state.read = true;
      return object.name ?? null;
    },
  };
}

function withTokenVolume(pod: JsonObject, token: string, change: (object: JsonObject) => JsonObject): JsonObject {
  const spec = specOf(pod);
  const changeNamed = (item: JsonObject): JsonObject => (nameOf(item) === token ? change(item) : item);
  const changed: Record<string, JsonValue> = { ...spec, volumes: itemsOf(pod, 'volumes').map(changeNamed) };
  for (const list of containerFields) {
    if (spec[list] !== undefined) {
      changed[list] = itemsOf(pod, list).map((container) => withMounts(container, changeNamed));
    }
  }
  return changed;
}

function withMounts(container: JsonObject, change: (item: JsonObject) => JsonObject): JsonObject {
  const { volumeMounts } = container;
  return Array.isArray(volumeMounts)
    ? { ...container, volumeMounts: volumeMounts.map((mount) => (isObject(mount) ? change(mount) : mount)) }
    : container;
}
