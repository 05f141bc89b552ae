import type { ConfigProblem } from '../config-problem.ts';
import type { LoadSnapshot, SnapshotResult, TemplateNames } from '../load/load-snapshot.ts';
import { defaultCluster } from '../snapshot.ts';
import { joinReadings } from '../source/join-readings.ts';
import type { Parameter, ParameterReading } from '../source/source.ts';
import { eitherOff, type KnownSwitch, type SwitchState } from '../switch.ts';
import type { Trial } from '../trial.ts';
import type { Clock } from './clock.ts';
import { type CompleteReading, type Completion, completeReading, type PinnedVersions } from './complete-reading.ts';
import { earlierReleases } from './earlier-release.ts';
import type { Fleet } from './fleet.ts';
import { type Age, ageLimits } from './freshness.ts';
import { InForce, type LastKnownGood, type Rejection } from './in-force.ts';
import type { Layer } from './layer.ts';
import { emptyReading } from './reading.ts';
import { SingleFlight } from './single-flight.ts';
import type { WatchedSource } from './watched-source.ts';

/** What every cluster's configuration is made with. */
export interface ConfigurationParts {
  readonly source: WatchedSource;
  readonly clock: Clock;
  readonly loadSnapshot: LoadSnapshot;
  readonly templateNames: TemplateNames;
  readonly pinned: PinnedVersions;
  readonly trial: Trial;
  readonly fleet: Fleet;
}

const ageOrder: readonly Age[] = ['fresh', 'stale', 'old', 'cold'];

/** A cluster and the parameters of its own. */
interface ClusterLayer {
  readonly cluster: string;
  readonly own: Layer;
}

/**
 * One cluster's configuration over two layers, the default's and its own: reads what has aged, and lets a valid
 * result replace the last known good one. A cluster without a parameter of its own shares the default's.
 */
export class ClusterConfiguration {
  readonly flight: SingleFlight<void>;
  readonly #cluster: string;
  readonly #own: Layer;
  readonly #base: ClusterConfiguration | undefined;
  readonly #layers: readonly Layer[];
  readonly #parts: ConfigurationParts;
  readonly #inForce = new InForce();
  #builtFrom: readonly ParameterReading[] = [];

  /** @param base the default's configuration; absent for that itself */
  constructor({ cluster, own }: ClusterLayer, parts: ConfigurationParts, base?: ClusterConfiguration) {
    this.#cluster = cluster;
    this.#own = own;
    this.#base = base;
    this.#layers = base === undefined ? [own] : [base.#own, own];
    this.#parts = parts;
    this.flight = new SingleFlight((signal) => this.#refresh(signal));
  }

  get good(): LastKnownGood | undefined {
    return this.#shared?.good ?? this.#inForce.good;
  }

  /** Milliseconds since the epoch at which what is in force was last seen to be what Parameter Store holds. */
  get confirmedAt(): number {
    const shared = this.#shared ?? this;
    const readAt = Math.min(...this.#layers.map((layer) => layer.readAt ?? 0));
    const isNewest = shared.#isBuilt && shared.#inForce.isNewest;
    return isNewest ? readAt : (shared.#inForce.good?.confirmedAt ?? 0);
  }

  get rejection(): Rejection | undefined {
    const shared = this.#shared;
    return shared === undefined ? this.#inForce.rejection : shared.rejection;
  }

  /** The default's switch over its own. */
  get switch(): SwitchState {
    const own = this.#own.switch.state;
    return this.#base === undefined ? own : eitherOff(this.#base.switch, own);
  }

  /** What is wrong and does no harm: switches that say nothing, and what the configuration in force holds. */
  get notices(): readonly ConfigProblem[] {
    const switches = this.#switches.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
    return [...switches, ...(this.good?.notices ?? [])];
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
    const oldest = Math.max(...this.#layers.map((layer) => ageOrder.indexOf(layer.age())));
    const age = ageOrder[oldest] ?? 'cold';
    return age === 'fresh' && !this.#isBuilt ? 'stale' : age;
  }

  /** Whether it was read a moment ago and found invalid, so that a cold request need not read it again. */
  get wasJustRejected(): boolean {
    return this.rejection !== undefined && this.#layers.every((layer) => layer.isReadWithin(ageLimits.invalidMs));
  }

  /** The layer that is its own; the default's, for the default. */
  get layer(): Layer {
    return this.#own;
  }

  /** Tries a configuration that waits to be in force. Returns whether another one is, now. */
  adoptWaiting(): boolean {
    return (this.#shared ?? this).#inForce.adoptWaiting(this.#parts.trial, this.#parts.clock.now());
  }

  get #shared(): ClusterConfiguration | undefined {
    return this.isWithoutParameters ? this.#base : undefined;
  }

  get #switches(): readonly KnownSwitch[] {
    return this.#layers.map((layer) => layer.switch);
  }

  get #isBuilt(): boolean {
    const from = this.#shared ?? this;
    return from.#layers.every(({ configuration }, index) => from.#builtFrom[index] === configuration);
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    await this.#readAged(signal);
    await (this.#shared ?? this).#build(signal);
  }

  async #readAged(signal: AbortSignal): Promise<void> {
    const aged = this.#layers.filter((layer) => layer.age() !== 'fresh' || this.#mustReadAgain(layer));
    const seats = aged.map((layer) => layer.flight.join());
    const leave = (): void => {
      for (const seat of seats) {
        seat.leave();
      }
    };
    signal.addEventListener('abort', leave);
    try {
      await Promise.all(seats.map(({ result }) => result));
    } finally {
      // Where one has failed, the other is not left in the air.
      leave();
    }
  }

  /** A cold request does not put up with what was found invalid a while ago, even if it counts as fresh. */
  #mustReadAgain(layer: Layer): boolean {
    return this.good === undefined && this.rejection !== undefined && !layer.isReadWithin(ageLimits.invalidMs);
  }

  async #build(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    // What was invalid is built again: a version that a release pins may be there now.
    if (this.#isBuilt && this.#inForce.isValid) {
      return;
    }
    // Noted now: another cluster may read a layer anew while this is made.
    const from = this.#layers.map(({ configuration }) => configuration);
    const newest = joinAll(from);
    const completion = this.#completion(signal, from);
    const complete = await completeReading(this.#cluster, newest, completion);
    signal.throwIfAborted();
    const result = await this.#load(complete);
    const broken = { cluster: this.#cluster, newest, release: complete.release, completion };
    const isHelpless = result.kind === 'invalid' && this.#inForce.good === undefined;
    const earlier = isHelpless ? await this.#firstValid(earlierReleases(broken)) : undefined;
    // By now a later refresh may have brought something newer.
    signal.throwIfAborted();
    if (result.kind === 'snapshot') {
      this.#inForce.offer(goodOf(result, complete.release, clock.now()));
    } else {
      this.#inForce.reject(result.problems, earlier);
    }
    this.#builtFrom = from;
  }

  async #load({ reading, problems }: CompleteReading): Promise<SnapshotResult> {
    if (reading.parameters.size === 0 && reading.failures.size === 0 && problems.length === 0) {
      return { kind: 'invalid', problems: [emptyRoot(this.#parts.source.description)] };
    }
    return problems.length > 0 ? { kind: 'invalid', problems } : this.#parts.loadSnapshot(this.#cluster, reading);
  }

  async #firstValid(readings: AsyncIterable<CompleteReading>): Promise<LastKnownGood | undefined> {
    for await (const reading of readings) {
      const result = await this.#load(reading);
      if (result.kind === 'snapshot') {
        return goodOf(result, reading.release, this.#parts.clock.now());
      }
    }
    return undefined;
  }

  /** @param from the layers as they are built; what they learn on the way is built with them */
  #completion(signal: AbortSignal, from: ParameterReading[]): Completion {
    const { source, templateNames, pinned } = this.#parts;
    const learn = (names: readonly string[], found: ParameterReading): void => {
      for (const [index, layer] of this.#layers.entries()) {
        const folder = layer === this.#own ? this.#cluster : defaultCluster;
        const isAsBuilt = layer.configuration === from[index];
        layer.learn(
          names.filter((name) => name.startsWith(`${folder}/`)),
          found,
        );
        if (isAsBuilt) {
          from[index] = layer.configuration;
        }
      }
    };
    return { source, signal, templateNames, pinned, learn };
  }
}

type LoadedSnapshot = Extract<SnapshotResult, { kind: 'snapshot' }>;

function goodOf({ snapshot, problems }: LoadedSnapshot, release: Parameter | undefined, at: number): LastKnownGood {
  const known = release && { name: release.name, version: release.version };
  const named = known === undefined ? snapshot : Object.freeze({ ...snapshot, release: known });
  return { snapshot: named, confirmedAt: at, notices: problems };
}

/** One reading of several, later ones over earlier ones. */
function joinAll([first = emptyReading, ...others]: readonly ParameterReading[]): ParameterReading {
  return others.reduce(joinReadings, first);
}

function emptyRoot(description: string): ConfigProblem {
  const message =
    `nothing was found below ${defaultCluster}/ at ${description}: check PARAMETER_ROOT and the Region, or write the ` +
    'first parameters with `sidecar-injector push`';
  return { code: 'missing', parameter: defaultCluster, message };
}
