/**
 * Time and chance as arguments, so that a test or a simulation can supply its own. The wall clock counts, because
 * Lambda freezes an environment between requests and a thawed one must see how long it was away.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits that many milliseconds; rejects with the signal's reason as soon as it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to, not including, 1: for jitter. */
  random(): number;
}

/** The machine's own clock. A sleep keeps the process alive only if it is awaited by something else that does. */
export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

/**
 * Waits for a promise, but no longer than that many milliseconds: `undefined` when the time is up first. The
 * promise's own failure is thrown. The timer goes with the answer, so nothing is left behind.
 */
export async function within<T>(clock: Clock, milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  const timer = new AbortController();
  const expired = clock.sleep(Math.max(0, milliseconds), timer.signal).catch(() => undefined);
  try {
    return await Promise.race([promise, expired.then(() => undefined)]);
  } finally {
    // Any reason will do; without one, an exception would be made with its stack.
    timer.abort('answered');
  }
}
