import type { Clock } from '../../cache/clock.ts';
import { isRetryable, ParameterStoreError } from './errors.ts';

/**
 * Numbers of the retries, in milliseconds. They are ours and the SDK's are off: the SDK's know no deadline. Back-off
 * has full jitter: the n-th wait is a random part of `base * 2^n`, at most `cap`. Throttling starts slower, because
 * the account's rate is shared with everybody who was throttled in the same moment.
 */
export const retry = {
  attempts: 12,
  throttled: { base: 200, cap: 1500 },
  other: { base: 50, cap: 1000 },
} as const;

/** What retrying needs besides the attempt. */
export interface RetryOptions {
  readonly clock: Clock;
  /** The deadline: no attempt starts and no wait goes on after it is aborted. */
  readonly signal: AbortSignal | undefined;
  /** Words for the message when the time is up: `ssm:GetParameters in eu-central-1`. */
  readonly what: string;
}

/**
 * Runs an attempt until it succeeds, fails for good, or the signal is aborted.
 * @throws ParameterStoreError the last attempt's, or `deadline` with that as its cause.
 */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { clock, signal } = options;
  for (let failed = 0; ; failed++) {
    try {
      signal?.throwIfAborted();
      return await attempt();
    } catch (cause) {
      if (signal?.aborted === true) {
        throw deadlineError(options, failed, cause);
      }
      if (!isRetryable(cause) || failed + 1 >= retry.attempts) {
        throw cause;
      }
      await clock.sleep(backOff(failed, cause, clock), signal).catch(() => {
        throw deadlineError(options, failed + 1, cause);
      });
    }
  }
}

function backOff(failed: number, cause: unknown, clock: Clock): number {
  const throttled = cause instanceof ParameterStoreError && cause.code === 'throttled';
  const { base, cap } = throttled ? retry.throttled : retry.other;
  return clock.random() * Math.min(cap, base * 2 ** failed);
}

function deadlineError(options: RetryOptions, attempts: number, cause: unknown): ParameterStoreError {
  const last = cause instanceof ParameterStoreError ? ` The last: ${cause.message}` : '';
  const message = `The time for ${options.what} was up after ${attempts} failed attempts.${last}`;
  return new ParameterStoreError('deadline', message, { cause });
}
