import { isObject, type JsonObject } from '../json/json-value.ts';
import { objectAt } from '../json/member.ts';
import { containerLists, indexByName, itemsOf, nameOf, specOf } from '../kube/pod/containers.ts';
import { InjectError } from './errors.ts';

const allContainerLists = [...containerLists, 'ephemeralContainers'] as const;

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
  const owners = listsByName(user);
  const twice = new Set([...namedTwice(user), ...namedTwice(rendered)]);
  for (const list of allContainerLists) {
    for (const name of namesIn(pod, list)) {
      const other = seen.get(name);
      const own = owners.get(name);
      if (other !== undefined && own !== undefined && !twice.has(name)) {
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

/** For each container's name the first list that has it. */
function listsByName(pod: JsonObject): ReadonlyMap<string, string> {
  const named = allContainerLists.flatMap((list) => namesIn(pod, list).map((name) => [name, list] as const));
  // Of equal keys a map keeps the last.
  return new Map(named.reverse());
}

function namedTwice(pod: JsonObject): readonly string[] {
  const seen = new Set<string>();
  const names = allContainerLists.flatMap((list) => namesIn(pod, list));
  return names.filter((name) => seen.size === seen.add(name).size);
}

function mountConflict(pod: JsonObject, user: JsonObject, rendered: JsonObject): string | undefined {
  const volumes = new Set(itemsOf(pod, 'volumes').map(nameOf));
  // In whichever list: a native sidecar changes it.
  const owners = indexByName(containerLists.flatMap((list) => itemsOf(user, list)));
  for (const list of containerLists) {
    const injected = indexByName(itemsOf(rendered, list));
    for (const container of itemsOf(pod, list).filter((item) => injected.has(nameOf(item)))) {
      const own = owners.get(nameOf(container));
      const message = own === container ? undefined : mountProblem(container, own ?? {}, volumes);
      if (message !== undefined) {
        return message;
      }
    }
  }
  return undefined;
}

function mountProblem(container: JsonObject, own: JsonObject, volumes: ReadonlySet<string>): string | undefined {
  const name = JSON.stringify(nameOf(container));
  const ownMounts = mountsOf(own);
  const ownVolumes = new Set(ownMounts.map(nameOf));
  const twice = pathsMountedTwice(ownMounts);
  const byPath = new Map<unknown, JsonObject>();
  for (const mount of mountsOf(container)) {
    const other = byPath.get(mount.mountPath);
    if (other !== undefined && !twice.has(mount.mountPath)) {
      return `container ${name}: the volumes ${quoted(other)} and ${quoted(mount)} are both mounted at ${JSON.stringify(mount.mountPath ?? null)}, one by the pod and one by a template; mount the pod's own elsewhere.`;
    }
    byPath.set(mount.mountPath, mount);
    if (!volumes.has(nameOf(mount)) && !ownVolumes.has(nameOf(mount))) {
      return `container ${name} of a template mounts the volume ${quoted(mount)}, which neither the pod nor a template defines; add the volume to the template or to the pod.`;
    }
  }
  return undefined;
}

function pathsMountedTwice(mounts: readonly JsonObject[]): ReadonlySet<unknown> {
  const seen = new Set<unknown>();
  const paths = mounts.map(({ mountPath }) => mountPath);
  return new Set(paths.filter((path) => seen.size === seen.add(path).size));
}

function mountsOf(container: JsonObject): readonly JsonObject[] {
  return Array.isArray(container.volumeMounts) ? container.volumeMounts.filter(isObject) : [];
}

function quoted(mount: JsonObject): string {
  return JSON.stringify(nameOf(mount));
}
