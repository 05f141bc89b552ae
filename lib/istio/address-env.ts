import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { objectAt, textAt } from '../json/member.ts';
import { labelOf } from '../kube/pod/metadata.ts';

/** The environment variables in which Istio's proxy finds its cluster and network. */
const clusterVariable = 'ISTIO_META_CLUSTER_ID';
export const networkVariable = 'ISTIO_META_NETWORK';

/** The label that tells a pod's network. */
export const networkLabel = 'topology.istio.io/network';

const knownKeys = new Map([
  ['cluster', clusterVariable],
  ['net', networkVariable],
]);
const separator = ':ENV:';

/**
 * The environment variables that a request path asks for: `/inject/cluster/a/net/b/key/value`, where `--slash--` in a
 * value stands for `/`, or the older `/inject/:ENV:cluster=a:ENV:net=b` (Istio's parseInjectEnvs).
 */
export function parseInjectEnvs(path: string): ReadonlyMap<string, string> {
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path;
  const rest = /^[^/]*\/[^/]*\/(.*)$/s.exec(trimmed)?.[1];
  if (rest === undefined) {
    return new Map();
  }
  return envsOfPairs(rest.startsWith(separator) ? assignedPairs(rest) : segmentPairs(rest));
}

/** The same for the pairs of an address that was taken apart already. */
function envsOfAddress(address: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return envsOfPairs([...address].map(([key, value]) => [key, unescapeSlashes(value)]));
}

function segmentPairs(rest: string): readonly (readonly [string, string])[] {
  const parts = rest.split('/');
  return parts.flatMap((key, index) => {
    const value = parts[index + 1];
    return index % 2 === 0 && value !== undefined ? [[key, unescapeSlashes(value)] as const] : [];
  });
}

function assignedPairs(rest: string): readonly (readonly [string, string])[] {
  return rest
    .split(separator)
    .slice(1)
    .flatMap((pair) => {
      const at = pair.indexOf('=');
      return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)] as const] : [];
    });
}

function envsOfPairs(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  return new Map(
    pairs.flatMap(([key, value]) => {
      const name = knownKeys.get(key) ?? key.toUpperCase();
      return name === '' ? [] : [[name, value]];
    }),
  );
}

function unescapeSlashes(value: string): string {
  return value.replaceAll('--slash--', '/');
}

/** What decides a proxy's cluster, network and further variables. */
export interface ProxyEnvSources {
  readonly pod: JsonObject;
  readonly address: ReadonlyMap<string, string>;
  readonly values: JsonValue;
}

/**
 * The variables to set on the proxy: those of the address; cluster and network also from the values, and the network
 * before all from the pod's label.
 */
export function proxyEnvs({ pod, address, values }: ProxyEnvSources): ReadonlyMap<string, string> {
  const envs = new Map(envsOfAddress(address));
  const global = isObject(values) ? objectAt(values, 'global') : {};
  const cluster = envs.get(clusterVariable) || textAt(objectAt(global, 'multiCluster'), 'clusterName');
  const network = labelOf(pod, networkLabel) ?? (envs.get(networkVariable) || textAt(global, 'network'));
  if (cluster !== '') {
    envs.set(clusterVariable, cluster);
  }
  if (network !== '') {
    envs.set(networkVariable, network);
  }
  return envs;
}
