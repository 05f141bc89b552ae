import { stringifyJson } from '../../json/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { objectIn, objectsIn, textIn } from '../cluster/json-path.ts';
import { plural } from '../output/plural.ts';

/** What differs between two states of a pod, in the words of its parts. Our bookkeeping annotations are left out. */
export interface PodChange {
  /** `container collector (otel:1)`, `volume certs`, `annotation a/b`. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** `container app (env, volumeMounts)`, `container collector: image otel:1 → otel:2`, `spec.dnsConfig`. */
  readonly changed: readonly string[];
}

/** Annotations in which an injection keeps its books: they say nothing of how the pod runs. */
export const bookkeeping: ReadonlySet<string> = new Set([
  'sidecar.istio.io/status',
  'lambda-sidecar-injector/record',
  'proxy.istio.io/overrides',
]);

const lists = [
  ['initContainers', 'init container'],
  ['containers', 'container'],
  ['volumes', 'volume'],
  ['imagePullSecrets', 'pull secret'],
] as const;
const maps = [
  ['labels', 'label'],
  ['annotations', 'annotation'],
] as const;

/** Whether a value is the same in the second state as in the first. */
type Same = (one: JsonValue, other: JsonValue) => boolean;

/** Compares two states of a pod by names, not by places in lists. */
export function podChange(before: JsonObject, after: JsonObject): PodChange {
  return changeBy(isSame, before, after);
}

/**
 * Compares a pod that a cluster runs with the one that would come out now. What the API server has filled in is not
 * shown, unless nothing else differs.
 */
export function runningChange(running: JsonObject, fresh: JsonObject): PodChange {
  const uncovered = changeBy(isCovered, running, fresh);
  return isEmptyChange(uncovered) ? podChange(running, fresh) : uncovered;
}

function changeBy(same: Same, before: JsonObject, after: JsonObject): PodChange {
  const changes = [
    ...lists.map(([list, what]) =>
      listChange(objectsIn(before, 'spec', list), objectsIn(after, 'spec', list), { what, same }),
    ),
    ...maps.map(([map, what]) => mapChange(objectIn(before, 'metadata', map), objectIn(after, 'metadata', map), what)),
    specChange(objectIn(before, 'spec'), objectIn(after, 'spec')),
  ];
  return {
    added: changes.flatMap(({ added }) => added),
    removed: changes.flatMap(({ removed }) => removed),
    changed: changes.flatMap(({ changed }) => changed),
  };
}

/** Whether nothing differs. */
export function isEmptyChange({ added, removed, changed }: PodChange): boolean {
  return added.length + removed.length + changed.length === 0;
}

/** `adds container collector (otel:1) and 2 volumes; changes container app (env)`. */
export function describeChange({ added, removed, changed }: PodChange): string {
  const parts = [
    ...(added.length === 0 ? [] : [`adds ${listed(grouped(added))}`]),
    ...(removed.length === 0 ? [] : [`removes ${listed(grouped(removed))}`]),
    ...(changed.length === 0 ? [] : [`changes ${listed(changed)}`]),
  ];
  return parts.join('; ') || 'changes nothing but its own annotations';
}

/** Containers are named one by one; of the rest, more than one of a kind are counted. */
function grouped(names: readonly string[]): readonly string[] {
  const kinds = ['volume', 'pull secret', 'label', 'annotation'];
  const counted = kinds.flatMap((kind) => {
    const ofKind = names.filter((name) => name.startsWith(`${kind} `));
    return ofKind.length > 1 ? [plural(ofKind.length, kind)] : ofKind;
  });
  return [...names.filter((name) => !kinds.some((kind) => name.startsWith(`${kind} `))), ...counted];
}

/** `a, b and c`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function listChange(
  before: readonly JsonObject[],
  after: readonly JsonObject[],
  { what, same }: { readonly what: string; readonly same: Same },
): PodChange {
  const [had, has] = [byName(before), byName(after)];
  const changed = [...has].flatMap(([name, item]) => {
    const old = had.get(name);
    return old === undefined || same(old, item) ? [] : [`${what} ${name}${itemChange(old, item, same)}`];
  });
  const named = (name: string, item: JsonObject) => {
    const image = textIn(item, 'image');
    return image === '' ? `${what} ${name}` : `${what} ${name} (${image})`;
  };
  return {
    added: [...has].filter(([name]) => !had.has(name)).map(([name, item]) => named(name, item)),
    removed: [...had.keys()].filter((name) => !has.has(name)).map((name) => `${what} ${name}`),
    changed,
  };
}

function itemChange(before: JsonObject, after: JsonObject, same: Same): string {
  const fields = changedKeys(before, after, same);
  const others = fields.filter((field) => field !== 'image');
  const image = fields.includes('image') ? `: image ${textIn(before, 'image')} → ${textIn(after, 'image')}` : '';
  return `${image}${others.length === 0 ? '' : ` (${others.join(', ')})`}`;
}

function mapChange(before: JsonObject, after: JsonObject, what: string): PodChange {
  const keys = changedKeys(before, after).filter((key) => !bookkeeping.has(key));
  const of = (isListed: (key: string) => boolean) => keys.filter(isListed).map((key) => `${what} ${key}`);
  return {
    added: of((key) => !Object.hasOwn(before, key)),
    removed: of((key) => !Object.hasOwn(after, key)),
    changed: of((key) => Object.hasOwn(before, key) && Object.hasOwn(after, key)),
  };
}

function specChange(before: JsonObject, after: JsonObject): PodChange {
  const named: ReadonlySet<string> = new Set(lists.map(([list]) => list));
  const changed = changedKeys(before, after).filter((key) => !named.has(key));
  return { added: [], removed: [], changed: changed.map((key) => `spec.${key}`) };
}

function changedKeys(before: JsonObject, after: JsonObject, same: Same = isSame): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const isLoose = same === isCovered;
  return [...keys].filter(
    (key) => !same(memberOf(before, key), memberOf(after, key)) && !(isLoose && isDefaulted(key, after)),
  );
}

/** Fields of containers and volumes that the API server sets where nobody does. */
const defaulted: ReadonlySet<string> = new Set([
  'imagePullPolicy',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'resources',
]);
const tokenVolume = /^kube-api-access-[a-z0-9]{5}$/;

function isDefaulted(key: string, after: JsonObject): boolean {
  return defaulted.has(key) && !Object.hasOwn(after, key);
}

/** Whether a value of a cluster has all of one that came from a template; lists item by item. */
function isCovered(running: JsonValue, fresh: JsonValue): boolean {
  if (isObject(running) && isObject(fresh)) {
    return Object.keys(fresh).every((key) => isCovered(memberOf(running, key), memberOf(fresh, key)));
  }
  if (Array.isArray(running) && Array.isArray(fresh)) {
    const [had, has] = [withoutToken(running), withoutToken(fresh)];
    return had.length === has.length && has.every((item, index) => isCovered(had[index] ?? null, item));
  }
  return running === fresh || (fresh === null && Array.isArray(running) && withoutToken(running).length === 0);
}

/** The service account's token is mounted by the API server. */
function withoutToken(list: readonly JsonValue[]): readonly JsonValue[] {
  return list.filter((item) => !tokenVolume.test(textIn(item, 'name')));
}

function memberOf(object: JsonObject, key: string): JsonValue {
  return Object.hasOwn(object, key) ? (object[key] ?? null) : null;
}

/** Patches keep what they do not touch, so that the order of members is the same on both sides where nothing changed. */
function isSame(one: JsonValue, other: JsonValue): boolean {
  return one === other || stringifyJson(one) === stringifyJson(other);
}

function byName(items: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  return new Map(items.map((item) => [textIn(item, 'name'), item]));
}
