import type { Authenticator } from '../auth/authenticator.ts';
import type { SnapshotProvider } from '../config/snapshot-provider.ts';
import type { MetricLabels } from '../observe/metrics.ts';
import type { RequestEntry } from '../observe/request-log.ts';
import type { Address } from './address.ts';
import type { Answer } from './answer.ts';
import type { HttpRequest } from './http.ts';
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
  /** What answers reviews; in the Lambda it is loaded after the start. */
  readonly core: () => Promise<{ readonly answerCall: (call: IncomingCall) => Promise<Answer> }>;
  /** Pods to try new configurations on. */
  readonly recent: RecentPods;
  /** What addresses say, remembered; without it each is read. */
  readonly addressOf?: (path: string) => Address;
  /** What divides the metrics; nothing where absent. */
  readonly labels?: MetricLabels;
}

/** A request to inject, from whomever. */
export interface IncomingCall {
  readonly request: HttpRequest;
  readonly address: Extract<Address, { kind: 'inject' }>;
  readonly parts: WebhookParts;
  readonly notes: Notes;
  /** Milliseconds since 1970. */
  readonly deadline: number;
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
