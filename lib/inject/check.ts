import { isObject, type JsonObject } from '../json/json-value.ts';
import { objectAt } from '../json/member.ts';
import { containerLists, findNamed, itemsOf, nameOf, specOf } from '../kube/pod/containers.ts';
import { InjectError } from './errors.ts';

/**
 * Nothing that a template or an override says may move a pod to the host's network or to another namespace: the
 * decision to inject was made for the pod as it came. Throws InjectError.
 */
export function checkSecurity(pod: JsonObject, original: JsonObject): void {
  if (specOf(pod).hostNetwork === true) {
    throw new InjectError(
      'host-network-rendered',
      'the injected pod would use the network of its host (spec.hostNetwork: true), which a template must not ask for; remove it from the template',
    );
  }
  const before = objectAt(original, 'metadata').namespace;
  const after = objectAt(pod, 'metadata').namespace;
  if (after !== before) {
    throw new InjectError(
      'namespace-rendered',
      `the injected pod would go to namespace ${JSON.stringify(after ?? null)}, which a template must not ask for; remove metadata.namespace from the template`,
    );
  }
}

/**
 * What the API server would refuse and the user's pod alone did not have: a name or mount path that a template and
 * the pod both use, a volume that nobody defines. Returns a message for the pod's author, or undefined.
 */
export function findConflict(pod: JsonObject, user: JsonObject, rendered: JsonObject): string | undefined {
  return duplicateContainer(pod, user, rendered) ?? mountConflict(pod, user, rendered);
}

function duplicateContainer(pod: JsonObject, user: JsonObject, rendered: JsonObject): string | undefined {
  const seen = new Map<string, string>();
  for (const list of [...containerLists, 'ephemeralContainers' as const]) {
    for (const name of namesIn(pod, list)) {
      const other = seen.get(name);
      const own = userList(user, name);
      if (other !== undefined && own !== undefined && !hasTwice(user, name) && !hasTwice(rendered, name)) {
        const injected = own === other ? list : other;
        return `the pod's ${own} and the injected ${injected} both have a container named ${JSON.stringify(name)}; rename the pod's own.`;
      }
      seen.set(name, list);
    }
  }
  return undefined;
}

function namesIn(pod: JsonObject, list: string): readonly string[] {
  const items = specOf(pod)[list];
  return Array.isArray(items) ? items.filter(isObject).map(nameOf) : [];
}

function userList(user: JsonObject, name: string): string | undefined {
  return [...containerLists, 'ephemeralContainers'].find((list) => namesIn(user, list).includes(name));
}

function hasTwice(user: JsonObject, name: string): boolean {
  const all = [...containerLists, 'ephemeralContainers'].flatMap((list) => namesIn(user, list));
  return all.filter((other) => other === name).length > 1;
}

function mountConflict(pod: JsonObject, user: JsonObject, rendered: JsonObject): string | undefined {
  const volumes = new Set(itemsOf(pod, 'volumes').map(nameOf));
  for (const list of containerLists) {
    for (const container of itemsOf(pod, list)) {
      const own = findOwn(user, nameOf(container));
      const message = own === container ? undefined : mountProblem(container, own ?? {}, volumes);
      if (message !== undefined && findNamed(itemsOf(rendered, list), nameOf(container)) !== undefined) {
        return message;
      }
    }
  }
  return undefined;
}

/** The user's container of a name, in whichever list: a native sidecar changes the list. */
function findOwn(user: JsonObject, name: string): JsonObject | undefined {
  return containerLists.map((list) => findNamed(itemsOf(user, list), name)).find((own) => own !== undefined);
}

function mountProblem(container: JsonObject, own: JsonObject, volumes: ReadonlySet<string>): string | undefined {
  const name = JSON.stringify(nameOf(container));
  const ownMounts = mountsOf(own);
  const byPath = new Map<unknown, JsonObject>();
  for (const mount of mountsOf(container)) {
    const other = byPath.get(mount.mountPath);
    if (other !== undefined && !isMountedTwice(ownMounts, mount.mountPath)) {
      return `container ${name}: the volumes ${quoted(other)} and ${quoted(mount)} are both mounted at ${JSON.stringify(mount.mountPath ?? null)}, one by the pod and one by a template; mount the pod's own elsewhere.`;
    }
    byPath.set(mount.mountPath, mount);
    if (!volumes.has(nameOf(mount)) && findNamed(ownMounts, nameOf(mount)) === undefined) {
      return `container ${name} of a template mounts the volume ${quoted(mount)}, which neither the pod nor a template defines; add the volume to the template or to the pod.`;
    }
  }
  return undefined;
}

function isMountedTwice(mounts: readonly JsonObject[], path: unknown): boolean {
  return mounts.filter(({ mountPath }) => mountPath === path).length > 1;
}

function mountsOf(container: JsonObject): readonly JsonObject[] {
  return Array.isArray(container.volumeMounts) ? container.volumeMounts.filter(isObject) : [];
}

function quoted(mount: JsonObject): string {
  return JSON.stringify(nameOf(mount));
}
