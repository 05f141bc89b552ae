import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alarmTable, burnRates, reservationAlarm, throttleAlarm } from '../../../../build/deploy/alarm-table.ts';
import { ofType, templateWith } from '../../../support/deployment-template.ts';

const topic = 'arn:aws:sns:eu-central-1:123456789012:pages';
const rows = [
  ...alarmTable,
  throttleAlarm({ throttle: { rate: 1000, burst: 2000 } }),
  ...reservationAlarm({ concurrency: 100 }),
];

describe('alarms', () => {
  const template = templateWith({ alarmTopicArn: topic });

  it.each(rows)('$id is on $metric of this stack, and tells the topic', ({ id, metric, namespace, threshold }) => {
    expect(template.Resources[`Alarm${id}`]?.Properties).toMatchObject({
      MetricName: metric,
      Namespace: namespace,
      Threshold: threshold,
      TreatMissingData: 'notBreaching',
      AlarmActions: [topic],
      OKActions: [topic],
    });
    expect(JSON.stringify(template.Resources[`Alarm${id}`]?.Properties.Dimensions)).toMatch(
      /AWS::StackName|InjectLambdaFunction/,
    );
  });

  it('tell nobody where no topic is named, and are not there where nobody wants them', () => {
    expect(templateWith().Resources.AlarmFailed?.Properties.AlarmActions).toBeUndefined();
    const without = templateWith({ alarms: 'off', shift: 'none' });
    expect(ofType(without, 'AWS::CloudWatch::Alarm').size).toBe(0);
    expect(ofType(without, 'AWS::CloudWatch::Dashboard').size).toBe(0);
  });

  it('on what a deployment is sized for follow its parameters', () => {
    const sized = templateWith({ reservedConcurrency: '50', throttleRate: '100' });
    expect(sized.Resources.AlarmNearReservation?.Properties.Threshold).toBe(40);
    expect(sized.Resources.AlarmNearThrottle?.Properties.Threshold).toBe(4800);
    expect(templateWith({ reservedConcurrency: 'none' }).Resources.AlarmNearReservation).toBeUndefined();
  });

  it('watch what Lambda counts for each function, and the rest once', () => {
    const apart = templateWith({ apartClusters: 'big', apartConcurrency: '30', alarmTopicArn: topic });
    const ids = Object.keys(apart.Resources).filter((id) => /^AlarmApart/.test(id));
    expect(ids).toEqual(['AlarmApartThrottled', 'AlarmApartCrashed', 'AlarmApartSlow', 'AlarmApartNearReservation']);
    for (const id of ids) {
      expect(apart.Resources[id]?.Properties).toMatchObject({
        AlarmName: { 'Fn::Sub': `\${AWS::StackName}-${id.replace('Alarm', '')}` },
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'ApartLambdaFunction' } }],
        AlarmActions: [topic],
      });
    }
    expect(apart.Resources.AlarmApartNearReservation?.Properties.Threshold).toBe(24);
    expect(apart.Resources.AlarmNearReservation?.Properties.Threshold).toBe(80);
  });

  it.each(burnRates)(
    '$id is on where faults come $rate times too fast, over both windows',
    ({ id, rate, long, short }) => {
      for (const [window, seconds] of [
        ['Long', long],
        ['Short', short],
      ] as const) {
        const alarm = template.Resources[`Alarm${id}${window}`]?.Properties;
        expect(alarm?.Threshold).toBeCloseTo(rate / 1000, 6);
        expect(JSON.stringify(alarm?.Metrics)).toContain(`"Period":${seconds}`);
        expect(alarm?.AlarmActions).toBeUndefined();
      }
      expect(template.Resources[`Alarm${id}`]?.Properties).toMatchObject({
        AlarmRule: { 'Fn::Sub': `ALARM("\${Alarm${id}Long}") AND ALARM("\${Alarm${id}Short}")` },
        AlarmActions: [topic],
      });
    },
  );
});

describe('docs/operations.md', () => {
  const page = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');

  const ids = [...[...rows, ...burnRates].map(({ id }) => id), 'FaultsOfVersion'];

  it.each(ids)('has a section for %s, with something to run', (id) => {
    const section = page.split(`\n### ${id}\n`)[1]?.split(/\n##/)[0] ?? '';
    const text = section.replaceAll(
      /\*(\w+)\*/g,
      (_, other: string) => page.split(`\n### ${other}\n`)[1]?.split(/\n##/)[0] ?? '',
    );
    expect(text).toMatch(/^(aws|kubectl) |`(aws|kubectl|sidecar-injector|check|on|rollback)\b/m);
  });

  it('is about every alarm of a deployment', () => {
    const made = [...ofType(templateWith({ apartClusters: 'big' }), 'AWS::CloudWatch::Alarm').keys()];
    const unknown = made.filter((id) => !ids.includes(id.replace(/^(Alarm)?(Apart|Inject)?|(Long|Short)$/g, '')));
    expect(unknown).toEqual([]);
  });

  it('has none for an alarm that is not there', () => {
    const section = page.slice(page.indexOf('## Alarms')).split(/\n## /)[0] ?? '';
    const names = [...section.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual([...ids].sort());
  });
});

describe('the dashboard', () => {
  const body = templateWith().Resources.Dashboard?.Properties.DashboardBody as { readonly 'Fn::Sub': string };
  const { widgets } = JSON.parse(body['Fn::Sub']) as {
    readonly widgets: readonly { readonly properties: { readonly title: string } }[];
  };

  it('shows decisions by reason and by cluster, latency, the age of configurations, releases and cost', () => {
    const titles = widgets.map(({ properties }) => properties.title).join('; ');
    for (const part of ['by reason', 'by cluster', 'Latency', 'Age of a configuration', 'in force', 'Cost']) {
      expect(titles).toContain(part);
    }
  });

  it('shows the function of clusters that are kept apart beside the other', () => {
    const { DashboardBody } = templateWith({ apartClusters: 'big' }).Resources.Dashboard?.Properties ?? {};
    const text = JSON.stringify(DashboardBody);
    expect(text).toContain(
      "SOURCE '/aws/lambda/${AWS::StackName}-inject' | SOURCE '/aws/lambda/${AWS::StackName}-apart' |",
    );
    for (const metric of ['ConcurrentExecutions', 'Errors', 'Throttles', 'Duration', 'Invocations']) {
      expect(text).toMatch(new RegExp(`${metric}[^\\]]*StackName}-apart`));
    }
  });

  it('is of this stack only', () => {
    expect(body['Fn::Sub']).not.toMatch(/lambda-sidecar-injector-prod/);
    expect(body['Fn::Sub']).toContain('${AWS::StackName}');
  });
});
