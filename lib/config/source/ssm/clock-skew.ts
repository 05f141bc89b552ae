import { attemptLimits, type HttpAnswer } from './transport.ts';

/** How far off a clock may be, in milliseconds: AWS takes a signature for five minutes. */
const tolerated = 240_000;

/** What the clock of this machine is off by, as the service's answers tell. */
export interface ClockSkew {
  /** The time to sign with. */
  date(): Date;
  /** Looks at the `Date` of an answer to what was sent then, by this machine's clock. */
  learn(answer: Pick<HttpAnswer, 'headers'>, sentAt: number): void;
}

/**
 * Corrects a clock that is so far off that signatures are refused, as the SDK's clients do. What a cache answered
 * (`Age`), and what came after a freeze, says nothing of the time now.
 */
export function createClockSkew(now: () => number): ClockSkew {
  let offset = 0;
  return {
    date: () => new Date(now() + offset),
    learn({ headers }, sentAt) {
      const at = Date.parse(headers.date ?? '');
      const received = now();
      const tookMs = received - sentAt;
      if (Number.isNaN(at) || headers.age !== undefined || tookMs < 0 || tookMs > attemptLimits.milliseconds) {
        return;
      }
      offset = Math.abs(at - received) < tolerated ? 0 : at - received;
    },
  };
}
