import {
  type AlarmRow,
  alarmTable,
  burnRates,
  type MetricOf,
  objective,
  reservationAlarm,
  throttleAlarm,
} from './alarm-table.ts';
import { type Intrinsic, type Resource, type Resources, ref, sub } from './cloudformation.ts';
import { type Deployment, type Target, targetsOf } from './deployment.ts';

/** The alarms of a deployment, and the topic that they tell. */
export function alarmResources(deployment: Deployment): Resources {
  if (!deployment.alarms) {
    return {};
  }
  return {
    ...Object.fromEntries(watchesOf(deployment).map((watch) => [`Alarm${watch.id}`, alarm(watch, deployment)])),
    ...burnAlarms(deployment),
  };
}

/** An alarm on one metric, by its id in this deployment. */
interface Watch {
  readonly id: string;
  readonly row: AlarmRow;
  readonly dimensions: readonly Intrinsic[];
}

/** What Lambda counts is watched for each function, the rest once for the stack. */
function watchesOf(deployment: Deployment): readonly Watch[] {
  const isOfLambda = ({ namespace }: AlarmRow) => namespace === 'AWS/Lambda';
  const ofStack = [...alarmTable.filter((row) => !isOfLambda(row)), throttleAlarm(deployment)];
  const ofFunction = alarmTable.filter(isOfLambda);
  return [
    ...ofStack.map((row) => ({ id: row.id, row, dimensions: dimensionsOf(row.namespace, deployment) })),
    ...targetsOf(deployment).flatMap((target) =>
      [...ofFunction, ...reservationAlarm(target)].map((row) => ({
        id: target.id === 'Inject' ? row.id : `${target.id}${row.id}`,
        row,
        dimensions: dimensionsOf(row.namespace, deployment, target),
      })),
    ),
  ];
}

/** What makes one alarm different from another. */
function dimensionsOf(
  namespace: MetricOf,
  { stage }: Pick<Deployment, 'stage'>,
  { id }: Pick<Target, 'id'> = { id: 'Inject' },
): readonly Intrinsic[] {
  switch (namespace) {
    case 'SidecarInjector':
      return [{ Name: 'stack', Value: ref('AWS::StackName') }];
    case 'AWS/Lambda':
      return [{ Name: 'FunctionName', Value: ref(`${id}LambdaFunction`) }];
    case 'AWS/ApiGateway':
      return [
        { Name: 'ApiName', Value: ref('AWS::StackName') },
        { Name: 'Stage', Value: stage },
      ];
  }
}

function alarm(watch: Watch, deployment: Deployment): Resource {
  const { id, row } = watch;
  return {
    Type: 'AWS::CloudWatch::Alarm',
    ...(row.per === undefined ? {} : { Condition: row.per.condition }),
    Properties: {
      AlarmName: sub(`\${AWS::StackName}-${id}`),
      AlarmDescription: `${row.means}. What to do: docs/operations.md, ${row.id}`,
      ...(row.per === undefined ? metricOf(watch) : shareOf(watch, row.per.parameter)),
      EvaluationPeriods: row.periods,
      Threshold: row.threshold,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      // Nothing happened: no pods, or none of that kind.
      TreatMissingData: 'notBreaching',
      ...notified(deployment),
    },
  };
}

function metricOf({ row, dimensions }: Watch): Intrinsic {
  const { namespace, metric, statistic, period } = row;
  return {
    Namespace: namespace,
    MetricName: metric,
    Dimensions: dimensions,
    ...(statistic === 'p99' ? { ExtendedStatistic: 'p99' } : { Statistic: statistic }),
    Period: period,
  };
}

/** CloudFormation cannot multiply, so CloudWatch divides. */
function shareOf({ row, dimensions }: Watch, parameter: string): Intrinsic {
  const { namespace, metric, statistic, period } = row;
  const Metric = { Namespace: namespace, MetricName: metric, Dimensions: dimensions };
  return {
    Metrics: [
      { Id: 'used', ReturnData: false, MetricStat: { Metric, Period: period, Stat: statistic } },
      { Id: 'share', Expression: sub(`used / \${${parameter}}`), Label: 'share in use', ReturnData: true },
    ],
  };
}

function notified({ alarmTopicArn }: Deployment): Readonly<Record<string, unknown>> {
  return alarmTopicArn === undefined ? {} : { AlarmActions: [alarmTopicArn], OKActions: [alarmTopicArn] };
}

/** For each rate an alarm over a long window and one over a short one, and one that is on where both are. */
function burnAlarms(deployment: Deployment): Resources {
  const parts = burnRates.map(({ id, rate, long, short, means }): Resources => {
    const windows = { Long: long, Short: short };
    const alarms = Object.entries(windows).map(
      ([name, seconds]) => [`Alarm${id}${name}`, burnAlarm(deployment, { id: `${id}${name}`, rate, seconds })] as const,
    );
    return {
      ...Object.fromEntries(alarms),
      [`Alarm${id}`]: {
        Type: 'AWS::CloudWatch::CompositeAlarm',
        Properties: {
          AlarmName: sub(`\${AWS::StackName}-${id}`),
          AlarmDescription: `${means}. What to do: docs/operations.md, ${id}`,
          AlarmRule: sub(`ALARM("\${Alarm${id}Long}") AND ALARM("\${Alarm${id}Short}")`),
          ...notified(deployment),
        },
      },
    };
  });
  return Object.assign({}, ...parts);
}

interface Burn {
  readonly id: string;
  readonly rate: number;
  readonly seconds: number;
}

/** The share of calls that ended in 5xx, beside the share that the objective leaves. */
function burnAlarm(deployment: Deployment, { id, rate, seconds }: Burn): Resource {
  const sum = (name: string, metric: string): Intrinsic => ({
    Id: name,
    ReturnData: false,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ApiGateway',
        MetricName: metric,
        Dimensions: dimensionsOf('AWS/ApiGateway', deployment),
      },
      Period: seconds,
      Stat: 'Sum',
    },
  });
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: sub(`\${AWS::StackName}-${id}`),
      AlarmDescription: `Faults come ${rate} times as fast as the objective of ${objective * 100} % leaves room for`,
      Metrics: [
        sum('bad', '5XXError'),
        sum('all', 'Count'),
        { Id: 'share', Expression: 'IF(all > 0, bad / all, 0)', Label: 'share of faults', ReturnData: true },
      ],
      EvaluationPeriods: 1,
      Threshold: Number((rate * (1 - objective)).toFixed(6)),
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    },
  };
}
