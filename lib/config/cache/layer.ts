import type { ParameterReading, ParameterSource } from '../source/source.ts';
import { AGES, type Age, ageAt } from './ages.ts';
import type { Clock } from './clock.ts';
import { SingleFlight } from './single-flight.ts';

/** The most names of named templates that a layer reads along with its own. */
const LEARNED_NAMES = 40;

/**
 * One folder of parameters, `default` or a cluster's, as last read. `default` has one layer for all clusters. Knows
 * its age, and keeps the same `reading` object as long as nothing has changed, so that others can tell.
 */
export class Layer {
  /** What was read last; empty before the first reading. */
  reading: ParameterReading = { parameters: new Map(), failures: new Map() };
  readonly flight: SingleFlight<void>;
  readonly #source: ParameterSource;
  readonly #clock: Clock;
  readonly #names: Set<string>;
  readonly #own: number;
  #readAt: number | undefined;
  #freshMs = 0;

  constructor(source: ParameterSource, clock: Clock, names: readonly string[]) {
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

  get isEmpty(): boolean {
    return this.reading.parameters.size === 0 && this.reading.failures.size === 0;
  }

  /** Whether a name is among those that each reading asks for. */
  covers(name: string): boolean {
    return this.#names.has(name);
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
    this.reading = {
      parameters: new Map([...this.reading.parameters, ...[...found.parameters].filter(isLearned)]),
      failures: new Map([...this.reading.failures, ...[...found.failures].filter(isLearned)]),
    };
  }

  async #read(signal: AbortSignal): Promise<void> {
    const requests = [...this.#names].map((name) => ({ name }));
    const reading = await this.#source.read(requests, signal);
    signal.throwIfAborted();
    if (!isSameReading(reading, this.reading)) {
      this.reading = reading;
    }
    this.#readAt = this.#clock.now();
    this.#freshMs = AGES.freshMs * (1 - AGES.freshJitter * this.#clock.random());
  }
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
