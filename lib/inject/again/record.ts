import { hash } from 'node:crypto';
import { changedNames } from '../../json/draft.ts';
import { stringifyJson } from '../../json/json-text.ts';
import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { member, objectAt } from '../../json/member.ts';
import { type ContainerList, containerLists, itemsOf, nameOf, specOf } from '../../kube/pod/containers.ts';
import { goTypedJson } from '../go-text.ts';

/**
 * Our own annotation: which configuration injected the pod, and what it takes to undo that. Only pods without a mesh
 * carry it, because pods of a mesh must be what Istio's injector would have made.
 */
export const recordAnnotation = 'lambda-sidecar-injector/record';

/** A container that an injection brought. */
export interface RecordedContainer {
  /** Digest of what the template asked for: differs as soon as the template does. */
  readonly content: string;
  /** Digest of what neither API server nor webhooks change: tells that this is still the injected container. */
  readonly identity: string;
}

/** What an injection did, to be undone. A change to null means that the user had nothing there. */
export interface InjectionRecord extends Readonly<Record<ContainerList, ReadonlyMap<string, RecordedContainer>>> {
  readonly config: string;
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
  /** Fields of the spec other than named lists. */
  readonly spec: JsonObject;
  /** Digests of the volumes as the templates want them. */
  readonly volumes: ReadonlyMap<string, string>;
  /** Pull secrets that were added. */
  readonly imagePullSecrets: readonly string[];
}

/** Fields of the spec that are recorded apart: lists by name, and `resources` in an annotation of its own. */
const recordedApart: ReadonlySet<string> = new Set([
  'containers',
  'initContainers',
  'volumes',
  'imagePullSecrets',
  'resources',
]);

/** Digest of a container as its template wants it. */
export function contentOf(container: JsonObject): string {
  return digest(goTypedJson('v1.Container', container));
}

/** Digest of a volume as its template wants it. */
export function volumeDigest(volume: JsonObject): string {
  return digest(goTypedJson('v1.Volume', volume));
}

/** Digest of the parts of a container that defaulting leaves alone. */
export function identityOf(container: JsonObject): string {
  const { name, image, command, args } = container;
  return digest(stringifyJson([name ?? null, image ?? null, command ?? null, args ?? null]));
}

/** The pods between which an injection happened, and what the templates alone gave. */
export interface RecordedPods {
  readonly user: JsonObject;
  readonly injected: JsonObject;
  readonly rendered: JsonObject;
}

/** The annotation's text for what happened between the user's pod and the injected one. */
export function formatRecord(config: string, { user, injected, rendered }: RecordedPods): string {
  const parts: readonly (readonly [string, JsonObject | readonly string[]])[] = [
    ['labels', changesOf(mapOf(user, 'labels'), mapOf(injected, 'labels'))],
    ['annotations', changesOf(mapOf(user, 'annotations'), mapOf(injected, 'annotations'))],
    ['spec', withoutLists(changesOf(specOf(user), specOf(injected)))],
    [
      'volumes',
      Object.fromEntries(itemsOf(rendered, 'volumes').map((volume) => [nameOf(volume), volumeDigest(volume)])),
    ],
    ['imagePullSecrets', addedNames(user, injected)],
    ...containerLists.map((list): readonly [string, JsonObject] => [list, addedContainers(list, user, injected)]),
  ];
  const present = parts.filter(([, part]) => Object.keys(part).length > 0);
  return stringifyJson({ config, ...Object.fromEntries(present) });
}

function mapOf(pod: JsonObject, map: 'labels' | 'annotations'): JsonObject {
  return objectAt(objectAt(pod, 'metadata'), map);
}

/** What members that changed were before; null where there was none. */
function changesOf(before: JsonObject, after: JsonObject): JsonObject {
  const valueIn = (object: JsonObject, key: string): JsonValue => member(object, key) ?? null;
  const names = changedNames(before, after).filter((key) => valueIn(before, key) !== valueIn(after, key));
  return Object.fromEntries(names.map((key) => [key, valueIn(before, key)]));
}

/** Changes of fields that are not recorded apart. */
export function withoutLists(changes: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(changes).filter(([key]) => !recordedApart.has(key)));
}

function addedNames(user: JsonObject, injected: JsonObject): readonly string[] {
  const before = new Set(itemsOf(user, 'imagePullSecrets').map(nameOf));
  return itemsOf(injected, 'imagePullSecrets')
    .map(nameOf)
    .filter((name) => !before.has(name));
}

function addedContainers(list: ContainerList, user: JsonObject, injected: JsonObject): JsonObject {
  const own = new Set(containerLists.flatMap((other) => itemsOf(user, other)));
  const changed = itemsOf(injected, list).filter((item) => !own.has(item));
  return Object.fromEntries(changed.map((item) => [nameOf(item), `${contentOf(item)}.${identityOf(item)}`]));
}

function digest(text: string): string {
  return hash('sha256', text).slice(0, 12);
}
