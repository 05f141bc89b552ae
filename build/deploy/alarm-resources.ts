import { type AlarmRow, alarmTable, burnRates, type MetricOf, objective, sizedAlarms } from './alarm-table.ts';
import { type Intrinsic, type Resource, type Resources, ref, sub } from './cloudformation.ts';
import type { Deployment } from './deployment.ts';

/** The alarms of a deployment, and the topic that they tell. */
export function alarmResources(deployment: Deployment): Resources {
  if (!deployment.alarms) {
    return {};
  }
  const rows = [...alarmTable, ...sizedAlarms(deployment)];
  return {
    ...Object.fromEntries(rows.map((row) => [`Alarm${row.id}`, alarm(row, deployment)])),
    ...burnAlarms(deployment),
  };
}

/** What makes one alarm different from another. */
export function dimensionsOf(namespace: MetricOf, { stage }: Pick<Deployment, 'stage'>): readonly Intrinsic[] {
  switch (namespace) {
    case 'SidecarInjector':
      return [{ Name: 'stack', Value: ref('AWS::StackName') }];
    case 'AWS/Lambda':
      return [{ Name: 'FunctionName', Value: ref('InjectLambdaFunction') }];
    case 'AWS/ApiGateway':
      return [
        { Name: 'ApiName', Value: ref('AWS::StackName') },
        { Name: 'Stage', Value: stage },
      ];
  }
}

function alarm(row: AlarmRow, deployment: Deployment): Resource {
  const { statistic } = row;
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: sub(`\${AWS::StackName}-${row.id}`),
      AlarmDescription: `${row.means}. What to do: docs/operations.md, ${row.id}`,
      Namespace: row.namespace,
      MetricName: row.metric,
      Dimensions: dimensionsOf(row.namespace, deployment),
      ...(statistic === 'p99' ? { ExtendedStatistic: 'p99' } : { Statistic: statistic }),
      Period: row.period,
      EvaluationPeriods: row.periods,
      Threshold: row.threshold,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      // Nothing happened: no pods, or none of that kind.
      TreatMissingData: 'notBreaching',
      ...notified(deployment),
    },
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
