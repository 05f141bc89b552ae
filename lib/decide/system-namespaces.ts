/** Namespaces whose pods are never injected: a cluster that cannot start these cannot start anything. */
export const systemNamespaces = ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'] as const;

const names: ReadonlySet<string> = new Set(systemNamespaces);

/** Whether it is one of `systemNamespaces`. */
export function isSystemNamespace(namespace: string): boolean {
  return names.has(namespace);
}
