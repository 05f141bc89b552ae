import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { member, objectAt, textAt } from '../json/member.ts';
import { findNamed, itemsOf, replaceContainer } from '../kube/pod/containers.ts';
import { annotationOf } from '../kube/pod/metadata.ts';
import type { ProtoMessage } from './proto/message.ts';
import { findSidecar, initContainer, validationContainer } from './proxy-containers.ts';

/** The annotation that chooses how traffic is captured. */
export const interceptionAnnotation = 'sidecar.istio.io/interceptionMode';

const tproxy = 1;

/** What the adjustment looks at besides the merged pod. */
export interface ProxyUserSources {
  /** The pod as its author wrote it: whether its own `istio-proxy` runs as another user or group. */
  readonly original: JsonObject;
  readonly proxyConfig: ProtoMessage;
}

/**
 * Makes traffic capture fit a user or group that the pod's own `istio-proxy` asks for: the capturing init container
 * leaves that user's traffic alone (`-u`), `istio-validation` runs as the proxy does, and with TPROXY the proxy stays
 * root.
 */
export function adjustProxyUser(pod: JsonObject, { original, proxyConfig }: ProxyUserSources): JsonObject {
  const wanted = objectAt(findSidecar(original) ?? {}, 'securityContext');
  const user = member(wanted, 'runAsUser') ?? null;
  const group = member(wanted, 'runAsGroup') ?? null;
  const init = [initContainer, validationContainer]
    .map((name) => findNamed(itemsOf(pod, 'initContainers'), name))
    .find((container) => container !== undefined);
  if ((user === null && group === null) || init === undefined) {
    return pod;
  }
  const isTproxy =
    proxyConfig.number('interception_mode') === tproxy || annotationOf(pod, interceptionAnnotation) === 'TPROXY';
  const rooted = isTproxy && user !== null ? withRootProxy(pod) : pod;
  const aligned = isTproxy || textAt(init, 'name') !== validationContainer ? init : withUser(init, user, group);
  return replaceContainer(rooted, init, withCaptureUser(aligned, user));
}

function withRootProxy(pod: JsonObject): JsonObject {
  const sidecar = findSidecar(pod);
  const context = sidecar === undefined ? undefined : member(sidecar, 'securityContext');
  return sidecar === undefined || !isObject(context)
    ? pod
    : replaceContainer(pod, sidecar, { ...sidecar, securityContext: { ...context, runAsUser: 0 } });
}

function withUser(container: JsonObject, user: JsonValue, group: JsonValue): JsonObject {
  const context = {
    ...objectAt(container, 'securityContext'),
    ...(user === null ? {} : { runAsUser: user }),
    ...(group === null ? {} : { runAsGroup: group }),
  };
  return { ...container, securityContext: context };
}

/** The argument after `-u` names the user whose traffic is not captured; never root. */
function withCaptureUser(container: JsonObject, user: JsonValue): JsonObject {
  const args = member(container, 'args');
  const at = Array.isArray(args) ? args.indexOf('-u') + 1 : 0;
  if (user === null || user === 0 || !Array.isArray(args) || at === 0 || at >= args.length) {
    return container;
  }
  return { ...container, args: args.map((arg, index) => (index === at ? String(user) : arg)) };
}
