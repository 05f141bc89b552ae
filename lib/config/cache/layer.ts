import { switchParameter, tokensParameter } from '../parameter-names.ts';
import { defaultCluster } from '../snapshot.ts';
import type { ParameterReading, ParameterSource } from '../source/source.ts';
import { type KnownSwitch, knownSwitch, type SwitchState, switchedOn } from '../switch.ts';
import type { Clock } from './clock.ts';
import { AGES, type Age, ageAt } from './freshness.ts';
import { SingleFlight } from './single-flight.ts';

/** The most names of named templates that a layer reads along with its own. */
const LEARNED_NAMES = 40;

/** What a layer reads with. */
export interface LayerParts {
  readonly source: ParameterSource;
  readonly clock: Clock;
}

/**
 * One folder of parameters, `default` or a cluster's, as last read. `default` has one layer for all clusters. Knows
 * its age, and keeps the same `reading` and `configuration` as long as nothing has changed, so that others can tell.
 */
export class Layer {
  /** What was read last; empty before the first reading. */
  reading: ParameterReading = { parameters: new Map(), failures: new Map() };
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
  #readAt: number | undefined;
  #freshMs = 0;

  constructor(folder: string, names: readonly string[], { source, clock }: LayerParts) {
    this.#folder = folder;
    this.#source = source;
    this.#clock = clock;
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

  /** Makes this reading no older than `milliseconds` count as fresh: for what is asked again sooner. */
  isReadWithin(milliseconds: number): boolean {
    return ageAt(this.#clock.now(), this.#readAt, milliseconds) === 'fresh';
  }

  /** Whether nothing stands there that makes snapshots. */
  get isEmpty(): boolean {
    return this.configuration.parameters.size + this.configuration.failures.size === 0;
  }

  /** Adds names to every later reading, and what was found of them to this one. */
  learn(names: readonly string[], found: ParameterReading): void {
    const room = this.#own + LEARNED_NAMES - this.#names.size;
    const learned = names.slice(0, Math.max(0, room));
    if (learned.length === 0) {
      return;
    }
    for (const name of learned) {
      this.#names.add(name);
    }
    const isLearned = ([name]: readonly [string, unknown]): boolean => this.#names.has(name);
    this.#take({
      parameters: new Map([...this.reading.parameters, ...[...found.parameters].filter(isLearned)]),
      failures: new Map([...this.reading.failures, ...[...found.failures].filter(isLearned)]),
    });
  }

  #take(reading: ParameterReading): void {
    this.reading = reading;
    const isPart = ([name]: readonly [string, unknown]): boolean =>
      name !== `${this.#folder}/${switchParameter}` && name !== `${defaultCluster}/${tokensParameter}`;
    const configuration = {
      parameters: new Map([...reading.parameters].filter(isPart)),
      failures: new Map([...reading.failures].filter(isPart)),
    };
    if (!isSameReading(configuration, this.configuration)) {
      this.configuration = configuration;
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    const requests = [...this.#names].map((name) => ({ name }));
    const reading = await this.#source.read(requests, signal);
    signal.throwIfAborted();
    if (!isSameReading(reading, this.reading)) {
      this.#take(reading);
      const known = knownSwitch(this.#folder, reading, this.switch.state);
      this.switch = { ...known, state: sinceWhen(known.state, this.switch.state, this.#clock.now()) };
    }
    this.#readAt = this.#clock.now();
    this.#freshMs = AGES.freshMs * (1 - AGES.freshJitter * this.#clock.random());
  }
}

/** A switch that was edited by hand does not say since when it is off: since this environment knows it. */
function sinceWhen(state: SwitchState, before: SwitchState, now: number): SwitchState {
  if (state.kind === 'on' || state.since !== undefined) {
    return state;
  }
  return { ...state, since: before.kind === 'off' ? (before.since ?? now) : now };
}

function isSameReading(a: ParameterReading, b: ParameterReading): boolean {
  return (
    a.parameters.size === b.parameters.size &&
    a.failures.size === b.failures.size &&
    [...a.failures].every(([name, error]) => b.failures.get(name)?.message === error.message) &&
    [...a.parameters].every(([name, { version, value }]) => {
      const other = b.parameters.get(name);
      return other !== undefined && other.version === version && other.value === value;
    })
  );
}
