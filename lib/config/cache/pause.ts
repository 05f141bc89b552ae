import { AGES } from './ages.ts';
import type { Clock } from './clock.ts';

/**
 * Keeps an outage from costing every request its wait: after a failed refresh the next one is put off, a little
 * longer each time. Only what has a last known good answer pauses; a cold start always tries.
 */
export class Pause {
  readonly #clock: Clock;
  #failures = 0;
  #until = 0;
  #cause: string | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Why the last refresh failed; `undefined` after one that succeeded. */
  get cause(): string | undefined {
    return this.#cause;
  }

  isOn(): boolean {
    const left = this.#until - this.#clock.now();
    return left > 0 && left <= AGES.pauseLimitMs;
  }

  fail(cause: unknown): void {
    const full = Math.min(AGES.pauseLimitMs, AGES.pauseMs * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 10);
    this.#until = this.#clock.now() + full * (0.5 + 0.5 * this.#clock.random());
    this.#cause = cause instanceof Error ? cause.message : String(cause);
  }

  clear(): void {
    this.#failures = 0;
    this.#until = 0;
    this.#cause = undefined;
  }
}
