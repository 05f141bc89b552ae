import { JsonError } from '../json/errors.ts';
import { parseJson } from '../json/json-text.ts';
import type { JsonObject, JsonValue } from '../json/json-value.ts';
import { memberOf, objectsOf } from '../json/member.ts';
import { nameOf } from '../kube/pod/containers.ts';
import { envOf } from '../kube/pod/env.ts';
import { annotationOf } from '../kube/pod/metadata.ts';
import { proxyContainer } from './proxy-containers.ts';

const overridesAnnotation = 'proxy.istio.io/overrides';

/**
 * Names of the variables that the pod's author set on the proxy, as an earlier injection recorded them. Such a one is no
 * trace of the injection: it may be a copy of one, in a pod that lost its annotations.
 */
export function ownVariables(pod: JsonObject): ReadonlySet<string> {
  const recorded = readOrNull(annotationOf(pod, overridesAnnotation));
  const containers = ['containers', 'initContainers'].flatMap((list) => objectsOf(memberOf(recorded, list)));
  const proxies = containers.filter((container) => nameOf(container) === proxyContainer);
  return new Set(proxies.flatMap((proxy) => envOf(proxy).map(nameOf)));
}

function readOrNull(text: string | undefined): JsonValue {
  try {
    return text === undefined ? null : parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) {
      return null;
    }
    throw error;
  }
}
