import { BoundedCache } from '../../base/bounded-cache.ts';
import { lookupPaths, releaseParameter, snapshotParameters, switchParameter } from '../parameter-names.ts';
import { defaultCluster, isListed } from '../snapshot.ts';
import { ClusterConfiguration, type ConfigurationParts } from './cluster-configuration.ts';
import { Layer } from './layer.ts';

/** How much one environment keeps. */
export const cacheLimits = {
  /** Clusters with a configuration of their own. */
  clusters: 200,
  /** Characters of their stored values: compiled, they take about 40 times as many bytes, unless clusters share them. */
  characters: 4_000_000,
  /** Names that were asked for and have no parameter: a name and a time each. */
  namesWithoutParameters: 1000,
  /** Names of clusters that once had parameters. */
  namesSeen: 10_000,
  /** Names that nobody knows and that are looked up in any minute. */
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
  const forget = (_name: string, { layer }: ClusterConfiguration): void => parts.fleet.remove(layer);
  const configured = new BoundedCache<ClusterConfiguration>({
    maxEntries: cacheLimits.clusters,
    maxCharacters: cacheLimits.characters,
    charactersOf: ({ layer }) => layer.characters,
    onForgotten: forget,
  });
  const without = new BoundedCache<ClusterConfiguration>({
    maxEntries: cacheLimits.namesWithoutParameters,
    onForgotten: forget,
  });
  // A name that had parameters is nobody's invention, also where it was dropped for others.
  const seen = new BoundedCache<true>({ maxEntries: cacheLimits.namesSeen });
  const newNames = createNewNames(parts);
  const create = (cluster: string): ClusterConfiguration | undefined => {
    const isNamed = base.good?.snapshot.clusters?.has(cluster) === true || seen.get(cluster) === true;
    if (!isNamed && !newNames.take()) {
      return undefined;
    }
    const own = new Layer(cluster, namesOf(cluster), parts);
    const made = new ClusterConfiguration({ cluster, own }, parts, base);
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
      if (isConfigured) {
        if (seen.get(cluster) === undefined) {
          newNames.giveBack();
        }
        seen.set(cluster, true);
        parts.fleet.add(configuration.layer);
      } else {
        parts.fleet.remove(configuration.layer);
      }
    },
  };
}

/** Counts unknown names, so that a caller who may ask for any name cannot use up the account's rate of reads. */
function createNewNames({ clock }: ConfigurationParts) {
  let lately: readonly number[] = [];
  return {
    /** False where there were too many in the last minute. */
    take(): boolean {
      const now = clock.now();
      lately = lately.filter((at) => at > now - 60_000 && at <= now);
      const isAllowed = lately.length < cacheLimits.newNamesPerMinute;
      lately = isAllowed ? [...lately, now] : lately;
      return isAllowed;
    },
    /** The last one turned out to be known. */
    giveBack(): void {
      lately = lately.slice(0, -1);
    },
  };
}

/** Full names of what is read below a folder, but for named templates and tokens. */
export function namesOf(folder: string): readonly string[] {
  return [...snapshotParameters, releaseParameter, switchParameter].flatMap((name) =>
    lookupPaths(folder, name).slice(0, 1),
  );
}
