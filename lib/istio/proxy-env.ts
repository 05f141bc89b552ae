import { sortByBytes } from '../go/bytes.ts';
import type { JsonObject } from '../json/json-value.ts';
import { textAt } from '../json/member.ts';
import { replaceContainer } from '../kube/pod/containers.ts';
import { envOf, envVar } from '../kube/pod/env.ts';
import { withMetadata } from '../kube/pod/metadata.ts';
import { networkLabel, networkVariable } from './address-env.ts';
import { findSidecar } from './proxy-containers.ts';

/** Sets variables on the proxy: those of the same names go, and all stand at the end, sorted. */
export function setProxyEnv(pod: JsonObject, variables: ReadonlyMap<string, string>): JsonObject {
  const sidecar = findSidecar(pod);
  if (sidecar === undefined || variables.size === 0) {
    return pod;
  }
  const kept = envOf(sidecar).filter((item) => !variables.has(textAt(item, 'name')));
  const added = sortByBytes(variables.keys()).map((name) => envVar(name, variables.get(name) ?? ''));
  return replaceContainer(pod, sidecar, { ...sidecar, env: [...kept, ...added] });
}

/** Labels the pod with its network where one is known. */
export function labelNetwork(pod: JsonObject, variables: ReadonlyMap<string, string>): JsonObject {
  const network = variables.get(networkVariable);
  return network === undefined ? pod : withMetadata(pod, 'labels', { [networkLabel]: network });
}
