import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alarmTable, burnRates, sizedAlarms } from '../../../../build/deploy/alarm-table.ts';
import { checkParameters, deploymentOf } from '../../../../build/deploy/check-parameters.ts';
import { formatRequestLine, type RequestEntry } from '../../../../lib/observe/request-log.ts';
import { ofType, templateWith } from '../../../support/deployment-template.ts';

const topic = 'arn:aws:sns:eu-central-1:123456789012:pages';
const usual = deploymentOf(checkParameters({}), { stage: 'prod', version: '0.1.0' });
const rows = [...alarmTable, ...sizedAlarms(usual)];

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

describe('what an alarm watches', () => {
  const stale = { ageSeconds: 700, cause: 'throttled' };
  const switchedOff = { parameter: 'default/switch', reason: 'drill', seconds: 7300, isOverdue: true };
  /** What the log says of a request that moves the metric. */
  const moved: Readonly<Record<string, Partial<RequestEntry>>> = {
    failed: { outcome: 'failed' },
    unavailable: { outcome: 'unavailable' },
    staleSeconds: { outcome: 'injected', stale },
    heldBack: { outcome: 'injected', isHeldBack: true },
    switchedOffSeconds: { outcome: 'skipped', switchedOff },
    switchOverdue: { outcome: 'skipped', switchedOff },
    denied: { outcome: 'denied' },
    refused: { outcome: 'refused' },
  };
  const own = rows.filter(({ namespace }) => namespace === 'SidecarInjector');

  it.each(own)('$metric is what the function logs, with the stack beside', ({ metric, threshold, statistic }) => {
    const entry = { at: 0, milliseconds: 3, status: 200, outcome: 'skipped', ...moved[metric] } as const;
    const line = JSON.parse(formatRequestLine(entry, { stack: 'injector-prod' }));
    expect(line).toHaveProperty(metric);
    expect(statistic === 'Sum' ? line[metric] : line[metric] >= threshold).toBe(statistic === 'Sum' ? 1 : true);
    const [{ Namespace, Dimensions, Metrics }] = line._aws.CloudWatchMetrics;
    expect({ Namespace, Dimensions }).toEqual({ Namespace: 'SidecarInjector', Dimensions: [['stack']] });
    expect(Metrics.map(({ Name }: { Name: string }) => Name)).toContain(metric);
    expect(line.stack).toBe('injector-prod');
  });

  it('and a deployment goes back by, is what the function logs with its version', () => {
    const entry = { at: 0, milliseconds: 3, status: 500, outcome: 'failed', isFault: true } as const;
    const line = JSON.parse(formatRequestLine(entry, { stack: 'injector-prod', version: '7' }));
    const watched = templateWith().Resources.InjectFaultsOfVersion?.Properties;
    const { Name } = line._aws.CloudWatchMetrics.at(-1).Metrics[0];
    expect(watched?.MetricName).toBe(Name);
    const watchedBy = (watched?.Dimensions ?? []) as readonly { readonly Name: string }[];
    const names = watchedBy.map((dimension) => dimension.Name);
    expect(line._aws.CloudWatchMetrics.at(-1).Dimensions).toContainEqual(names);
    expect(names.map((name) => line[name])).toEqual(['injector-prod', '7']);
  });
});

describe('docs/operations.md', () => {
  const page = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');

  it.each([...rows.map(({ id }) => id), ...burnRates.map(({ id }) => id)])('has a section for %s', (id) => {
    expect(page).toContain(`\n### ${id}\n`);
  });

  it('has none for an alarm that is not there', () => {
    const section = page.slice(page.indexOf('## Alarms')).split(/\n## /)[0] ?? '';
    const names = [...section.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual([...rows, ...burnRates].map(({ id }) => id).sort());
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

  it('is of this stack only', () => {
    expect(body['Fn::Sub']).not.toMatch(/lambda-sidecar-injector-prod/);
    expect(body['Fn::Sub']).toContain('${AWS::StackName}');
  });
});
