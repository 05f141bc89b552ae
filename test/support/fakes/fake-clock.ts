import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../../lib/config/cache/clock.ts';
import { Random } from '../generators/random.ts';

interface Timer {
  readonly at: number;
  readonly rank: number;
  readonly ring: () => void;
}

/** A clock that stands still until it is told to go on. Chance comes from a seed. */
export class FakeClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now = Date.UTC(2026, 0, 1);
  #rank = 0;
  readonly #random: Random;

  constructor(seed = 1) {
    this.#random = new Random(seed);
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.#random.next();
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const stop = (): void => {
        this.#timers.delete(timer);
        reject(signal?.reason);
      };
      const ring = (): void => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      this.#rank += 1;
      const timer = { at: this.#now + Math.max(0, milliseconds), rank: this.#rank, ring };
      this.#timers.add(timer);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /** How many sleeps are under way. */
  get sleeping(): number {
    return this.#timers.size;
  }

  /** Lets time pass, ringing on the way what is due, in order. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await nextTurn();
    for (let next = this.#next(); next !== undefined && next.at <= until; next = this.#next()) {
      await this.#ring(next);
    }
    this.#now = until;
    await nextTurn();
  }

  /** Jumps without ringing anything: what a freeze looks like from inside. Sleeps are late afterwards. */
  freeze(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Lets time pass until a promise settles. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const isDone = (): void => {
      isSettled = true;
    };
    promise.then(isDone, isDone);
    await nextTurn();
    for (let next = this.#next(); !isSettled && next !== undefined; next = this.#next()) {
      await this.#ring(next);
    }
    return promise;
  }

  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.rank < first.rank)) {
        first = timer;
      }
    }
    return first;
  }

  async #ring(timer: Timer): Promise<void> {
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.ring();
    await nextTurn();
  }
}
