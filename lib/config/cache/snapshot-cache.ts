import type { LoadSnapshot, TemplateNames } from '../load/load-snapshot.ts';
import { tokensParameter } from '../parameter-names.ts';
import { defaultCluster } from '../snapshot.ts';
import { goodStanding, type SnapshotProvider } from '../snapshot-provider.ts';
import type { ParameterSource } from '../source/source.ts';
import { noTrial, type Trial } from '../trial.ts';
import { type Clock, systemClock, within } from './clock.ts';
import { ClusterConfiguration, type ConfigurationParts } from './cluster-configuration.ts';
import { cacheLimits, createClusters, namesOf } from './clusters.ts';
import { createPinnedVersions } from './complete-reading.ts';
import { Fleet } from './fleet.ts';
import { ageLimits } from './freshness.ts';
import { Layer } from './layer.ts';
import { obtain } from './obtain.ts';
import { createTokensReader, type TokensReader } from './tokens-reader.ts';
import { watchSource } from './watched-source.ts';

/** What a cache is made of. */
export interface SnapshotCacheOptions {
  readonly source: ParameterSource;
  readonly loadSnapshot: LoadSnapshot;
  readonly templateNames: TemplateNames;
  readonly clock?: Clock;
  /** Tries a configuration before it replaces another; without it, whatever is valid does. */
  readonly trial?: Trial;
}

/** A provider that reads on demand, ages by the wall clock, and keeps the last known good configuration. */
export interface SnapshotCache extends SnapshotProvider {
  /** Reads `default` ahead of the first request: during INIT, where Lambda gives full CPU. Never rejects. */
  warm(): Promise<void>;
  /** The cached `tokens` parameter. */
  readonly tokens: TokensReader;
}

/**
 * Caches one source. Ages and waits are those of `ageLimits`; one refresh of a cluster is under way at a time, and none is
 * once the answers that asked for it are finished.
 */
export function createSnapshotCache(options: SnapshotCacheOptions): SnapshotCache {
  const { clock = systemClock, trial = noTrial } = options;
  const source = watchSource(options.source, clock);
  const parts: ConfigurationParts = {
    ...options,
    source,
    clock,
    trial,
    pinned: createPinnedVersions(),
    fleet: new Fleet(),
  };
  const names = [...namesOf(defaultCluster), `${defaultCluster}/${tokensParameter}`];
  const defaults = new Layer(defaultCluster, names, parts);
  const base = new ClusterConfiguration({ cluster: defaultCluster, own: defaults }, parts);
  const clusters = createClusters(base, parts);
  return {
    description: source.description,
    tokens: createTokensReader(defaults, parts),
    isReady: () => base.good !== undefined,
    defaultSwitch: () => (defaults.readAt === undefined ? undefined : defaults.switch.state),
    async snapshot(cluster, call) {
      const configuration = clusters.find(cluster);
      if (configuration === undefined) {
        const cause = `more than ${cacheLimits.newNamesPerMinute} new cluster names within a minute`;
        const standing = { ...goodStanding, switch: base.switch };
        return { kind: 'unavailable', cause, problems: [], ...standing, finish: async () => undefined };
      }
      const answer = await obtain({ configuration, parts }, call);
      clusters.sort(cluster, configuration);
      return answer;
    },
    async warm() {
      const seat = base.flight.join();
      await within(clock, ageLimits.warmMs, seat.result).catch(() => undefined);
      seat.leave();
    },
  };
}
