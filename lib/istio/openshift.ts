import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member, objectAt, textAt } from '../json/member.ts';
import { itemsOf, replaceContainer } from '../kube/pod/containers.ts';
import { textsOf } from '../kube/pod/metadata.ts';
import { findSidecar, initContainer, proxyContainer, validationContainer } from './proxy-containers.ts';

/** The proxy's user and group where nothing else is known. */
const defaultProxyId = 1337;

const rangeAnnotation = 'openshift.io/sa.scc.uid-range';
const groupsAnnotation = 'openshift.io/sa.scc.supplemental-groups';
const block = /^[ \t]*(\d{1,10})([/-])[ \t]*(\d{1,10})/;
const uint32 = 2 ** 32;

/** User and group of the proxy. */
export interface ProxyIds {
  readonly uid: number;
  readonly gid: number;
}

/**
 * User and group for the proxy: the last ones of the ranges that OpenShift set aside for the namespace (its
 * annotations), or 1337 where the namespace is unknown or tells none.
 */
export function proxyIds(namespaceObject: JsonObject | null): ProxyIds {
  return namespaceObject === null ? defaultIds : idsOf(namespaceObject);
}

const defaultIds: ProxyIds = { uid: defaultProxyId, gid: defaultProxyId };

function idsOf(namespaceObject: JsonObject): ProxyIds {
  const annotations = textsOf(objectAt(namespaceObject, 'metadata', 'annotations'));
  const range = annotations.get(rangeAnnotation);
  const groups = (annotations.get(groupsAnnotation) ?? range ?? '').split(',').map(lastOfBlock);
  return {
    uid: (range === undefined ? undefined : lastOfBlock(range)) ?? defaultProxyId,
    gid: (groups.includes(undefined) ? undefined : groups[0]) ?? defaultProxyId,
  };
}

/** The last number of `1000/100` (start and size) or `1000-1099`; undefined for anything else. */
function lastOfBlock(text: string): number | undefined {
  const [, start, mark, end] = block.exec(text) ?? [];
  const [first, second] = [Number(start), Number(end)];
  if (mark === undefined || (mark === '-' && text.includes('/')) || first >= uint32 || second >= uint32) {
    return undefined;
  }
  return mark === '-' ? second : (first + second - 1 + uint32) % uint32;
}

/**
 * OpenShift gives all containers of a pod the same user, which would let the proxy's own traffic through the proxy
 * again. Where the user's `istio-proxy` runs as the application does, its user and group are dropped. Whether init
 * containers are compared depends on the version of Istio.
 */
export function dropSharedUser(pod: JsonObject, comparesInitContainers = true): JsonObject {
  const sidecar = findSidecar(pod);
  const context = sidecar === undefined ? undefined : member(sidecar, 'securityContext');
  if (sidecar === undefined || !isObject(context) || !sharesUser(pod, comparesInitContainers)) {
    return pod;
  }
  const { runAsUser: _user, runAsGroup: _group, ...rest } = context;
  return replaceContainer(pod, sidecar, { ...sidecar, securityContext: rest });
}

function sharesUser(pod: JsonObject, comparesInitContainers: boolean): boolean {
  let proxyUser: JsonValue = 0;
  let applicationUser: JsonValue = 0;
  const initContainers = comparesInitContainers ? itemsOf(pod, 'initContainers') : [];
  for (const container of [...itemsOf(pod, 'containers'), ...initContainers]) {
    const user = member(objectAt(container, 'securityContext'), 'runAsUser') ?? null;
    const name = textAt(container, 'name');
    if (user !== null && name === proxyContainer) {
      proxyUser = user;
    } else if (user !== null && name !== validationContainer && name !== initContainer) {
      applicationUser = user;
    }
  }
  return proxyUser === applicationUser;
}
