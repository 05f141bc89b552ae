import { decodeTokens } from '../../auth/tokens.ts';
import { nearestName } from '../../base/did-you-mean.ts';
import { decodeOrRaw } from '../../config/load/effective-parameters.ts';
import { knownClusters } from '../../config/load/load-snapshot.ts';
import { tokensParameter } from '../../config/parameter-names.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import { CommandError } from '../errors.ts';
import { clustersIn, type Parameters } from './validate.ts';

/** Every cluster that parameters speak of: those with some of their own, those listed, and those with a token. */
export function clustersNamed(stored: Parameters): readonly string[] {
  const listed = knownClusters({ parameters: stored, failures: new Map() }) ?? [];
  const names = new Set([...clustersIn(stored.keys()), ...listed, ...clustersWithTokens(stored)]);
  names.delete(defaultCluster);
  return [...names].sort();
}

/** Why a name is probably a typing error, as a sentence; undefined where parameters speak of it. */
export function describeUnknown(cluster: string, known: readonly string[]): string | undefined {
  if (cluster === defaultCluster || known.includes(cluster)) {
    return undefined;
  }
  const nearest = nearestName(cluster, known);
  const end = nearest === undefined ? '.' : `; did you mean "${nearest}"?`;
  const list = known.length === 0 ? 'none is known' : `known: ${known.join(', ')}`;
  return `no parameter speaks of a cluster "${cluster}" (${list})${end}`;
}

/** Keeps a typing error from being written. @throws CommandError for a cluster that nothing speaks of. */
export function assertKnownCluster(cluster: string, stored: Parameters, isNew = false): void {
  const problem = isNew ? undefined : describeUnknown(cluster, clustersNamed(stored));
  if (problem !== undefined) {
    throw new CommandError(`--cluster ${cluster}: ${problem} If it is right, add --new-cluster`, { code: 'usage' });
  }
}

/**
 * Keeps a typing error from being written where a cluster may well be new: only a name that is nearly one that is known
 * is taken for one.
 * @throws CommandError that names the known ones
 */
export function assertNoTypingError(cluster: string, known: readonly string[]): void {
  if (known.includes(cluster) || nearestName(cluster, known) === undefined) {
    return;
  }
  throw new CommandError(`--cluster ${cluster}: ${describeUnknown(cluster, known)} If it is right, add --new-cluster`, {
    code: 'usage',
  });
}

/** The option that says that a name is no typing error. */
export const newClusterOption = ['--new-cluster', 'the cluster is one that no parameter speaks of yet', false] as const;

/** Tokens that cannot be read or decoded name nobody. */
function clustersWithTokens(stored: Parameters): readonly string[] {
  const parameter = stored.get(`${defaultCluster}/${tokensParameter}`);
  try {
    const entries = parameter === undefined ? [] : decodeTokens(decodeOrRaw(parameter)).entries;
    return entries.flatMap(({ clusters }) => [...clusters]).filter((name) => name !== '*');
  } catch {
    return [];
  }
}
