import { describe, expect, it } from 'vitest';
import { simulate, thousandPods } from './thousand-pods.ts';

describe('a thousand pods at once on a cold function', () => {
  it.each([1, 2, 3])('are all answered within the timeout of 10 s (seed %i)', async (seed) => {
    const outcome = await simulate({ ...thousandPods, seed });
    expect(outcome.failed).toBe(0);
    expect(outcome.latencies).toHaveLength(thousandPods.pods);
    expect(outcome.peakReadsPerSecond).toBeLessThanOrEqual(2 * thousandPods.readsPerSecond);
  });

  it('of twenty clusters at once are all answered with the higher-throughput setting', async () => {
    expect((await simulate({ ...thousandPods, clusters: 20, readsPerSecond: 1000 })).failed).toBe(0);
  });
});
