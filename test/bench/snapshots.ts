/**
 * `npm run bench -- snapshots PARAMETERS`: how long decoding, validating and compiling a whole configuration takes in
 * a warm process, and what 50 clusters of it take of memory. PARAMETERS is a folder of parameter files, such as
 * `import-istio` writes.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { cacheLimits } from '../../lib/config/cache/clusters.ts';
import { describeProblem } from '../../lib/config/config-problem.ts';
import { decodeValue } from '../../lib/config/load/decode-value.ts';
import { encodeAs } from '../../lib/config/load/encode-value.ts';
import { loadSnapshot } from '../../lib/config/load/load-snapshot.ts';
import type { Snapshot } from '../../lib/config/snapshot.ts';
import type { Parameter, ParameterReading } from '../../lib/config/source/source.ts';

const limits = { loadMs: 50, memoryMb: 256 } as const;
const rounds = 30;

/** Prints both numbers; a limit that is exceeded makes the exit code 1. */
async function run([, , folder = 'examples/parameters']: readonly string[]): Promise<void> {
  const texts = await readTexts(folder);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const reading = readingOf(`c${round}`, texts);
    const start = performance.now();
    await load(`c${round}`, reading);
    times.push(performance.now() - start);
  }
  const [loadMs = 0] = times
    .slice(rounds / 2)
    .sort((a, b) => a - b)
    .slice(rounds / 4);
  const before = memory();
  // The cache keeps what it has read beside what it made of that.
  const snapshots: { readonly reading: ParameterReading; readonly snapshot: Snapshot }[] = [];
  for (let index = 0; index < cacheLimits.clusters; index++) {
    const reading = readingOf(`cluster-${index}`, texts);
    snapshots.push({ reading, snapshot: await load(`cluster-${index}`, reading) });
  }
  const after = memory();
  const perCluster = (after.heap - before.heap) / snapshots.length;
  console.log(`load and compile, warm: ${loadMs.toFixed(1)} ms (at most ${limits.loadMs})`);
  console.log(`${snapshots.length} clusters: ${(perCluster / 1024).toFixed(0)} KB each`);
  console.log(`whole process: ${(after.rss / 2 ** 20).toFixed(0)} MB resident (at most ${limits.memoryMb})`);
  if (loadMs > limits.loadMs || after.rss > limits.memoryMb * 2 ** 20) {
    process.exitCode = 1;
  }
}

async function readTexts(folder: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const name of await readdir(folder, { recursive: true })) {
    if ((await stat(join(folder, name))).isFile()) {
      const [, ...rest] = name.split(sep);
      texts.set(rest.join('/'), decodeValue(await readFile(join(folder, name), 'utf8')));
    }
  }
  return texts;
}

/** A cluster with every parameter as its own, and templates unlike any other's, so that nothing is shared. */
function readingOf(cluster: string, texts: ReadonlyMap<string, string>): ParameterReading {
  const entries = [...texts].map(([name, text]): [string, Parameter] => {
    const own = name.startsWith('template') ? `${text}\n{{/* ${cluster} */}}` : text;
    const full = `${cluster}/${name}`;
    return [full, { name: full, value: encodeAs('gzip', own), version: 1 }];
  });
  return { parameters: new Map(entries), failures: new Map() };
}

async function load(cluster: string, reading: ParameterReading): Promise<Snapshot> {
  const result = await loadSnapshot(cluster, reading);
  if (result.kind === 'invalid') {
    throw new Error(result.problems.map(describeProblem).join('\n'));
  }
  return result.snapshot;
}

/** Bytes. */
function memory(): { readonly heap: number; readonly rss: number } {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') {
    collect();
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed, rss };
}

await run(process.argv);
