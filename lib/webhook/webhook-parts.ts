import type { Authenticator } from '../auth/authenticator.ts';
import type { SnapshotProvider } from '../config/snapshot-provider.ts';
import type { InjectMemory } from '../inject/memory/inject-memory.ts';
import type { MetricLabels } from '../observe/metrics.ts';
import type { RequestEntry } from '../observe/request-log.ts';
import type { RecentPods } from './recent-pods.ts';

/** What the webhook is given at start. */
export interface WebhookParts {
  readonly provider: SnapshotProvider;
  readonly authenticator: Authenticator;
  /** Writes one line of JSON (without its end). */
  readonly log: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** What injecting remembers between requests. */
  readonly memory: InjectMemory;
  /** Pods to try new configurations on. */
  readonly recent: RecentPods;
  /** What metrics are told apart by; nothing where absent. */
  readonly labels?: MetricLabels;
}

/** Facts about the request for the log, gathered on the way so that a fault has them too. */
export type Notes = {
  -readonly [K in
    | 'requestId'
    | 'lambdaRequestId'
    | 'uid'
    | 'namespace'
    | 'workload'
    | 'cluster'
    | 'fingerprint']?: RequestEntry[K];
};
