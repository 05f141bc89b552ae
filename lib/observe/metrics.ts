/**
 * What became of a request: `injected`, `skipped` (also where nothing had to change), `refused` (the pod's own
 * annotations), `rejected` (no review that can be answered), `denied` (token), `unavailable` (no configuration),
 * `failed` (template or internal fault), `health` (health checks).
 */
export type Outcome = 'injected' | 'skipped' | 'refused' | 'rejected' | 'denied' | 'unavailable' | 'failed' | 'health';

/** The CloudWatch namespace of all metrics. */
export const metricNamespace = 'SidecarInjector';

interface Measured {
  readonly at: number;
  readonly outcome: Outcome;
  readonly stale?: { readonly ageSeconds: number };
}

const always = [{ Name: 'milliseconds', Unit: 'Milliseconds' }] as const;
const whenPatched = { Name: 'patchBytes', Unit: 'Bytes' } as const;
const whenStale = { Name: 'staleSeconds', Unit: 'Seconds' } as const;

/**
 * Metrics of one request in CloudWatch's embedded metric format, to be spread into its log line: one count named
 * after the outcome, the time, and where they apply the patch's size and the age of a stale configuration. Without
 * dimensions, since every one is paid for by each of its values; the log line has the cluster.
 */
export function metricFields({ at, outcome, stale }: Measured): Readonly<Record<string, unknown>> {
  if (outcome === 'health') {
    return {};
  }
  const metrics = [
    { Name: outcome, Unit: 'Count' },
    ...always,
    ...(outcome === 'injected' ? [whenPatched] : []),
    ...(stale === undefined ? [] : [whenStale]),
  ];
  return {
    [outcome]: 1,
    ...(stale === undefined ? {} : { staleSeconds: stale.ageSeconds }),
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [{ Namespace: metricNamespace, Dimensions: [[]], Metrics: metrics }],
    },
  };
}
