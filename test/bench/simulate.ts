/**
 * `npm run bench -- simulate`: a thousand pods at once on a cold function, simulated; and how it grows with pods,
 * clusters and the cap on concurrency.
 */
import { type Scenario, simulate, thousandPods } from '../suites/simulation/thousand-pods.ts';

/** What is varied, one at a time, from the scenario of a thousand pods. */
const variations: readonly Partial<Scenario>[] = [
  {},
  { pods: 250 },
  { pods: 500 },
  { pods: 2000 },
  { clusters: 10 },
  { clusters: 50 },
  { cap: 50 },
  { cap: 200 },
  { readsPerSecond: 1000 },
  { clusters: 50, readsPerSecond: 1000 },
  { othersPerSecond: 20 },
];

/** Prints a line for each variation. */
export async function bench(): Promise<void> {
  console.log(
    'pods clusters cap  free reads/s | failed  envs  reads throttled peak/s |   p50   p95   p99   max ms | 429s 503s',
  );
  for (const variation of variations) {
    const scenario = { ...thousandPods, ...variation };
    const { latencies, ...outcome } = await simulate(scenario);
    const at = (share: number): number =>
      latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? 0;
    const cells: readonly (readonly [number, number])[] = [
      [scenario.pods, 4],
      [scenario.clusters, 8],
      [scenario.cap, 4],
      [scenario.readsPerSecond - scenario.othersPerSecond, 12],
      [outcome.failed, 9],
      [outcome.environments, 5],
      [outcome.reads, 6],
      [outcome.throttledReads, 9],
      [outcome.peakReadsPerSecond, 6],
      [at(0.5), 8],
      [at(0.95), 5],
      [at(0.99), 5],
      [at(1), 5],
      [outcome.throttledRequests, 8],
      [outcome.unavailable, 4],
    ];
    console.log(cells.map(([value, width]) => String(Math.round(value)).padStart(width)).join(' '));
  }
}
