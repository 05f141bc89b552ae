import { type ConfigProblem, summarizeProblems } from '../config-problem.ts';
import type { LoadSnapshot, TemplateNames } from '../load/load-snapshot.ts';
import { tokensParameter } from '../parameter-names.ts';
import { defaultCluster, type Snapshot } from '../snapshot.ts';
import type { Parameter, ParameterReading, ParameterSource } from '../source/source.ts';
import { AGES, type Age } from './ages.ts';
import type { Clock } from './clock.ts';
import { applyRelease, type CompleteReading, completeReading, type PinnedVersions } from './complete-reading.ts';
import type { Layer } from './layer.ts';
import { Pause } from './pause.ts';
import { SingleFlight } from './single-flight.ts';

/** What every cluster's configuration is made with. */
export interface ConfigurationParts {
  readonly source: ParameterSource;
  readonly clock: Clock;
  readonly loadSnapshot: LoadSnapshot;
  readonly templateNames: TemplateNames;
  readonly pinned: PinnedVersions;
}

/** The last configuration that was valid. */
export interface LastKnownGood {
  readonly snapshot: Snapshot;
  /** Milliseconds since the epoch at which it was last seen to be what Parameter Store holds. */
  readonly confirmedAt: number;
}

/** Why the newest configuration is not the one in use. */
export interface Rejection {
  readonly cause: string;
  readonly problems: readonly ConfigProblem[];
}

/** How many releases before the broken one are tried at a cold start. */
const EARLIER_RELEASES = 3;
const AGE_ORDER: readonly Age[] = ['fresh', 'stale', 'old', 'cold'];

/**
 * One cluster's configuration over two layers, the default's and its own: reads what has aged, and lets a valid
 * result replace the last known good one. A cluster without a parameter of its own shares the default's.
 */
export class ClusterConfiguration {
  readonly flight: SingleFlight<void>;
  readonly pause: Pause;
  readonly #cluster: string;
  readonly #own: Layer;
  readonly #base: ClusterConfiguration | undefined;
  readonly #parts: ConfigurationParts;
  #good: LastKnownGood | undefined;
  #rejection: Rejection | undefined;
  #builtFrom: readonly ParameterReading[] = [];

  /** @param base the default's configuration; absent for that itself */
  constructor(cluster: string, own: Layer, parts: ConfigurationParts, base?: ClusterConfiguration) {
    this.#cluster = cluster;
    this.#own = own;
    this.#base = base;
    this.#parts = parts;
    this.pause = new Pause(parts.clock);
    this.flight = new SingleFlight((signal) => this.#refresh(signal));
  }

  get good(): LastKnownGood | undefined {
    return this.#shared?.good ?? this.#good;
  }

  get rejection(): Rejection | undefined {
    const shared = this.#shared;
    return shared === undefined ? this.#rejection : shared.rejection;
  }

  /** Whether the cluster was read and has no parameter of its own: nothing is kept for it but that fact. */
  get isWithoutParameters(): boolean {
    return this.#base !== undefined && this.#own.readAt !== undefined && this.#own.isEmpty;
  }

  /** The age of its oldest layer; `stale` also if a newer reading has not been built yet. */
  age(): Age {
    if (this.good === undefined) {
      return 'cold';
    }
    const oldest = Math.max(...this.#layers.map((layer) => AGE_ORDER.indexOf(layer.age())));
    const age = AGE_ORDER[oldest] ?? 'cold';
    return age === 'fresh' && !this.#isBuilt ? 'stale' : age;
  }

  /** Whether it was read a moment ago and found invalid, so that a cold request need not read it again. */
  get wasJustRejected(): boolean {
    return this.rejection !== undefined && this.#layers.every((layer) => layer.isReadWithin(AGES.invalidMs));
  }

  get #shared(): ClusterConfiguration | undefined {
    return this.isWithoutParameters ? this.#base : undefined;
  }

  get #layers(): readonly Layer[] {
    return this.#base === undefined ? [this.#own] : [this.#base.#own, this.#own];
  }

  get #isBuilt(): boolean {
    const shared = this.#shared;
    if (shared !== undefined) {
      return shared.#isBuilt;
    }
    return this.#layers.every(({ reading }, index) => this.#builtFrom[index] === reading);
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    try {
      await this.#readAged(signal);
      await (this.#shared ?? this).#build(signal);
      this.pause.clear();
    } catch (cause) {
      if (!signal.aborted) {
        this.pause.fail(cause);
      }
      throw cause;
    }
  }

  async #readAged(signal: AbortSignal): Promise<void> {
    const aged = this.#layers.filter((layer) => layer.age() !== 'fresh' || this.#mustReadAgain(layer));
    const seats = aged.map((layer) => layer.flight.join());
    const leave = (): void => {
      for (const seat of seats) {
        seat.leave();
      }
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      await Promise.all(seats.map(({ result }) => result));
    } finally {
      leave();
      signal.removeEventListener('abort', leave);
    }
    signal.throwIfAborted();
  }

  /** A cold request does not put up with what was found invalid a while ago, even if it counts as fresh. */
  #mustReadAgain(layer: Layer): boolean {
    return this.good === undefined && this.rejection !== undefined && !layer.isReadWithin(AGES.invalidMs);
  }

  async #build(signal: AbortSignal): Promise<void> {
    const now = this.#parts.clock.now();
    if (this.#isBuilt && this.#good !== undefined && this.#rejection === undefined) {
      this.#good = { snapshot: this.#good.snapshot, confirmedAt: now };
      return;
    }
    const newest = this.#newest();
    const complete = await completeReading(this.#cluster, newest, this.#completion(signal));
    signal.throwIfAborted();
    const result = this.#load(complete);
    if ('cause' in result) {
      this.#rejection = result;
      this.#good ??= await this.#earlierRelease(newest, complete.release, signal);
    } else {
      this.#rejection = undefined;
      this.#good = { snapshot: result, confirmedAt: now };
    }
    this.#builtFrom = this.#layers.map(({ reading }) => reading);
  }

  #load({ reading, problems }: CompleteReading): Snapshot | Rejection {
    if (reading.parameters.size === 0 && reading.failures.size === 0 && problems.length === 0) {
      return this.#reject([emptyRoot(this.#parts.source.description)]);
    }
    if (problems.length > 0) {
      return this.#reject(problems);
    }
    const result = this.#parts.loadSnapshot(this.#cluster, reading);
    return result.kind === 'snapshot' ? result.snapshot : this.#reject(result.problems);
  }

  #reject(problems: readonly ConfigProblem[]): Rejection {
    return { cause: summarizeProblems(problems) || 'the configuration is not valid', problems };
  }

  /** At a cold start only: the newest earlier release that is still whole. */
  async #earlierRelease(newest: ParameterReading, release: Parameter | undefined, signal: AbortSignal) {
    const { source, clock } = this.#parts;
    for (let back = 1; release !== undefined && back <= EARLIER_RELEASES && release.version > back; back++) {
      const request = { name: release.name, version: release.version - back };
      const earlier = (await source.read([request], signal)).parameters.get(release.name);
      if (earlier !== undefined) {
        const completion = { ...this.#completion(signal), release: earlier };
        const result = this.#load(await applyRelease(this.#cluster, newest, completion));
        signal.throwIfAborted();
        if (!('cause' in result)) {
          return { snapshot: result, confirmedAt: clock.now() };
        }
      }
    }
    return undefined;
  }

  /** Everything but the tokens, which are no part of a snapshot and must not keep one from being used. */
  #newest(): ParameterReading {
    const readings = this.#layers.map(({ reading }) => reading);
    const isSnapshotPart = ([name]: readonly [string, unknown]): boolean => !name.endsWith(`/${tokensParameter}`);
    return {
      parameters: new Map(readings.flatMap(({ parameters }) => [...parameters].filter(isSnapshotPart))),
      failures: new Map(readings.flatMap(({ failures }) => [...failures].filter(isSnapshotPart))),
    };
  }

  #completion(signal: AbortSignal) {
    const { source, templateNames, pinned } = this.#parts;
    const learn = (names: readonly string[], found: ParameterReading): void => {
      for (const layer of this.#layers) {
        const folder = layer === this.#own ? this.#cluster : defaultCluster;
        layer.learn(
          names.filter((name) => name.startsWith(`${folder}/`)),
          found,
        );
      }
    };
    return { source, signal, templateNames, pinned, learn };
  }
}

function emptyRoot(description: string): ConfigProblem {
  const message =
    `nothing was found below ${defaultCluster}/ at ${description}: check PARAMETER_ROOT and the Region, or write the ` +
    'first parameters with `sidecar-injector push`';
  return { code: 'missing', parameter: defaultCluster, message };
}
