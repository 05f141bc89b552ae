import type { LoadSnapshot, TemplateNames } from '../load/load-snapshot.ts';
import { lookupPaths, releaseParameter, snapshotParameters, tokensParameter } from '../parameter-names.ts';
import { defaultCluster, isListed } from '../snapshot.ts';
import type { SnapshotAnswer, SnapshotCall, SnapshotProvider } from '../snapshot-provider.ts';
import type { ParameterSource } from '../source/source.ts';
import { AGES, type Age } from './ages.ts';
import { type Clock, systemClock, within } from './clock.ts';
import { ClusterConfiguration, type ConfigurationParts } from './cluster-configuration.ts';
import { createPinnedVersions } from './complete-reading.ts';
import { Layer } from './layer.ts';
import { LeastRecentlyUsed } from './least-recently-used.ts';
import { createTokensReader, type TokensReader } from './tokens-reader.ts';

/** What a cache is made of. */
export interface SnapshotCacheOptions {
  readonly source: ParameterSource;
  readonly loadSnapshot: LoadSnapshot;
  readonly templateNames: TemplateNames;
  readonly clock?: Clock;
}

/** A provider that reads on demand, ages by the wall clock, and keeps the last known good configuration. */
export interface SnapshotCache extends SnapshotProvider {
  /** Reads `default` ahead of the first request: during INIT, where Lambda gives full CPU. Never rejects. */
  warm(): Promise<void>;
  /** The cached `tokens` parameter. */
  readonly tokens: TokensReader;
}

/** How much one environment keeps. */
export const CACHE_LIMITS = {
  /** Clusters with a configuration of their own. */
  clusters: 50,
  /** Names that were asked for and have no parameter: a name and a time each. */
  namesWithoutParameters: 1000,
  /** New cluster names that are looked up in any minute: who may ask for any name cannot use up the account's rate. */
  newNamesPerMinute: 100,
} as const;

/**
 * Caches one source. Ages and waits are those of `AGES`; one refresh of a cluster is under way at a time, and none is
 * once the answers that asked for it are settled.
 */
export function createSnapshotCache(options: SnapshotCacheOptions): SnapshotCache {
  const { source, clock = systemClock } = options;
  const parts: ConfigurationParts = { ...options, clock, pinned: createPinnedVersions() };
  const defaults = new Layer(source, clock, [...namesOf(defaultCluster), `${defaultCluster}/${tokensParameter}`]);
  const base = new ClusterConfiguration(defaultCluster, defaults, parts);
  const clusters = createClusters(base, parts);
  return {
    description: source.description,
    tokens: createTokensReader(defaults, clock),
    isReady: () => base.good !== undefined,
    async snapshot(cluster, call) {
      const configuration = clusters.find(cluster);
      if (configuration === undefined) {
        const cause = `more than ${CACHE_LIMITS.newNamesPerMinute} new cluster names within a minute`;
        return { kind: 'unavailable', cause, problems: [], settle: async () => {} };
      }
      const answer = await obtain(configuration, call, clock);
      clusters.sort(cluster, configuration);
      return answer;
    },
    async warm() {
      const seat = base.flight.join();
      await within(clock, AGES.warmMs, seat.result).catch(() => undefined);
      seat.leave();
    },
  };
}

/** Clusters by name: those with a configuration, and those known to have none. */
function createClusters(base: ClusterConfiguration, parts: ConfigurationParts) {
  const configured = new LeastRecentlyUsed<ClusterConfiguration>(CACHE_LIMITS.clusters);
  const without = new LeastRecentlyUsed<ClusterConfiguration>(CACHE_LIMITS.namesWithoutParameters);
  let lately: readonly number[] = [];
  const create = (cluster: string): ClusterConfiguration | undefined => {
    const now = parts.clock.now();
    lately = lately.filter((at) => at > now - 60_000 && at <= now);
    if (lately.length >= CACHE_LIMITS.newNamesPerMinute) {
      return undefined;
    }
    lately = [...lately, now];
    const own = new Layer(parts.source, parts.clock, namesOf(cluster));
    const made = new ClusterConfiguration(cluster, own, parts, base);
    without.set(cluster, made);
    return made;
  };
  return {
    /** Nothing is read or kept for a cluster that the default's settings do not list, where they list any. */
    find: (cluster: string): ClusterConfiguration | undefined =>
      cluster !== defaultCluster && isListed(base.good?.snapshot.clusters, cluster)
        ? (configured.get(cluster) ?? without.get(cluster) ?? create(cluster))
        : base,
    /** Puts a cluster where what was read of it says it belongs. */
    sort: (cluster: string, configuration: ClusterConfiguration): void => {
      if (configuration === base) {
        return;
      }
      const isConfigured = configuration.good !== undefined && !configuration.isWithoutParameters;
      (isConfigured ? without : configured).delete(cluster);
      (isConfigured ? configured : without).set(cluster, configuration);
    },
  };
}

function namesOf(cluster: string): readonly string[] {
  return [...snapshotParameters, releaseParameter].flatMap((name) => lookupPaths(cluster, name).slice(0, 1));
}

async function obtain(
  configuration: ClusterConfiguration,
  { deadline }: SnapshotCall,
  clock: Clock,
): Promise<SnapshotAnswer> {
  const age = configuration.age();
  const isKnown = configuration.good !== undefined;
  if (age === 'fresh' || (isKnown ? configuration.pause.isOn() : configuration.wasJustRejected)) {
    return { ...answerFrom(configuration, clock), settle: async () => {} };
  }
  const seat = configuration.flight.join();
  const wait = waitFor(age, deadline - clock.now());
  if (wait > 0) {
    await within(clock, wait, seat.result).catch(() => undefined);
  }
  const settleMs = age === 'stale' ? AGES.settleMs : 0;
  const settle = async (): Promise<void> => {
    if (settleMs > 0) {
      await within(clock, settleMs, seat.result).catch(() => undefined);
    }
    seat.leave();
  };
  return { ...answerFrom(configuration, clock), settle };
}

/** How long a request of that much time waits for a refresh before it answers. */
function waitFor(age: Age, leftMs: number): number {
  switch (age) {
    case 'cold':
      return leftMs - AGES.coldReserveMs;
    case 'old':
      return Math.min(AGES.oldWaitMs, leftMs * AGES.oldWaitShare);
    case 'stale':
    case 'fresh':
      return 0;
  }
}

function answerFrom(configuration: ClusterConfiguration, clock: Clock) {
  const { good, rejection, pause } = configuration;
  const cause = rejection?.cause ?? pause.cause ?? 'Parameter Store did not answer in time';
  if (good === undefined) {
    return { kind: 'unavailable', cause, problems: rejection?.problems ?? [] } as const;
  }
  const { snapshot, confirmedAt } = good;
  const ageMs = Math.max(0, clock.now() - confirmedAt);
  const isCurrent = rejection === undefined && configuration.age() !== 'old';
  return isCurrent
    ? ({ kind: 'fresh', snapshot, ageMs } as const)
    : ({ kind: 'stale', snapshot, ageMs, cause } as const);
}
