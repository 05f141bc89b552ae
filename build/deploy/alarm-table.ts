import type { AskedNumber, Deployment, Target } from './deployment.ts';

/** Where a metric comes from, which says what it is about: this stack, a function, or the API's stage. */
export type MetricOf = 'SidecarInjector' | 'AWS/Lambda' | 'AWS/ApiGateway';

/** An alarm on one metric. */
export interface AlarmRow {
  /** Ends the alarm's name and logical id; docs/operations.md has a section for each. */
  readonly id: string;
  readonly namespace: MetricOf;
  readonly metric: string;
  readonly statistic: 'Sum' | 'Maximum' | 'p99';
  /** Seconds that one value is made of. */
  readonly period: number;
  /** How many values in a row, of which all are at or above the threshold. */
  readonly periods: number;
  readonly threshold: number;
  /** What the metric is divided by first, where only CloudFormation knows the number. */
  readonly per?: AskedNumber;
  /** For the person on call: what is so. */
  readonly means: string;
}

const minutes = 60;
const hours = 60 * minutes;

/** Alarms that every deployment has. A threshold counts as reached. */
export const alarmTable: readonly AlarmRow[] = [
  {
    ...{ id: 'Failed', namespace: 'SidecarInjector', metric: 'failed', statistic: 'Sum' },
    ...{ period: 5 * minutes, periods: 1, threshold: 1 },
    means: 'Pods were answered 500: a template or the injector itself failed',
  },
  {
    ...{ id: 'Unavailable', namespace: 'SidecarInjector', metric: 'unavailable', statistic: 'Sum' },
    ...{ period: 5 * minutes, periods: 1, threshold: 5 },
    means: 'Pods were answered 503: no configuration could be had',
  },
  {
    ...{ id: 'Stale', namespace: 'SidecarInjector', metric: 'staleSeconds', statistic: 'Maximum' },
    ...{ period: 5 * minutes, periods: 1, threshold: 10 * minutes },
    means: 'Pods are injected from a configuration that could not be renewed for ten minutes',
  },
  {
    ...{ id: 'HeldBack', namespace: 'SidecarInjector', metric: 'heldBack', statistic: 'Sum' },
    ...{ period: 5 * minutes, periods: 1, threshold: 1 },
    means: 'A new configuration is valid, but pods fail under it: the one before stays in force where it is known',
  },
  {
    ...{ id: 'SwitchedOff', namespace: 'SidecarInjector', metric: 'switchedOffSeconds', statistic: 'Maximum' },
    ...{ period: 5 * minutes, periods: 1, threshold: 2 * hours },
    means: 'Injection has been switched off for two hours',
  },
  {
    ...{ id: 'SwitchOverdue', namespace: 'SidecarInjector', metric: 'switchOverdue', statistic: 'Sum' },
    ...{ period: 5 * minutes, periods: 1, threshold: 1 },
    means: 'Injection is switched off for longer than was meant',
  },
  {
    ...{ id: 'Denied', namespace: 'SidecarInjector', metric: 'denied', statistic: 'Sum' },
    ...{ period: 5 * minutes, periods: 1, threshold: 50 },
    means: 'Calls were answered 401: a cluster has a wrong token, or a stranger knocks',
  },
  {
    ...{ id: 'Refused', namespace: 'SidecarInjector', metric: 'refused', statistic: 'Sum' },
    ...{ period: 5 * minutes, periods: 1, threshold: 20 },
    means: 'Pods were refused for what stands in their own annotations, or for what a template does not go with',
  },
  {
    ...{ id: 'Throttled', namespace: 'AWS/Lambda', metric: 'Throttles', statistic: 'Sum' },
    ...{ period: minutes, periods: 3, threshold: 1 },
    means: 'Lambda turned calls away for three minutes: the reservation, or the account, is used up',
  },
  {
    ...{ id: 'Crashed', namespace: 'AWS/Lambda', metric: 'Errors', statistic: 'Sum' },
    ...{ period: 5 * minutes, periods: 1, threshold: 1 },
    means: 'An invocation ended without an answer: out of time, out of memory, or it did not start',
  },
  {
    ...{ id: 'Slow', namespace: 'AWS/Lambda', metric: 'Duration', statistic: 'p99' },
    ...{ period: 5 * minutes, periods: 3, threshold: 2000 },
    means: 'One call in a hundred took two seconds or more, for a quarter of an hour',
  },
  {
    ...{ id: 'ServerErrors', namespace: 'AWS/ApiGateway', metric: '5XXError', statistic: 'Sum' },
    ...{ period: 5 * minutes, periods: 1, threshold: 5 },
    means: 'API servers got 5xx: from the function, or because it could not be reached',
  },
  {
    ...{ id: 'ClientErrors', namespace: 'AWS/ApiGateway', metric: '4XXError', statistic: 'Sum' },
    ...{ period: 5 * minutes, periods: 1, threshold: 200 },
    means: 'Callers got 4xx: throttled (429), without a right (401, 403), or not at this address',
  },
];

/** The alarm on the stage's throttle. */
export function throttleAlarm({ throttle }: Pick<Deployment, 'throttle'>): AlarmRow {
  return {
    ...{ id: 'NearThrottle', namespace: 'AWS/ApiGateway', metric: 'Count', statistic: 'Sum' },
    ...{ period: minutes, periods: 3, threshold: Math.round(0.8 * 60 * throttle.rate) },
    means: 'Four fifths of the stage’s throttle are used, for three minutes',
  };
}

/** The alarm on a function's reservation, where it has one. */
export function reservationAlarm({ concurrency }: Pick<Target, 'concurrency'>): readonly AlarmRow[] {
  if (concurrency === undefined) {
    return [];
  }
  const limit =
    typeof concurrency === 'number'
      ? { threshold: Math.max(1, Math.round(0.8 * concurrency)) }
      : { threshold: 0.8, per: concurrency };
  const row: AlarmRow = {
    ...{ id: 'NearReservation', namespace: 'AWS/Lambda', metric: 'ConcurrentExecutions', statistic: 'Maximum' },
    ...{ period: minutes, periods: 3, ...limit },
    means: 'Four fifths of the reserved executions are in use, for three minutes',
  };
  return [row];
}

/** What is promised: of a thousand calls that reach the API, 999 get an answer that is no fault of ours. */
export const objective = 0.999;

/** How fast the month's budget of faults may be used up before a person is called, over two windows at once. */
export const burnRates = [
  {
    id: 'BurnsFast',
    rate: 14.4,
    long: hours,
    short: 5 * minutes,
    means: 'Two per cent of a month’s faults within an hour',
  },
  {
    id: 'BurnsSlowly',
    rate: 6,
    long: 6 * hours,
    short: 30 * minutes,
    means: 'Five per cent of a month’s faults within six hours',
  },
] as const;
