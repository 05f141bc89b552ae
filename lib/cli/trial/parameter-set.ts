import type { ConfigProblem } from '../../config/config-problem.ts';
import { loadSnapshot, type SnapshotResult } from '../../config/load/load-snapshot.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import type { ParameterReading } from '../../config/source/source.ts';
import { clustersIn } from '../parameters/validate.ts';

/** Parameters that pods can be tried with: a folder, or what Parameter Store holds, of all clusters. */
export interface ParameterSet {
  /** For messages: `examples/parameters`, `ssm:/sidecar-injector in eu-central-1, release 4`. */
  readonly description: string;
  /** `default` and the clusters with parameters of their own, sorted. */
  readonly clusters: readonly string[];
  /** What applies to a cluster: its own parameters and the default's. */
  readonly readingFor: (cluster: string) => ParameterReading;
  /** The cluster's configuration, or everything that is wrong with it; the default's for a cluster that has none. */
  readonly snapshotFor: (cluster: string) => SnapshotResult;
}

/** What a set is made of. */
export interface ParameterSetSource {
  readonly description: string;
  readonly reading: ParameterReading;
  /** What a release puts in the place of `reading` for a cluster; absent where the newest versions apply. */
  readonly pinned?: ReadonlyMap<string, PinnedReading>;
}

/** What a release makes of a reading. */
export interface PinnedReading {
  readonly reading: ParameterReading;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Makes a set, and compiles the configuration of each of its clusters.
 * @param more clusters that are asked for, too, though they have no parameters of their own
 */
export async function parameterSet(source: ParameterSetSource, more: readonly string[] = []): Promise<ParameterSet> {
  const { description, reading, pinned } = source;
  const pinnedFor = (cluster: string) => pinned?.get(cluster) ?? pinned?.get(defaultCluster);
  const clusters = clustersIn([...reading.parameters.keys(), ...reading.failures.keys()]);
  const known = new Map<string, SnapshotResult>();
  for (const cluster of new Set([...clusters, ...more])) {
    known.set(cluster, await load(cluster, pinnedFor(cluster) ?? { reading, problems: [] }));
  }
  const nothing: SnapshotResult = { kind: 'invalid', problems: [] };
  return {
    description,
    clusters,
    readingFor: (cluster) => pinnedFor(cluster)?.reading ?? reading,
    snapshotFor: (cluster) => known.get(cluster) ?? known.get(defaultCluster) ?? nothing,
  };
}

async function load(cluster: string, { reading, problems }: PinnedReading): Promise<SnapshotResult> {
  const result = await loadSnapshot(cluster, reading);
  return problems.length === 0 ? result : { kind: 'invalid', problems: [...problems, ...result.problems] };
}
