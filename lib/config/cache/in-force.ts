import { type ConfigProblem, summarizeProblems } from '../config-problem.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Trial } from '../trial.ts';

/** The last configuration that was valid, and in force. */
export interface LastKnownGood {
  readonly snapshot: Snapshot;
  /** Milliseconds since the epoch at which it was first seen to be what Parameter Store holds. */
  readonly confirmedAt: number;
  /** What is wrong with it and does no harm. */
  readonly notices: readonly ConfigProblem[];
}

/** Why the newest configuration is not the one in use. */
export interface Rejection {
  readonly cause: string;
  readonly problems: readonly ConfigProblem[];
  /** Whether it is valid, and held back because pods fail under it. */
  readonly isHeldBack: boolean;
}

/** How long a configuration is held back at most, in milliseconds: new environments have it in force all the same. */
export const heldBackMs = 600_000;

/** A valid configuration that waits to be tried, or for its time to be over. */
interface Candidate {
  readonly good: LastKnownGood;
  readonly heldUntil?: number;
}

/**
 * Which configuration is in force for a cluster. One that does not validate never replaces one that does, and one that
 * does is tried first.
 */
export class InForce {
  #good: LastKnownGood | undefined;
  #rejection: Rejection | undefined;
  #candidate: Candidate | undefined;

  get good(): LastKnownGood | undefined {
    return this.#good;
  }

  get rejection(): Rejection | undefined {
    return this.#rejection;
  }

  /** Whether there is a configuration and what was read last is valid, be it in force, to be tried, or held back. */
  get isValid(): boolean {
    return this.#good !== undefined && (this.#rejection === undefined || this.#rejection.isHeldBack);
  }

  /** Whether what was read last is in force, and nothing speaks against it. */
  get isNewest(): boolean {
    return this.#good !== undefined && this.#rejection === undefined && this.#candidate === undefined;
  }

  /** A valid configuration was read. Where there is one in force, and it differs, it waits for `adoptWaiting`. */
  offer(good: LastKnownGood): void {
    const { fingerprint } = good.snapshot;
    if (this.#good === undefined || this.#good.snapshot.fingerprint === fingerprint) {
      this.#accept(good);
    } else if (this.#candidate?.good.snapshot.fingerprint !== fingerprint) {
      this.#candidate = { good };
    }
  }

  /** What was read does not validate. `fallBack` is an earlier one, for where none is in force. */
  reject(problems: readonly ConfigProblem[], fallBack?: LastKnownGood): void {
    const cause = summarizeProblems(problems) || 'the configuration is not valid';
    this.#rejection = { cause, problems, isHeldBack: false };
    this.#candidate = undefined;
    this.#good ??= fallBack;
  }

  /** Tries what waits, and has it in force or holds it back. Returns whether another one is in force now. */
  adoptWaiting(trial: Trial, now: number): boolean {
    const candidate = this.#candidate;
    if (candidate === undefined || this.#good === undefined) {
      return false;
    }
    const { good, heldUntil } = candidate;
    if (heldUntil !== undefined && now < heldUntil && now >= heldUntil - heldBackMs) {
      return false;
    }
    const verdict = heldUntil === undefined ? trial(good.snapshot, this.#good.snapshot) : ({ kind: 'fit' } as const);
    if (verdict.kind === 'fit') {
      this.#accept(good);
      return true;
    }
    this.#candidate = { good, heldUntil: now + heldBackMs };
    const cause = `configuration ${good.snapshot.fingerprint} is held back, for ten minutes at most: ${verdict.cause}`;
    this.#rejection = { cause, problems: [], isHeldBack: true };
    return false;
  }

  #accept(good: LastKnownGood): void {
    this.#good = good;
    this.#rejection = undefined;
    this.#candidate = undefined;
  }
}
