import { errorFields } from './error-fields.ts';
import { isoTime } from './iso-time.ts';
import { metricFields, type Outcome } from './metrics.ts';

/** What one request came to, for its line in the log. Never the path, the pod or a secret. */
export interface RequestEntry {
  /** Milliseconds since 1970 at the end of the request. */
  readonly at: number;
  readonly milliseconds: number;
  readonly status: number;
  readonly outcome: Outcome;
  readonly uid?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  /** Whose pod: `ReplicaSet/checkout-7c9d8f6b5`, else its generateName or name. */
  readonly workload?: string;
  readonly decision?: string;
  readonly reason?: string;
  readonly trace?: string;
  readonly fingerprint?: string;
  readonly patchBytes?: number;
  readonly warnings?: readonly string[];
  /** Why the request was turned away, in our own words. */
  readonly problem?: string;
  /** Set where the last known good configuration was used. */
  readonly stale?: { readonly ageSeconds: number; readonly cause: string };
  /** Set where something threw. */
  readonly error?: unknown;
}

const levels: Readonly<Record<Outcome, 'info' | 'warn' | 'error'>> = {
  injected: 'info',
  skipped: 'info',
  health: 'info',
  refused: 'warn',
  rejected: 'warn',
  denied: 'warn',
  unavailable: 'error',
  failed: 'error',
};

/** The line for one request, as JSON without its end. It carries its metrics in CloudWatch's embedded format. */
export function formatRequestLine({ at, error, warnings, ...entry }: RequestEntry): string {
  const level = entry.stale === undefined || levels[entry.outcome] === 'error' ? levels[entry.outcome] : 'warn';
  return JSON.stringify({
    time: isoTime(at),
    level,
    ...entry,
    ...(warnings === undefined || warnings.length === 0 ? {} : { warnings }),
    ...(error === undefined ? {} : { error: errorFields(error) }),
    ...metricFields({ at, ...entry }),
  });
}
