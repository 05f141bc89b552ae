/**
 * `replay` on a fleet: 10,000 pods of 500 workloads as kubectl prints them, half of them injected before, under the
 * example's parameters and a newer image. Printed are the seconds of the process's own time; a fleet of half the size
 * tells how it grows.
 */
import { join } from 'node:path';
import { readFolder } from '../../lib/cli/parameters/read-folder.ts';
import { readPods } from '../../lib/cli/replay/read-pods.ts';
import { replayFleet } from '../../lib/cli/replay/replay-fleet.ts';
import { parameterSet } from '../../lib/cli/trial/parameter-set.ts';
import { tryPod } from '../../lib/cli/trial/try-pod.ts';
import { fleetOf } from '../support/generators/fleet.ts';

const folder = join(import.meta.dirname, '../../examples/parameters');

async function measure(pods: number, workloads: number): Promise<number> {
  const { set, parameters } = await readFolder(folder);
  const values = parameters.get('default/values');
  const newer = new Map(parameters).set('default/values', {
    name: 'default/values',
    value: (values?.value ?? '').replace('v0.43.3', 'v0.44.0'),
    version: 2,
  });
  const after = await parameterSet({ description: 'newer', reading: { parameters: newer, failures: new Map() } });
  const loaded = set.snapshotFor('default');
  const fleet = fleetOf(pods, workloads).map((pod, index) =>
    index % 2 === 0 || loaded.kind === 'invalid' ? pod : tryPod({ pod, namespace: 'shop' }, loaded.snapshot).pod,
  );
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: fleet });
  const start = process.cpuUsage();
  const options = { before: set, after, cluster: 'default', color: false, progress: () => {} };
  const { equal, changes } = replayFleet(readPods([{ name: 'fleet', text }]), options);
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  const changed = changes.reduce((sum, each) => sum + each.pods, 0);
  const groups = `${changes.length} groups, ${changed} pods changed, ${equal} equal`;
  console.log(
    `${pods} pods of ${workloads} workloads, ${(text.length / 1e6).toFixed(1)} MB: ${seconds.toFixed(2)} s; ${groups}`,
  );
  return seconds;
}

/** Runs it. */
export async function bench(): Promise<void> {
  const half = await measure(5000, 250);
  const whole = await measure(10_000, 500);
  console.log(`twice the fleet takes ${(whole / half).toFixed(2)} times as long`);
}
