import { parseJson } from '../json/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';

/** A network by its name, and its namespace where it is not the pod's own. */
interface Network {
  readonly name: string;
  readonly namespace: string | undefined;
}

/**
 * Adds a network (`name` or `namespace/name`) to the value of Multus' annotation, which is JSON or a list with commas.
 * A value that has it already, or is broken JSON, stays as it is. Whether the namespace counts (`readsNamespaces`), or
 * is a part of the name, depends on the version of Istio.
 */
export function appendMultusNetwork(existing: string, network: string, readsNamespaces = true): string {
  if (existing === '') {
    return network;
  }
  const end = existing.lastIndexOf(']');
  if (end < 0) {
    const isListed = existing.split(',').some((item) => item.trim() === network);
    return isListed ? existing : `${existing}, ${network}`;
  }
  const added = readsNamespaces ? splitNetwork(network) : { name: network, namespace: undefined };
  return isAppendable(existing, added, readsNamespaces)
    ? `${existing.slice(0, end)}, ${encodeNetwork(added)}${existing.slice(end)}`
    : existing;
}

function splitNetwork(network: string): Network {
  const at = network.indexOf('/');
  return at < 0
    ? { name: network, namespace: undefined }
    : { name: network.slice(at + 1), namespace: network.slice(0, at) };
}

function encodeNetwork({ name, namespace }: Network): string {
  return namespace === undefined ? `{"name": "${name}"}` : `{"name": "${name}", "namespace": "${namespace}"}`;
}

function isAppendable(existing: string, { name, namespace }: Network, readsNamespaces: boolean): boolean {
  let list: JsonValue;
  try {
    list = parseJson(existing);
  } catch {
    return false;
  }
  const isSame = (item: JsonObject): boolean =>
    item.name === name && (!readsNamespaces || (item.namespace ?? '') === (namespace ?? ''));
  return Array.isArray(list) && list.every((item) => item === null || (isObject(item) && !isSame(item)));
}
