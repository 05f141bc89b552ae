import type { Forbiddable } from '../contract/author-rules.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { objectsOf, valueAt } from '../json/member.ts';
import { containerLists, itemsOf, nameOf, specOf } from '../kube/pod/containers.ts';
import type { Subject } from './check/problem.ts';
import { InjectError } from './errors.ts';
import type { RenderedTemplate } from './render/render-template.ts';

/** A forbidden thing: its place, with its value, in words that tell two of them apart. */
interface Found {
  readonly text: string;
  readonly about: Subject;
}

/** Finds a forbidden thing in a pod. */
type Finder = (pod: JsonObject) => readonly Found[];

/** How each thing that can be forbidden shows in a pod. */
const finders: Readonly<Record<Forbiddable, Finder>> = {
  privileged: inContainers(['securityContext', 'privileged'], isSaid),
  privilegeEscalation: inContainers(['securityContext', 'allowPrivilegeEscalation'], isSaid),
  capabilities: (pod) =>
    containersOf(pod).flatMap((container) => {
      const path = ['securityContext', 'capabilities', 'add'];
      return listOf(valueAt(container.item, ...path)).map((name) => foundAt(container, path, name));
    }),
  runAsRoot: anywhere(['securityContext', 'runAsUser'], isZero),
  hostProcess: anywhere(['securityContext', 'windowsOptions', 'hostProcess'], isSaid),
  hostNetwork: inSpec(['hostNetwork'], isSaid),
  hostPID: inSpec(['hostPID'], isSaid),
  hostIPC: inSpec(['hostIPC'], isSaid),
  hostPath: (pod) =>
    itemsOf(pod, 'volumes')
      .filter(({ hostPath }) => isObject(hostPath))
      .map((item) => {
        const path = ['hostPath', 'path'];
        const about = { kind: 'volume', name: nameOf(item) } as const;
        return foundAt({ place: `volume ${quoted(item)}`, item, about }, path, valueAt(item, ...path));
      }),
  hostPort: (pod) =>
    containersOf(pod).flatMap((container) =>
      objectsOf(container.item.ports)
        .filter(({ hostPort }) => isSaid(hostPort))
        .map(({ hostPort }) => foundAt(container, ['ports', 'hostPort'], hostPort)),
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
    const own = new Set(written.flatMap(find).map(textOf));
    const brought = find(pod).find(({ text }) => !own.has(text));
    if (brought !== undefined) {
      const from = templates.filter(({ result }) => find(result.normal).map(textOf).includes(brought.text));
      const names = (from.length === 0 ? templates : from).map(({ name }) => JSON.stringify(name)).join(', ');
      throw new InjectError(
        'forbidden-rendered',
        `template ${names} brings ${brought.text}, which "forbid: ${thing}" does not allow; remove it from the template, or ask who deploys the webhook (it is a setting, or a parameter of the deployment)`,
        { about: brought.about },
      );
    }
  }
}

interface NamedItem {
  readonly place: string;
  readonly item: JsonObject;
  readonly about: Subject;
}

function textOf({ text }: Found): string {
  return text;
}

function foundAt({ place, about }: NamedItem, path: readonly string[], value: JsonValue | undefined): Found {
  const above = about.path ?? [];
  return { text: `${place}: ${path.join('.')}: ${shown(value)}`, about: { ...about, path: [...above, ...path] } };
}

/** Containers of both lists alike: a sidecar may turn native. */
function containersOf(pod: JsonObject): readonly NamedItem[] {
  return containerLists.flatMap((list) =>
    itemsOf(pod, list).map((item) => {
      return { place: `container ${quoted(item)}`, item, about: { kind: 'container', name: nameOf(item) } as const };
    }),
  );
}

function inContainers(path: readonly string[], isHit: (value: JsonValue | undefined) => boolean): Finder {
  return (pod) => hits(containersOf(pod), path, isHit);
}

function inSpec(path: readonly string[], isHit: (value: JsonValue | undefined) => boolean): Finder {
  const about = { kind: 'pod', name: '', path: ['spec'] } as const;
  return (pod) => hits([{ place: 'spec', item: specOf(pod), about }], path, isHit);
}

function anywhere(path: readonly string[], isHit: (value: JsonValue | undefined) => boolean): Finder {
  return (pod) => [...inSpec(path, isHit)(pod), ...inContainers(path, isHit)(pod)];
}

function hits(places: readonly NamedItem[], path: readonly string[], isHit: (value: JsonValue | undefined) => boolean) {
  return places
    .filter(({ item }) => isHit(valueAt(item, ...path)))
    .map((place) => foundAt(place, path, valueAt(place.item, ...path)));
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
