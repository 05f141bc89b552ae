import { createHash } from 'node:crypto';
import { isObject, type JsonObject, type JsonValue } from '../go/json.ts';
import { parseJson, stringifyJson } from '../go/json-text.ts';
import { goTypedJson } from './go-text.ts';
import {
  applyChanges,
  type ContainerList,
  containerLists,
  findNamed,
  itemsOf,
  nameOf,
  objectAt,
  specOf,
  withItems,
  withMetadata,
} from './pod-parts.ts';

/**
 * Our own annotation: which configuration injected the pod, and what it takes to undo that. Only pods without a mesh
 * carry it, because pods of a mesh must be what Istio's injector would have made.
 */
export const recordAnnotation = 'lambda-sidecar-injector/record';

const maxRecordLength = 65_536;

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

const namedLists: ReadonlySet<string> = new Set(['containers', 'initContainers', 'volumes', 'imagePullSecrets']);

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

/** Reads the annotation; null where it is absent, huge or not of this shape. It is text that anyone may have written. */
export function decodeRecord(text: string | undefined): InjectionRecord | null {
  if (text === undefined || text.length > maxRecordLength) {
    return null;
  }
  const record = parseOrNull(text);
  if (!isObject(record)) {
    return null;
  }
  return {
    config: typeof record.config === 'string' ? record.config : '',
    labels: decodeChanges(objectAt(record, 'labels')),
    annotations: decodeChanges(objectAt(record, 'annotations')),
    spec: objectAt(record, 'spec'),
    volumes: new Map(
      Object.entries(decodeChanges(objectAt(record, 'volumes'))).map(([name, text]) => [name, String(text)]),
    ),
    imagePullSecrets: decodeNames(record.imagePullSecrets),
    containers: decodeContainers(objectAt(record, 'containers')),
    initContainers: decodeContainers(objectAt(record, 'initContainers')),
  };
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
  const told = parts.filter(([, part]) => Object.keys(part).length > 0);
  return stringifyJson({ config, ...Object.fromEntries(told) });
}

/** Takes back the recorded changes other than containers and volumes. */
export function restoreRecorded(pod: JsonObject, record: InjectionRecord): JsonObject {
  const secrets = itemsOf(pod, 'imagePullSecrets');
  const kept = secrets.filter((secret) => !record.imagePullSecrets.includes(nameOf(secret)));
  const spec = applyChanges(specOf(pod), withoutLists(record.spec));
  let restored = spec === specOf(pod) ? pod : { ...pod, spec };
  restored = kept.length === secrets.length ? restored : withItems(restored, 'imagePullSecrets', kept);
  restored = withMetadata(restored, 'labels', record.labels);
  return withMetadata(restored, 'annotations', record.annotations);
}

function mapOf(pod: JsonObject, map: 'labels' | 'annotations'): JsonObject {
  return objectAt(objectAt(pod, 'metadata'), map);
}

function changesOf(before: JsonObject, after: JsonObject): JsonObject {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => ownOrNull(before, key) !== ownOrNull(after, key));
  return Object.fromEntries(changed.map((key) => [key, ownOrNull(before, key)]));
}

function ownOrNull(object: JsonObject, key: string): JsonValue {
  return Object.hasOwn(object, key) ? (object[key] ?? null) : null;
}

function withoutLists(changes: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(changes).filter(([key]) => !namedLists.has(key)));
}

function addedNames(user: JsonObject, injected: JsonObject): readonly string[] {
  const before = itemsOf(user, 'imagePullSecrets');
  return itemsOf(injected, 'imagePullSecrets')
    .map(nameOf)
    .filter((name) => findNamed(before, name) === undefined);
}

function addedContainers(list: ContainerList, user: JsonObject, injected: JsonObject): JsonObject {
  const before = containerLists.flatMap((other) => itemsOf(user, other));
  const changed = itemsOf(injected, list).filter((item) => findNamed(before, nameOf(item)) !== item);
  return Object.fromEntries(changed.map((item) => [nameOf(item), `${contentOf(item)}.${identityOf(item)}`]));
}

function decodeChanges(changes: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value === null || typeof value === 'string'));
}

function decodeNames(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}

function decodeContainers(containers: JsonObject): ReadonlyMap<string, RecordedContainer> {
  return new Map(
    Object.entries(containers).map(([name, value]) => {
      const [content = '', identity = ''] = typeof value === 'string' ? value.split('.') : [];
      return [name, { content, identity }];
    }),
  );
}

function parseOrNull(text: string): JsonValue {
  try {
    return parseJson(text, { maxDepth: 64 });
  } catch {
    return null;
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
