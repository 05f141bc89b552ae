import type { ClusterView } from './cluster-view.ts';

/** The cluster of `--cluster`, else the one that our webhook's address names; nothing for the default. */
export function namedCluster(
  { cluster }: { readonly cluster?: string | undefined },
  { webhooks }: Pick<ClusterView, 'webhooks'>,
): { readonly cluster?: string } {
  const named = cluster ?? webhooks.find(({ own }) => own !== null)?.own?.cluster;
  return named === undefined || named === 'default' ? {} : { cluster: named };
}
