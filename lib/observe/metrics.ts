/**
 * What became of a request: `injected`, `skipped` (also where nothing had to change), `refused` (the pod's own
 * annotations), `rejected` (no review that can be answered), `denied` (token), `unavailable` (no configuration),
 * `failed` (template or internal fault), `health` (health checks).
 */
export type Outcome = 'injected' | 'skipped' | 'refused' | 'rejected' | 'denied' | 'unavailable' | 'failed' | 'health';

/** The CloudWatch namespace of all metrics. */
export const metricNamespace = 'SidecarInjector';

/** What metrics are made of. */
export interface Measured {
  readonly at: number;
  readonly outcome: Outcome;
  readonly cluster?: string;
  readonly fingerprint?: string;
  readonly stale?: { readonly ageSeconds: number };
  readonly isHeldBack?: boolean;
  readonly switchedOff?: { readonly seconds?: number; readonly isOverdue?: boolean };
  readonly notices?: readonly { readonly code: string }[];
}

interface Metric {
  readonly name: string;
  readonly unit: 'Count' | 'Seconds' | 'Milliseconds' | 'Bytes';
  /** Undefined where it does not apply; null where the log line has it anyway. */
  readonly value: number | null | undefined;
}

/** Metrics that count what is wrong with parameters and does no harm, by the code of the notice. */
const noticeMetrics: Readonly<Record<string, string>> = {
  'unknown-key': 'unknownSettings',
  'unclear-switch': 'unclearSwitch',
  'use-switch': 'policyOff',
};

/**
 * Metrics of one request in CloudWatch's embedded metric format, to be spread into its log line: one count named
 * after the outcome, the time, and what else applies. Without dimensions, since every one is paid for by each of its
 * values; the log line has the cluster. Only `failedPods`, which should be rare, has cluster and fingerprint.
 */
export function metricFields(measured: Measured): Readonly<Record<string, unknown>> {
  if (measured.outcome === 'health') {
    return {};
  }
  const metrics = metricsOf(measured).filter(({ value }) => value !== undefined);
  const failed = failedPods(measured);
  const values = metrics.filter(({ value }) => value !== null).map(({ name, value }) => [name, value] as const);
  return {
    ...Object.fromEntries([...values, ...(failed.length > 0 ? [['failedPods', 1] as const] : [])]),
    _aws: {
      Timestamp: measured.at,
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: [[]],
          Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
        ...failed,
      ],
    },
  };
}

function metricsOf({ outcome, stale, isHeldBack, switchedOff, notices = [] }: Measured): readonly Metric[] {
  const ifSo = (condition: boolean | undefined) => (condition === true ? 1 : undefined);
  return [
    { name: outcome, unit: 'Count', value: 1 },
    { name: 'milliseconds', unit: 'Milliseconds', value: null },
    { name: 'patchBytes', unit: 'Bytes', value: outcome === 'injected' ? null : undefined },
    { name: 'staleSeconds', unit: 'Seconds', value: stale?.ageSeconds },
    { name: 'heldBack', unit: 'Count', value: ifSo(isHeldBack) },
    { name: 'switchedOffSeconds', unit: 'Seconds', value: switchedOff?.seconds },
    { name: 'switchOverdue', unit: 'Count', value: ifSo(switchedOff?.isOverdue) },
    ...Object.entries(noticeMetrics).map(([code, name]): Metric => {
      const count = notices.filter((notice) => notice.code === code).length;
      return { name, unit: 'Count', value: count === 0 ? undefined : count };
    }),
  ];
}

/** Pods that failed, by cluster and configuration: the alarm names what to roll back. */
function failedPods({ outcome, cluster, fingerprint }: Measured) {
  return outcome === 'failed' && cluster !== undefined && fingerprint !== undefined
    ? [
        {
          Namespace: metricNamespace,
          Dimensions: [['cluster', 'fingerprint']],
          Metrics: [{ Name: 'failedPods', Unit: 'Count' }],
        },
      ]
    : [];
}
