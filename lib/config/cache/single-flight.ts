/** A place in a flight. `leave` gives it up; the last one to leave ends a flight that has not landed. */
export interface Seat<T> {
  readonly result: Promise<T>;
  readonly leave: () => void;
}

interface Flight<T> {
  readonly result: Promise<T>;
  readonly end: AbortController;
  seats: number;
}

/** Runs one thing at a time: who comes while it runs shares it. When nobody waits any more, it is aborted. */
export class SingleFlight<T> {
  #flight: Flight<T> | undefined;
  readonly #run: (signal: AbortSignal) => Promise<T>;

  constructor(run: (signal: AbortSignal) => Promise<T>) {
    this.#run = run;
  }

  /** Takes a seat in the flight under way, or starts one. The result's rejection never goes unhandled. */
  join(): Seat<T> {
    const flight = this.#flight ?? this.#start();
    flight.seats += 1;
    let isSeated = true;
    const leave = (): void => {
      if (isSeated) {
        isSeated = false;
        flight.seats -= 1;
        this.#endIfEmpty(flight);
      }
    };
    return { result: flight.result, leave };
  }

  #start(): Flight<T> {
    const end = new AbortController();
    const result = this.#run(end.signal);
    const flight: Flight<T> = { result, end, seats: 0 };
    this.#flight = flight;
    const land = (): void => this.#clear(flight);
    result.then(land, land);
    return flight;
  }

  #endIfEmpty(flight: Flight<T>): void {
    if (flight.seats === 0 && this.#flight === flight) {
      this.#clear(flight);
      flight.end.abort(new Error('nobody waits for it any more'));
    }
  }

  #clear(flight: Flight<T>): void {
    if (this.#flight === flight) {
      this.#flight = undefined;
    }
  }
}
