/**
 * The three ages of cached configuration, in milliseconds on the wall clock: a frozen Lambda environment ages too.
 * docs/parameters.md explains each to operators.
 */
export const AGES = {
  /** No read up to this; each reading draws its own limit between 80 % and all of it. */
  freshMs: 30_000,
  freshJitter: 0.2,
  /** From fresh up to this, the refresh runs beside the request. */
  staleMs: 300_000,
  /** How long a refresh beside a request goes on once the answer is ready. */
  settleMs: 150,
  /** How long a request waits for a refresh of something older: this, or a quarter of its time if that is less. */
  oldWaitMs: 1000,
  oldWaitShare: 0.25,
  /** What a cold request leaves of its time for the answer itself. */
  coldReserveMs: 100,
  /** How long the reading during INIT may take. A cold environment's first request is already waiting then. */
  warmMs: 3000,
  /** After a failed refresh, the next one waits for this, doubled each time up to the limit, half of it jittered. */
  pauseMs: 1000,
  pauseLimitMs: 15_000,
  /** How long a configuration that does not validate is not read again where no good one is known. */
  invalidMs: 5000,
} as const;

/** `cold` is: never read. */
export type Age = 'cold' | 'fresh' | 'stale' | 'old';

/** How old something is that was last read at `readAt` and is fresh for `freshMs`. */
export function ageAt(now: number, readAt: number | undefined, freshMs: number): Age {
  if (readAt === undefined) {
    return 'cold';
  }
  // A clock that was set back makes everything look young for ever; what comes from the future is old.
  const passed = now < readAt - 1000 ? Number.POSITIVE_INFINITY : now - readAt;
  if (passed <= freshMs) {
    return 'fresh';
  }
  return passed <= AGES.staleMs ? 'stale' : 'old';
}
