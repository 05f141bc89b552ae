import { describe, expect, it } from 'vitest';
import { errorFields } from '../../../lib/observe/error-fields.ts';
import { formatEventLine } from '../../../lib/observe/event-log.ts';
import { formatRequestLine, type RequestEntry } from '../../../lib/observe/request-log.ts';

const at = 1_700_000_000_000;
const base: RequestEntry = { milliseconds: 7, status: 200, outcome: 'skipped' };

function line(change: Partial<RequestEntry> = {}) {
  return JSON.parse(formatRequestLine(at, { ...base, ...change }));
}

function metricNames(entry: { _aws: { CloudWatchMetrics: { Metrics: { Name: string }[] }[] } }) {
  return entry._aws.CloudWatchMetrics[0]?.Metrics.map(({ Name }) => Name);
}

describe('formatRequestLine', () => {
  it('is one line of JSON with its time', () => {
    expect(formatRequestLine(at, { ...base, problem: 'a\nb' })).not.toContain('\n');
    expect(line()).toMatchObject({ time: '2023-11-14T22:13:20.000Z', status: 200, milliseconds: 7 });
  });

  it.each<[RequestEntry['outcome'], string]>([
    ['injected', 'info'],
    ['skipped', 'info'],
    ['health', 'info'],
    ['refused', 'warn'],
    ['rejected', 'warn'],
    ['denied', 'warn'],
    ['unavailable', 'error'],
    ['failed', 'error'],
  ])('%s is logged as %s', (outcome, level) => {
    expect(line({ outcome }).level).toBe(level);
  });

  it('carries its metrics in the embedded format, each with a value beside', () => {
    const stale = { ageSeconds: 60, cause: 'throttled' };
    const entry = line({ outcome: 'injected', patchBytes: 300, stale });
    expect(metricNames(entry)).toEqual(['injected', 'milliseconds', 'patchBytes', 'staleSeconds']);
    expect(entry).toMatchObject({ injected: 1, milliseconds: 7, patchBytes: 300, staleSeconds: 60, level: 'warn' });
    expect(entry._aws.CloudWatchMetrics[0]).toMatchObject({ Namespace: 'SidecarInjector', Dimensions: [[]] });
  });

  it('counts no health checks', () => {
    expect(line({ outcome: 'health' })).not.toHaveProperty('_aws');
  });

  it('has no warnings where there are none', () => {
    expect(line({ warnings: [] })).not.toHaveProperty('warnings');
    expect(line({ warnings: ['x'] }).warnings).toEqual(['x']);
  });
});

describe('the length of a line', () => {
  it('stays far below an event of CloudWatch, whatever was sent', () => {
    const long = 'x'.repeat(1_000_000);
    const named = Object.fromEntries(
      ['requestId', 'lambdaRequestId', 'uid', 'cluster', 'namespace', 'workload', 'reason', 'trace', 'problem'].map(
        (key) => [key, long],
      ),
    );
    const text = formatRequestLine(at, {
      ...base,
      ...named,
      warnings: Array.from({ length: 1000 }, () => long),
      notices: Array.from({ length: 1000 }, () => ({ code: long, text: long })),
      stale: { ageSeconds: 1, cause: long },
      error: new Error(long, { cause: new Error(long) }),
    });
    expect(text.length).toBeLessThan(64 * 1024);
    expect(JSON.parse(text)._aws).toEqual(
      line({ notices: [{ code: 'x', text: 'x' }], stale: { ageSeconds: 1, cause: '' } })._aws,
    );
    expect(JSON.parse(text).uid).toMatch(/^x{999}…$/);
  });
});

describe('errorFields', () => {
  it('has name, code, place and causes', () => {
    const error = Object.assign(new TypeError('outer', { cause: new Error('inner') }), { code: 'E1' });
    expect(errorFields(error)).toMatchObject({
      name: 'TypeError',
      message: 'outer',
      code: 'E1',
      cause: { message: 'inner' },
    });
    expect(errorFields(error).stack?.[0]).toMatch(/^at /);
  });

  it('bounds messages and chains of causes', () => {
    const error = new Error('x'.repeat(5000));
    error.cause = error;
    expect(errorFields(error).message).toHaveLength(1000);
    expect(JSON.stringify(errorFields(error)).length).toBeLessThan(50_000);
  });

  it('takes what is no error', () => {
    expect(errorFields('boom')).toEqual({ name: 'string', message: 'boom' });
  });
});

describe('formatEventLine', () => {
  it.each([
    ['tokens-unusable', 'error'],
    ['compile-cache-unused', 'warn'],
  ] as const)('%s has its own name and the level %s', (event, level) => {
    const entry = JSON.parse(formatEventLine({ at: 0, event, error: new Error('no JSON') }));
    expect(entry).toMatchObject({ level, event, error: { message: 'no JSON' } });
  });
});
