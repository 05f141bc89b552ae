import { parseAddress } from '../../../lib/webhook/address.ts';

/** The pairs of a request path. Istio takes any text for a cluster; ours must be a cluster's name, so that is tried last. */
export function pairsOf(path: string): ReadonlyMap<string, string> {
  const address = parseAddress(path === '' ? '/inject' : path);
  if (address.kind === 'inject') {
    return address.pairs;
  }
  const segments = path.replace(/\/$/, '').split('/').slice(2);
  return new Map(
    segments.flatMap((key, at) => (at % 2 === 0 && at + 1 < segments.length ? [[key, segments[at + 1] ?? '']] : [])),
  );
}
