import { BoundedCache } from '../../base/bounded-cache.ts';
import { lookupPaths, releaseParameter, snapshotParameters, switchParameter } from '../parameter-names.ts';
import { defaultCluster, isListed } from '../snapshot.ts';
import { ClusterConfiguration, type ConfigurationParts } from './cluster-configuration.ts';
import { Layer } from './layer.ts';

/** How much one environment keeps. */
export const CACHE_LIMITS = {
  /** Clusters with a configuration of their own. */
  clusters: 50,
  /** Names that were asked for and have no parameter: a name and a time each. */
  namesWithoutParameters: 1000,
  /** New cluster names that are looked up in any minute: who may ask for any name cannot use up the account's rate. */
  newNamesPerMinute: 100,
} as const;

/** Clusters by name: those with a configuration, and those known to have none. */
export interface Clusters {
  /**
   * The configuration that a cluster's requests ask: the default's for one that the default's settings do not list,
   * where they list any. Undefined where too many new names were asked for.
   */
  find(cluster: string): ClusterConfiguration | undefined;
  /** Puts a cluster where what was read of it says it belongs. */
  sort(cluster: string, configuration: ClusterConfiguration): void;
}

/** Starts with none but the default. */
export function createClusters(base: ClusterConfiguration, parts: ConfigurationParts): Clusters {
  const configured = new BoundedCache<ClusterConfiguration>({ maxEntries: CACHE_LIMITS.clusters });
  const without = new BoundedCache<ClusterConfiguration>({ maxEntries: CACHE_LIMITS.namesWithoutParameters });
  let lately: readonly number[] = [];
  const create = (cluster: string): ClusterConfiguration | undefined => {
    const now = parts.clock.now();
    lately = lately.filter((at) => at > now - 60_000 && at <= now);
    if (lately.length >= CACHE_LIMITS.newNamesPerMinute) {
      return undefined;
    }
    lately = [...lately, now];
    const own = new Layer(cluster, namesOf(cluster), parts);
    const made = new ClusterConfiguration(cluster, own, parts, base);
    without.set(cluster, made);
    return made;
  };
  return {
    find: (cluster) =>
      cluster !== defaultCluster && isListed(base.good?.snapshot.clusters, cluster)
        ? (configured.get(cluster) ?? without.get(cluster) ?? create(cluster))
        : base,
    sort: (cluster, configuration) => {
      if (configuration === base) {
        return;
      }
      const isConfigured = configuration.good !== undefined && !configuration.isWithoutParameters;
      (isConfigured ? without : configured).delete(cluster);
      (isConfigured ? configured : without).set(cluster, configuration);
    },
  };
}

/** Full names of what is read below a folder, but for named templates and tokens. */
export function namesOf(folder: string): readonly string[] {
  return [...snapshotParameters, releaseParameter, switchParameter].flatMap((name) =>
    lookupPaths(folder, name).slice(0, 1),
  );
}
