import { releaseParameter, switchParameter, tokensParameter } from '../parameter-names.ts';
import { defaultCluster } from '../snapshot.ts';
import { joinReadings } from '../source/join-readings.ts';
import type { ParameterReading, ParameterSource } from '../source/source.ts';
import { type KnownSwitch, knownSwitch, type SwitchState, switchedOn } from '../switch.ts';
import type { Clock } from './clock.ts';
import { type Fleet, type FleetMember, fleetLimits } from './fleet.ts';
import { type Age, ageAt, ageLimits } from './freshness.ts';
import { emptyReading, isSameReading, partOf } from './reading.ts';
import { SingleFlight } from './single-flight.ts';

/** The most names of named templates that a layer reads along with its own. */
const learnedNames = 40;

/** What a layer reads with. */
export interface LayerParts {
  readonly source: ParameterSource;
  readonly clock: Clock;
  readonly fleet: Fleet;
}

/**
 * One folder of parameters, `default` or a cluster's, as last read. `default` has one layer for all clusters. Knows
 * its age, and keeps the same `reading` and `configuration` as long as nothing has changed, so that others can tell.
 */
export class Layer implements FleetMember {
  /** What was read last; empty before the first reading. */
  reading: ParameterReading = emptyReading;
  /** What of it makes snapshots: everything but tokens and the switch, which must not keep one from being used. */
  configuration: ParameterReading = this.reading;
  /** What its switch says, or last said. */
  switch: KnownSwitch = { state: switchedOn };
  readonly flight: SingleFlight<void>;
  readonly #folder: string;
  readonly #source: ParameterSource;
  readonly #clock: Clock;
  readonly #names: Set<string>;
  readonly #own: number;
  readonly #fleet: Fleet;
  #readAt: number | undefined;
  #freshMs = 0;
  #readings = 0;

  constructor(folder: string, names: readonly string[], { source, clock, fleet }: LayerParts) {
    this.#folder = folder;
    this.#source = source;
    this.#clock = clock;
    this.#fleet = fleet;
    this.#names = new Set(names);
    this.#own = names.length;
    this.flight = new SingleFlight((signal) => this.#read(signal));
  }

  /** Milliseconds since the epoch of the last complete reading. */
  get readAt(): number | undefined {
    return this.#readAt;
  }

  age(): Age {
    return ageAt(this.#clock.now(), this.#readAt, this.#freshMs);
  }

  /** Whether the last reading is no older than `milliseconds`: for what is asked for more often than by the plan. */
  isReadWithin(milliseconds: number): boolean {
    return ageAt(this.#clock.now(), this.#readAt, milliseconds) === 'fresh';
  }

  /** Whether nothing stands there that makes snapshots. */
  get isEmpty(): boolean {
    return this.configuration.parameters.size + this.configuration.failures.size === 0;
  }

  get isDueSoon(): boolean {
    return this.#readAt !== undefined && !this.isReadWithin(this.#freshMs * this.#fleet.dueShare);
  }

  /**
   * What the next reading asks for: all names; or where there are many clusters, those that exist and the switch, and of
   * the others one in turn, so that what is new is found in a few readings. Under a release nobody waits for newer
   * versions, so that those that exist are others, too, but for a release.
   */
  get names(): readonly string[] {
    const all = [...this.#names];
    if (this.#readAt === undefined || !this.#fleet.isLarge || this.#folder === defaultCluster) {
      return all;
    }
    const asked = all.filter((name) => this.#isAskedEachTime(name));
    const every = asked.length > fleetLimits.eachTimeUpTo ? 2 : 1;
    const others = all.filter((name) => !asked.includes(name));
    const isTurn = this.#readings % every === 0;
    // Where there are no others it is no place in them, and none is taken.
    const turn = (this.#readings / every) % others.length;
    return isTurn ? [...asked, ...others.slice(turn, turn + 1)] : asked;
  }

  /** Of all values, as stored. */
  get characters(): number {
    return [...this.reading.parameters.values()].reduce((sum, { value }) => sum + value.length, 0);
  }

  /** Adds names to every later reading, and what was found of them to this one. */
  learn(names: readonly string[], found: ParameterReading): void {
    const room = this.#own + learnedNames - this.#names.size;
    const learned = names.slice(0, Math.max(0, room));
    if (learned.length > 0) {
      for (const name of learned) {
        this.#names.add(name);
      }
      this.#keep(
        joinReadings(
          this.reading,
          partOf(found, (name) => this.#names.has(name)),
        ),
      );
    }
  }

  /** Takes what was found of the names that were asked for; what is known of others stays. */
  take(asked: readonly string[], found: ParameterReading): void {
    const names = new Set(asked);
    const wasPinned = this.reading.parameters.has(this.#release);
    const before = partOf(this.reading, (name) => !names.has(name));
    const reading = joinReadings(
      before,
      partOf(found, (name) => names.has(name)),
    );
    if (!isSameReading(reading, this.reading)) {
      this.#keep(reading);
      const known = knownSwitch(this.#folder, reading, this.switch.state);
      this.switch = { ...known, state: sinceWhen(known.state, this.switch.state, this.#clock.now()) };
    }
    this.#readings += 1;
    this.#readAt = this.#clock.now();
    const stretch = this.#folder === defaultCluster ? 1 : this.#fleet.stretch;
    const isUnpinned = wasPinned && !reading.parameters.has(this.#release);
    // What a release made needless to read is needed at once where that is gone.
    this.#freshMs = isUnpinned ? 0 : ageLimits.freshMs * stretch * (1 - this.#fleet.jitter * this.#clock.random());
    if (this.#folder === defaultCluster) {
      this.#fleet.isPinned = reading.parameters.has(this.#release);
    }
  }

  #isAskedEachTime(name: string): boolean {
    const { parameters, failures } = this.reading;
    const exists = parameters.has(name) || failures.has(name);
    const isPinned = this.#fleet.isPinned || parameters.has(this.#release);
    return name === `${this.#folder}/${switchParameter}` || (exists && (!isPinned || name === this.#release));
  }

  get #release(): string {
    return `${this.#folder}/${releaseParameter}`;
  }

  #keep(reading: ParameterReading): void {
    this.reading = reading;
    const others = [`${this.#folder}/${switchParameter}`, `${defaultCluster}/${tokensParameter}`];
    const configuration = partOf(reading, (name) => !others.includes(name));
    if (!isSameReading(configuration, this.configuration)) {
      this.configuration = configuration;
    }
  }

  /**
   * Reads its names, and with them those of others that are due soon, as far as the calls have room for them. The
   * default takes none along: it is read beside a cluster, which would be read twice.
   */
  async #read(signal: AbortSignal): Promise<void> {
    const { names } = this;
    const companions = this.#folder === defaultCluster ? [] : this.#fleet.companionsOf(this, names.length);
    const members: readonly FleetMember[] = [this, ...companions];
    const asked = members.map((layer) => ({ layer, names: layer.names }));
    const requests = asked.flatMap((each) => each.names.map((name) => ({ name })));
    const found = await this.#source.read(requests, signal);
    signal.throwIfAborted();
    for (const each of asked) {
      each.layer.take(each.names, found);
    }
  }
}

/** A switch that was edited by hand does not say since when it is off: since this environment knows it. */
function sinceWhen(state: SwitchState, before: SwitchState, now: number): SwitchState {
  if (state.kind === 'on' || state.since !== undefined) {
    return state;
  }
  return { ...state, since: before.since ?? now };
}
