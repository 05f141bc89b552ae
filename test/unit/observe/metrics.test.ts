import { describe, expect, it } from 'vitest';
import { type Measured, type MetricLabels, metricMembers } from '../../../lib/observe/metrics.ts';

const labels = { stack: 'injector-prod', functionName: 'injector-prod-inject', version: '7' };
const pod = { outcome: 'injected', cluster: 'prod' } as const;
const failed = { ...pod, outcome: 'failed', fingerprint: 'abc' } as const;

interface Emf {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Dimensions: unknown;
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
}

/** The members as an object. */
function fields(measured: Measured, labels?: MetricLabels): Readonly<Record<string, unknown>> {
  return JSON.parse(`{${metricMembers(0, measured, labels).slice(1)}}`);
}

/** The sets of dimensions of each metric. */
function dimensions(measured: Measured, labels?: MetricLabels): Readonly<Record<string, unknown>> {
  const { _aws } = fields(measured, labels) as unknown as Emf;
  const all = _aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Metrics.map(({ Name }) => [Name, Dimensions] as const),
  );
  return Object.fromEntries(all);
}

describe('metrics', () => {
  it('are of the stack, whose name stands in the line', () => {
    expect(dimensions(pod, labels).injected).toEqual([['stack']]);
    expect(fields(pod, labels)).toMatchObject({ stack: 'injector-prod', injected: 1 });
  });

  it('have no dimension where nobody says which stack', () => {
    expect(dimensions(pod).injected).toEqual([[]]);
  });

  it.each([
    ['not unless it is wanted', { isListedCluster: true }, {}, [['stack']]],
    [
      'where it is wanted and listed',
      { isListedCluster: true },
      { isByCluster: true },
      [['stack'], ['stack', 'cluster']],
    ],
    ['never by a name that nobody has listed', {}, { isByCluster: true }, [['stack']]],
  ])('are by cluster %s', (_name, measured, more, want) => {
    expect(dimensions({ ...pod, ...measured }, { ...labels, ...more }).injected).toEqual(want);
  });

  it('count faults of this program by function and version, beside what failed', () => {
    const counted = dimensions({ ...failed, isFault: true }, labels);
    expect(counted).toMatchObject({ failed: [['stack']], faults: [['stack'], ['stack', 'function', 'version']] });
    expect(fields({ ...failed, isFault: true }, labels)).toMatchObject({
      ...{ faults: 1, version: '7', function: 'injector-prod-inject' },
    });
    expect(fields(failed, labels)).not.toHaveProperty('function');
  });

  it('count no fault where a template fails', () => {
    expect(dimensions(failed, labels)).not.toHaveProperty('faults');
  });

  it('count failed pods by configuration, and by cluster only where somebody has listed it', () => {
    expect(dimensions(failed, labels).failedPods).toEqual([['stack', 'fingerprint']]);
    const listed = { ...failed, isListedCluster: true };
    expect(dimensions(listed, labels).failedPods).toEqual([['stack', 'cluster', 'fingerprint']]);
  });

  it('count neither health checks nor trials', () => {
    expect(fields({ ...pod, outcome: 'health' }, labels)).toEqual({});
    expect(fields({ ...pod, isTrial: true }, labels)).toEqual({});
  });
});
