import { errorText } from '../../base/coded-error.ts';
import type { ParameterSource } from '../source/source.ts';
import type { Clock } from './clock.ts';
import { isPaused, noOutage, type Outage, type Outcome, outageAfter } from './freshness.ts';

/** A source whose readings are watched, so that an outage is known to all who read from it. */
export interface WatchedSource extends ParameterSource {
  readonly outage: Outage;
  /** Why the last reading did not land; undefined after one that did. */
  readonly cause: string | undefined;
  /** Whether the outage puts readings off now. */
  isPaused(): boolean;
}

const noAnswer = 'Parameter Store did not answer in time';

/** Watches a source: what became of each reading is its outage's business. */
export function watchSource(source: ParameterSource, clock: Clock): WatchedSource {
  let outage = noOutage;
  let cause: string | undefined;
  const note = (outcome: Outcome, why?: string): void => {
    outage = outageAfter(outage, outcome, { now: clock.now(), random: clock.random() });
    cause = why;
  };
  return {
    description: source.description,
    get outage() {
      return outage;
    },
    get cause() {
      return cause;
    },
    isPaused: () => isPaused(outage, clock.now()),
    async read(requests, signal) {
      let isOver = false;
      const giveUp = (): void => {
        isOver = true;
        note('gave-up', noAnswer);
      };
      // A request that gives up goes on at once, and knows: the source may take its time to end.
      signal?.addEventListener('abort', giveUp);
      try {
        const reading = await source.read(requests, signal);
        if (!isOver) {
          note('landed');
        }
        return reading;
      } catch (error) {
        if (!isOver) {
          note('failed', errorText(error));
        }
        throw error;
      } finally {
        signal?.removeEventListener('abort', giveUp);
      }
    },
  };
}
