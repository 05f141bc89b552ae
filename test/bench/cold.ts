/**
 * `npm run bench -- cold [PARAMETERS] [PAIRS]`: starts the shipped bundle in fresh Node 24 processes against a
 * loopback Parameter Store, up to the first injected pod, each time paired with an empty handler. PARAMETERS is a
 * folder of parameter files (`examples/parameters` unless given).
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillParameterStore } from '../support/fakes/fill-parameter-store.ts';
import { podEvent } from '../support/fakes/gateway-event.ts';
import { type ParameterStoreServer, startParameterStore } from '../support/fakes/parameter-store-server.ts';
import { node24 } from '../support/node24.ts';

const defaultPairs = 50;
/** At most this many times an empty handler; and the goal. */
const ratioLimit = 3;
const ratioGoal = 2.5;
const root = fileURLToPath(new URL('../..', import.meta.url));

interface Run {
  /** Milliseconds of the whole process, from outside. */
  readonly whole: number;
  readonly started: number;
  readonly loaded: number;
  readonly answered: number;
  /** Milliseconds of CPU time, of all threads. */
  readonly cpu: number;
  readonly answer: { readonly statusCode: number; readonly body: string };
  /** What the handler logged. */
  readonly log: string;
}

/** Runs the benchmark and prints `cold ratio: N`. */
export async function bench([parameters = join(root, 'examples/parameters'), pairs]: readonly string[]): Promise<void> {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const node = await node24();
  const store = await startParameterStore();
  const folder = await mkdtemp(join(tmpdir(), 'cold-'));
  try {
    await fillParameterStore(store.store, '/cold', parameters);
    const event = join(folder, 'event.json');
    await writeFile(event, JSON.stringify(podEvent(pod, '/inject')));
    const handler = join(root, 'dist/functions/inject.mjs');
    const empty = fileURLToPath(new URL('empty-handler.mjs', import.meta.url));
    const runs: { readonly ours: Run; readonly empty: Run }[] = [];
    for (let pair = 0; pair <= Number(pairs ?? defaultPairs); pair++) {
      runs.push({ empty: await start(node, [empty, event], store), ours: await start(node, [handler, event], store) });
      assertInjected(runs.at(-1)?.ours);
    }
    await printFiles();
    // The first pair warms the disk cache of the operating system.
    print(runs.slice(1), store.calls.length / runs.length);
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

function start(node: string, args: readonly string[], { environment }: ParameterStoreServer): Promise<Run> {
  const script = fileURLToPath(new URL('cold-start.mjs', import.meta.url));
  const env = { ...environment, PARAMETER_ROOT: '/cold', AUTH: 'none' };
  const from = performance.now();
  return new Promise((resolve, reject) => {
    execFile(node, [script, ...args], { env, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (error !== null) {
        reject(new Error(`${args.join(' ')} did not answer: ${stderr || error.message}`));
        return;
      }
      // The handler logs to standard output as well; the last line is the report.
      const report = JSON.parse(stdout.slice(stdout.lastIndexOf('{"started"')));
      resolve({ ...report, log: stdout.slice(0, stdout.lastIndexOf('{"started"')), whole: performance.now() - from });
    });
  });
}

function assertInjected(run: Run | undefined): void {
  const response = run === undefined ? undefined : JSON.parse(run.answer.body).response;
  if (typeof response?.patch !== 'string') {
    throw new Error(`the pod was not injected: ${run?.answer.body}\n${run?.log}`);
  }
}

/** What the bundle is made of; a start loads `inject.mjs`, the two large chunks and the Pod schema. */
async function printFiles(): Promise<void> {
  const folder = join(root, 'dist/functions');
  for (const name of await readdir(folder)) {
    console.log(`${String((await stat(join(folder, name))).size).padStart(8)} bytes  ${name}`);
  }
}

function print(runs: readonly { readonly ours: Run; readonly empty: Run }[], reads: number): void {
  const of = (pick: (run: { readonly ours: Run; readonly empty: Run }) => number): number => median(runs.map(pick));
  const [ours, empty] = [of((run) => run.ours.whole), of((run) => run.empty.whole)];
  const [ourCpu, emptyCpu] = [of((run) => run.ours.cpu), of((run) => run.empty.cpu)];
  // Pair by pair: what slows the machine down for a while then falls on both sides.
  const ratio = of((run) => run.ours.whole / run.empty.whole);
  const cpuRatio = of((run) => run.ours.cpu / run.empty.cpu);
  console.log(`empty handler      ${empty.toFixed(1)} ms`);
  console.log(`injector           ${ours.toFixed(1)} ms (${reads.toFixed(1)} reads)`);
  console.log(`  Node itself      ${of((run) => run.ours.started).toFixed(1)} ms`);
  console.log(`  load, read, INIT ${of((run) => run.ours.loaded - run.ours.started).toFixed(1)} ms`);
  console.log(`  first pod        ${of((run) => run.ours.answered - run.ours.loaded).toFixed(1)} ms`);
  console.log(`CPU time           ${emptyCpu.toFixed(1)} ms and ${ourCpu.toFixed(1)} ms`);
  console.log(`machine            ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`);
  console.log(`CPU ratio: ${cpuRatio.toFixed(2)}`);
  console.log(`cold ratio: ${ratio.toFixed(2)} (at most ${ratioLimit}, goal ${ratioGoal})`);
  if (ratio > ratioLimit) {
    process.exitCode = 1;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** The least that a pod can be. */
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'app-', namespace: 'shop', labels: { app: 'app', 'sidecar.istio.io/inject': 'true' } },
  spec: { containers: [{ name: 'app', image: 'example.org/app:1', ports: [{ containerPort: 8080 }] }] },
};
