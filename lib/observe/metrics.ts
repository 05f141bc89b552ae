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
  /** Null where the log line has it anyway. */
  readonly value: number | null;
}

/** Metrics that count what is wrong with parameters and does no harm, by the code of the notice. */
const noticeMetrics: Readonly<Record<string, string>> = {
  'unknown-key': 'unknownSettings',
  'unclear-switch': 'unclearSwitch',
  'use-switch': 'policyOff',
};

const milliseconds: Metric = { name: 'milliseconds', unit: 'Milliseconds', value: null };
const patchBytes: Metric = { name: 'patchBytes', unit: 'Bytes', value: null };

/**
 * Metrics of one request in CloudWatch's embedded metric format, as text: members that follow those of its log line,
 * each after a comma. One count named after the outcome, the time, and what else applies, by the stack and, where that
 * is wanted, by the cluster. Only what should be rare has more: `failedPods` the fingerprint, and the cluster where it
 * is listed; `faults` (ours, no template's) function and version. Health checks and trials of a deployment are not
 * counted.
 * @param at milliseconds since 1970
 */
export function metricMembers(at: number, measured: Measured, labels: MetricLabels = {}): string {
  if (measured.outcome === 'health' || measured.isTrial === true) {
    return '';
  }
  const isRare = measured.outcome === 'failed' || measured.isFault === true;
  const rare = isRare ? [...failedPods(measured, labels), ...faults(measured, labels)] : [];
  let members = '';
  let described = '';
  for (const { name, unit, value } of metricsOf(measured)) {
    members += value === null ? '' : `,"${name}":${value}`;
    described += `${described === '' ? '' : ','}{"Name":"${name}","Unit":"${unit}"}`;
  }
  for (const { Metrics } of rare) {
    members += Metrics.map(({ Name }) => `,"${Name}":1`).join('');
  }
  const sets = dimensionSets(measured, labels);
  let all = `{"Namespace":"${metricNamespace}","Dimensions":[${sets}],"Metrics":[${described}]}`;
  for (const one of rare) {
    all += `,${JSON.stringify(one)}`;
  }
  return `${members}${named(measured, labels)},"_aws":{"Timestamp":${at},"CloudWatchMetrics":[${all}]}`;
}

function metricsOf({ outcome, stale, isHeldBack, switchedOff, notices }: Measured): readonly Metric[] {
  const metrics: Metric[] = [{ name: outcome, unit: 'Count', value: 1 }, milliseconds];
  const add = (name: string, unit: Metric['unit'], value: number | undefined): void => {
    if (value !== undefined) {
      metrics.push({ name, unit, value });
    }
  };
  if (outcome === 'injected') {
    metrics.push(patchBytes);
  }
  add('staleSeconds', 'Seconds', stale?.ageSeconds);
  add('heldBack', 'Count', isHeldBack === true ? 1 : undefined);
  add('switchedOffSeconds', 'Seconds', switchedOff?.seconds);
  add('switchOverdue', 'Count', switchedOff?.isOverdue === true ? 1 : undefined);
  if (notices !== undefined) {
    for (const [code, name] of Object.entries(noticeMetrics)) {
      add(name, 'Count', notices.filter((notice) => notice.code === code).length || undefined);
    }
  }
  return metrics;
}

/** Dimensions are members of the line: the cluster is there anyway. */
function named({ isFault }: Measured, { stack, version, functionName }: MetricLabels): string {
  return (
    member('stack', stack) + member('version', version) + (isFault === true ? member('function', functionName) : '')
  );
}

function member(name: string, value: string | undefined): string {
  return value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`;
}

function ofStack({ stack }: MetricLabels): readonly string[] {
  return stack === undefined ? [] : ['stack'];
}

function dimensionSets({ isListedCluster }: Measured, { stack, isByCluster }: MetricLabels): string {
  const all = stack === undefined ? '' : '"stack"';
  const byCluster = all === '' ? '"cluster"' : `${all},"cluster"`;
  return isByCluster === true && isListedCluster === true ? `[${all}],[${byCluster}]` : `[${all}]`;
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
