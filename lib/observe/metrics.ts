/**
 * What became of a request: `injected`, `skipped` (also where nothing had to change), `refused` (the pod's own
 * annotations), `rejected` (no review that can be answered), `denied` (token), `unavailable` (no configuration),
 * `failed` (template or internal fault), `health` (health checks).
 */
export type Outcome = 'injected' | 'skipped' | 'refused' | 'rejected' | 'denied' | 'unavailable' | 'failed' | 'health';

/** The CloudWatch namespace of all metrics. */
const metricNamespace = 'SidecarInjector';

/** What divides the metrics of one function. Every value of it is paid for: one metric more for each. */
export interface MetricLabels {
  /** The stack: with it, two stacks of an account do not add up. */
  readonly stack?: string;
  /** The function and its version, by which a deployment sees whether the new one has faults. */
  readonly functionName?: string;
  readonly version?: string;
  /** Whether metrics are by cluster, too: for those that the setting `clusters` lists, so that nobody can make more. */
  readonly isByCluster?: boolean;
}

/** What metrics are made of. */
export interface Measured {
  readonly at: number;
  readonly outcome: Outcome;
  readonly cluster?: string;
  readonly fingerprint?: string;
  readonly isListedCluster?: boolean;
  readonly isFault?: boolean;
  readonly isTrial?: boolean;
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
 * after the outcome, the time, and what else applies, by the stack and, where that is wanted, by the cluster. Only what
 * should be rare has more: `failedPods` the fingerprint, and the cluster where it is listed; `faults` (ours, no
 * template's) function and version. Health checks and trials of a deployment are not counted.
 */
export function metricFields(measured: Measured, labels: MetricLabels = {}): Readonly<Record<string, unknown>> {
  if (measured.outcome === 'health' || measured.isTrial === true) {
    return {};
  }
  const metrics = metricsOf(measured).filter(({ value }) => value !== undefined);
  const rare = [...failedPods(measured, labels), ...faults(measured, labels)];
  const values = metrics.filter(({ value }) => value !== null).map(({ name, value }) => [name, value] as const);
  return {
    ...Object.fromEntries([...values, ...rare.flatMap(({ Metrics }) => Metrics.map(({ Name }) => [Name, 1] as const))]),
    ...named(measured, labels),
    _aws: {
      Timestamp: measured.at,
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: dimensionSets(measured, labels),
          Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
        ...rare,
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

/** Dimensions are members of the line: the cluster is there anyway. */
function named({ isFault }: Measured, labels: MetricLabels): Readonly<Record<string, string>> {
  const { stack, version, functionName } = labels;
  return {
    ...(stack === undefined ? {} : { stack }),
    ...(version === undefined ? {} : { version }),
    ...(isFault === true && functionName !== undefined ? { function: functionName } : {}),
  };
}

function ofStack({ stack }: MetricLabels): readonly string[] {
  return stack === undefined ? [] : ['stack'];
}

function dimensionSets({ isListedCluster }: Measured, labels: MetricLabels): readonly (readonly string[])[] {
  const all = ofStack(labels);
  return labels.isByCluster === true && isListedCluster === true ? [all, [...all, 'cluster']] : [all];
}

/** Faults of this program, by function and version: a deployment goes back by them. */
function faults({ isFault }: Measured, labels: MetricLabels) {
  const all = ofStack(labels);
  const isOfLambda = labels.version !== undefined && labels.functionName !== undefined;
  const byVersion = isOfLambda ? [[...all, 'function', 'version']] : [];
  return isFault === true
    ? [{ Namespace: metricNamespace, Dimensions: [all, ...byVersion], Metrics: [{ Name: 'faults', Unit: 'Count' }] }]
    : [];
}

/**
 * Pods that failed, by configuration, which tells what to roll back, and by clusters that are listed: a caller may write
 * any name into the address, and each would be a metric more to pay for.
 */
function failedPods({ outcome, cluster, fingerprint, isListedCluster }: Measured, labels: MetricLabels) {
  const byCluster = isListedCluster === true ? ['cluster'] : [];
  return outcome === 'failed' && cluster !== undefined && fingerprint !== undefined
    ? [
        {
          Namespace: metricNamespace,
          Dimensions: [[...ofStack(labels), ...byCluster, 'fingerprint']],
          Metrics: [{ Name: 'failedPods', Unit: 'Count' }],
        },
      ]
    : [];
}
