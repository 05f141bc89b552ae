// 40 reads a second of an account are enough for 20 environments of 2 each.
import { expect, it } from 'vitest';
import { simulateManyClusters } from './many-clusters.ts';

it.each([
  { clusters: 1, environments: 5, own: 2 },
  { clusters: 10, environments: 5, own: 2 },
  { clusters: 200, environments: 5, own: 2 },
  { clusters: 200, environments: 5, own: 4 },
  { clusters: 200, environments: 5, own: 5, isPinned: true },
])(
  '$clusters clusters of $own parameters in $environments environments, each asked for every 20 s, stay below 2 reads a second each',
  async (scenario) => {
    const outcome = await simulateManyClusters({ ...scenario, everyMs: 20_000 });
    expect(outcome.unavailable).toBe(0);
    expect(outcome.readsPerSecond).toBeLessThan(2 * scenario.environments);
    expect(outcome.oldestSeconds).toBeLessThanOrEqual(60.1);
  },
);
