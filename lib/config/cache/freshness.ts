/**
 * The numbers of cached configuration, in milliseconds on the wall clock: a frozen Lambda environment ages too.
 * docs/parameters.md explains each to operators.
 */
export const ageLimits = {
  /** No read up to this; each reading draws its own limit between 80 % and all of it. */
  freshMs: 30_000,
  freshJitter: 0.2,
  /** From fresh up to this, the refresh runs beside the request. */
  staleMs: 300_000,
  /** How long a refresh beside a request goes on once the answer is ready. */
  finishMs: 150,
  /** How long a request waits for a refresh of something older: this, or a quarter of its time if that is less. */
  oldWaitMs: 1000,
  oldWaitShare: 0.25,
  /**
   * How long every third attempt of an outage may take of its request, or that share of its time: Parameter Store that
   * answers, but never within a second, is waited for now and then.
   */
  longWaitMs: 2200,
  longWaitShare: 0.75,
  longWaitEvery: 3,
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

/**
 * What became of a reading: it `landed`; it `failed` by itself; or the request that waited `gave-up`, and ended it. The last
 * two are the same to the requests that follow: Parameter Store did not answer in the time that it had.
 */
export type Outcome = 'landed' | 'failed' | 'gave-up';

/** Readings that did not land, one after the other. */
export interface Outage {
  /** How many. */
  readonly failures: number;
  /** From when until when no other is made for what has an answer, in milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
}

/** Parameter Store answers, as far as is known. */
export const noOutage: Outage = { failures: 0, from: 0, until: 0 };

/** What a request does about the age of what it asks for. */
export type Plan =
  /** It is answered from what is known, without a reading. */
  | { readonly kind: 'use' }
  /** It starts a reading or shares one: waits for it so long, answers, and gives it so much more. In milliseconds. */
  | { readonly kind: 'refresh'; readonly waitMs: number; readonly finishMs: number };

/** What a request's plan depends on. */
export interface Situation {
  readonly age: Age;
  readonly outage: Outage;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What is left of the request's time, in milliseconds. */
  readonly leftMs: number;
}

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
  return passed <= ageLimits.staleMs ? 'stale' : 'old';
}

/** Whether an outage puts readings off at this moment. A clock that was set back ends that. */
export function isPaused({ from, until }: Outage, now: number): boolean {
  return from <= now && now < until;
}

/** What a request does: the whole machine but for the clock. What was never read is read also during an outage. */
export function planFor({ age, outage, now, leftMs }: Situation): Plan {
  if (age === 'cold') {
    return refresh(leftMs - ageLimits.coldReserveMs, 0);
  }
  if (age === 'fresh' || isPaused(outage, now)) {
    return { kind: 'use' };
  }
  return age === 'stale' ? refresh(0, ageLimits.finishMs) : refresh(oldWait(outage, leftMs), 0);
}

/**
 * The outage after one more reading. What comes of readings that were under way together, while the pause after the
 * first is on, says nothing new.
 * @param random from 0 up to 1
 */
export function outageAfter(
  outage: Outage,
  outcome: Outcome,
  { now, random }: { now: number; random: number },
): Outage {
  if (outcome === 'landed') {
    return noOutage;
  }
  if (isPaused(outage, now)) {
    return outage;
  }
  const full = Math.min(ageLimits.pauseLimitMs, ageLimits.pauseMs * 2 ** outage.failures);
  return { failures: outage.failures + 1, from: now, until: now + full * (0.5 + 0.5 * random) };
}

function refresh(waitMs: number, finishMs: number): Plan {
  return { kind: 'refresh', waitMs: Math.max(0, waitMs), finishMs };
}

function oldWait({ failures }: Outage, leftMs: number): number {
  const isLong = failures % ageLimits.longWaitEvery === ageLimits.longWaitEvery - 1;
  return isLong
    ? Math.min(ageLimits.longWaitMs, leftMs * ageLimits.longWaitShare)
    : Math.min(ageLimits.oldWaitMs, leftMs * ageLimits.oldWaitShare);
}
