/**
 * `replay` on a fleet: 10,000 pods of 500 workloads as kubectl prints them, half of them injected before, under the
 * example's parameters and a newer image. Printed are the seconds of the process's own time, and those on the clock for
 * the whole command, from the file to the last line; a fleet of half the size tells how it grows.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFolder } from '../../lib/cli/parameters/read-folder.ts';
import { runCommandLine } from '../../lib/cli/run-command-line.ts';
import { tryPod } from '../../lib/cli/trial/try-pod.ts';
import { fleetOf } from '../support/generators/fleet.ts';
import { recordingIo } from '../unit/cli/run-command.ts';

const folder = join(import.meta.dirname, '../../examples/parameters');

/** The example as it is, the same with a newer image, and the fleet as a file. */
interface Ground {
  readonly before: string;
  readonly after: string;
  readonly file: string;
}

async function prepare(root: string, pods: number, workloads: number): Promise<Ground> {
  const after = join(root, 'after');
  const ground = { before: folder, after: join(after, 'parameters'), file: join(root, `${pods}.json`) };
  // Fixtures name files beside the parameters.
  cpSync(join(folder, '..'), after, { recursive: true });
  const values = join(ground.after, 'default/values');
  writeFileSync(values, readFileSync(values, 'utf8').replace('v0.43.3', 'v0.44.0'));
  const loaded = (await readFolder(folder)).set.snapshotFor('default');
  const items = fleetOf(pods, workloads).map((pod, index) =>
    index % 2 === 0 || loaded.kind === 'invalid' ? pod : tryPod({ pod, namespace: 'shop' }, loaded.snapshot).pod,
  );
  writeFileSync(ground.file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 4));
  return ground;
}

async function measure(root: string, pods: number, workloads: number): Promise<number> {
  const { before, after, file } = await prepare(root, pods, workloads);
  const { io, said } = recordingIo();
  const [start, began] = [process.cpuUsage(), performance.now()];
  const code = await runCommandLine(['replay', '-f', file, '--before', before, '--after', after, '-o', 'json'], io);
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  const wall = (performance.now() - began) / 1000;
  const { equal, changed, groups } = JSON.parse(said.out);
  const size = (statSync(file).size / 1e6).toFixed(1);
  console.log(
    `${pods} pods of ${workloads} workloads, ${size} MB: ${seconds.toFixed(2)} s of CPU, ${wall.toFixed(2)} s on the clock; ${groups.length} groups, ${changed} pods changed, ${equal} equal (exit code ${code})`,
  );
  return seconds;
}

/** Runs it. */
export async function bench(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'replay-bench-'));
  try {
    const half = await measure(root, 5000, 250);
    const whole = await measure(root, 10_000, 500);
    console.log(`twice the fleet takes ${(whole / half).toFixed(2)} times as long`);
  } finally {
    rmSync(root, { recursive: true });
  }
}
