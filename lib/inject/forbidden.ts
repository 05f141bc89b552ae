import type { Forbiddable } from '../contract/author-rules.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member, objectAt, objectsOf } from '../json/member.ts';
import { containerLists, itemsOf, nameOf, specOf } from '../kube/pod/containers.ts';
import { InjectError } from './errors.ts';
import type { RenderedTemplate } from './render/render-template.ts';

/** Finds a forbidden thing in a pod: each place, with its value, in words that tell two of them apart. */
type Finder = (pod: JsonObject) => readonly string[];

/** How each thing that can be forbidden shows in a pod. */
const finders: Readonly<Record<Forbiddable, Finder>> = {
  privileged: inContainers(['securityContext', 'privileged'], isSaid),
  privilegeEscalation: inContainers(['securityContext', 'allowPrivilegeEscalation'], isSaid),
  capabilities: (pod) =>
    containersOf(pod).flatMap(({ place, item }) =>
      listOf(valueAt(item, ['securityContext', 'capabilities', 'add'])).map(
        (name) => `${place}: securityContext.capabilities.add: ${JSON.stringify(name)}`,
      ),
    ),
  runAsRoot: anywhere(['securityContext', 'runAsUser'], isZero),
  hostProcess: anywhere(['securityContext', 'windowsOptions', 'hostProcess'], isSaid),
  hostNetwork: inSpec(['hostNetwork'], isSaid),
  hostPID: inSpec(['hostPID'], isSaid),
  hostIPC: inSpec(['hostIPC'], isSaid),
  hostPath: (pod) =>
    itemsOf(pod, 'volumes')
      .filter(({ hostPath }) => isObject(hostPath))
      .map((volume) => `volume ${quoted(volume)}: hostPath.path: ${shown(valueAt(volume, ['hostPath', 'path']))}`),
  hostPort: (pod) =>
    containersOf(pod).flatMap(({ place, item }) =>
      objectsOf(item.ports)
        .filter(({ hostPort }) => isSaid(hostPort))
        .map(({ hostPort }) => `${place}: ports.hostPort: ${shown(hostPort)}`),
    ),
  serviceAccount: inSpec(['serviceAccountName'], isSaid),
};

export interface ForbiddenOptions {
  readonly forbid: readonly Forbiddable[];
  readonly templates: readonly RenderedTemplate[];
}

/**
 * Nothing that is forbidden may be in the injected pod but what is in `written`: what the pod had is its
 * author's, and other rules' business.
 * @throws InjectError (`forbidden-rendered`)
 */
export function checkForbidden(
  pod: JsonObject,
  written: readonly JsonObject[],
  { forbid, templates }: ForbiddenOptions,
): void {
  for (const thing of forbid) {
    const find = finders[thing];
    const own = new Set(written.flatMap(find));
    const brought = find(pod).find((place) => !own.has(place));
    if (brought !== undefined) {
      const from = templates.filter(({ result }) => find(result.normal).includes(brought));
      const names = (from.length === 0 ? templates : from).map(({ name }) => JSON.stringify(name)).join(', ');
      throw new InjectError(
        'forbidden-rendered',
        `template ${names} brings ${brought}, which "forbid: ${thing}" does not allow; remove it from the template, or ask who deploys the webhook (it is a setting, or a parameter of the deployment)`,
      );
    }
  }
}

interface NamedItem {
  readonly place: string;
  readonly item: JsonObject;
}

/** Containers of both lists alike: a sidecar may turn native. */
function containersOf(pod: JsonObject): readonly NamedItem[] {
  return containerLists.flatMap((list) =>
    itemsOf(pod, list).map((item) => ({ place: `container ${quoted(item)}`, item })),
  );
}

function inContainers(path: readonly string[], isHit: (value: JsonValue | undefined) => boolean): Finder {
  return (pod) => hits(containersOf(pod), path, isHit);
}

function inSpec(path: readonly string[], isHit: (value: JsonValue | undefined) => boolean): Finder {
  return (pod) => hits([{ place: 'spec', item: specOf(pod) }], path, isHit);
}

function anywhere(path: readonly string[], isHit: (value: JsonValue | undefined) => boolean): Finder {
  return (pod) => [...inSpec(path, isHit)(pod), ...inContainers(path, isHit)(pod)];
}

function hits(places: readonly NamedItem[], path: readonly string[], isHit: (value: JsonValue | undefined) => boolean) {
  return places
    .filter(({ item }) => isHit(valueAt(item, path)))
    .map(({ place, item }) => `${place}: ${path.join('.')}: ${shown(valueAt(item, path))}`);
}

function valueAt(item: JsonObject, path: readonly string[]): JsonValue | undefined {
  return member(objectAt(item, ...path.slice(0, -1)), path.at(-1) ?? '');
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** Go's empty values say nothing. */
function isSaid(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== '' && !isZero(value);
}

function isZero(value: JsonValue | undefined): boolean {
  return (typeof value === 'number' || typeof value === 'bigint') && Number(value) === 0;
}

function shown(value: JsonValue | undefined): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value ?? null);
}

function quoted(item: JsonObject): string {
  return JSON.stringify(nameOf(item));
}
