/**
 * `npm run bench -- snapshots PARAMETERS`: how long decoding, validating and compiling a whole configuration takes in
 * a warm process, and what many clusters of it take of CPU and memory, alike and unlike. PARAMETERS is a folder of parameter files, such as
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
import { createSharedParts, type SharedParts } from '../../lib/config/load/shared-parts.ts';
import type { Snapshot } from '../../lib/config/snapshot.ts';
import type { Parameter, ParameterReading } from '../../lib/config/source/source.ts';

const limits = { loadMs: 50, memoryMb: 256 } as const;
const rounds = 30;

/** Prints the numbers; a limit that is exceeded makes the exit code 1. */
async function run([, , folder = 'examples/parameters']: readonly string[]): Promise<void> {
  const texts = await readTexts(folder);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const reading = unlike(`c${round}`, texts);
    const start = performance.now();
    await load(`c${round}`, reading, createSharedParts());
    times.push(performance.now() - start);
  }
  const [loadMs = 0] = times
    .slice(rounds / 2)
    .sort((a, b) => a - b)
    .slice(rounds / 4);
  console.log(`load and compile, warm: ${loadMs.toFixed(1)} ms (at most ${limits.loadMs})`);
  await loadAll(50, unlike, texts);
  const { rss } = memory();
  console.log(`whole process with them: ${(rss / 2 ** 20).toFixed(0)} MB resident (at most ${limits.memoryMb})`);
  await loadAll(50, alike, texts);
  await loadAll(cacheLimits.clusters, unlike, texts);
  await loadAll(cacheLimits.clusters, alike, texts);
  if (loadMs > limits.loadMs || rss > limits.memoryMb * 2 ** 20) {
    process.exitCode = 1;
  }
}

/** Loads so many clusters as one environment does, and prints what that takes of CPU and memory. */
async function loadAll(clusters: number, readingOf: typeof unlike, texts: ReadonlyMap<string, string>): Promise<void> {
  const shared = createSharedParts();
  // The cache keeps what it has read beside what it made of that.
  const kept: { readonly reading: ParameterReading; readonly snapshot: Snapshot }[] = [];
  const before = memory();
  const start = process.cpuUsage();
  for (let index = 0; index < clusters; index++) {
    const reading = readingOf(`cluster-${index}`, texts);
    kept.push({ reading, snapshot: await load(`cluster-${index}`, reading, shared) });
  }
  const { user, system } = process.cpuUsage(start);
  const kilobytes = (memory().heap - before.heap) / 1024 / kept.length;
  const stored = kept.flatMap(({ reading }) => [...reading.parameters.values()].map(({ value }) => value.length));
  const characters = stored.reduce((sum, length) => sum + length, 0) / kept.length;
  console.log(
    `${kept.length} clusters, ${readingOf.name}: ${((user + system) / 1000 / clusters).toFixed(2)} ms of CPU each, and ` +
      `${kilobytes.toFixed(0)} KB for ${characters.toFixed(0)} characters stored`,
  );
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
function unlike(cluster: string, texts: ReadonlyMap<string, string>): ParameterReading {
  return readingWith(cluster, texts, (name, text) =>
    name.startsWith('template') || name === 'mesh' || name === 'values' ? `${text}\n${commentOf(name, cluster)}` : text,
  );
}

/** A cluster with every parameter as its own, equal to the others' but for the values. */
function alike(cluster: string, texts: ReadonlyMap<string, string>): ParameterReading {
  return readingWith(cluster, texts, (name, text) =>
    name === 'values' ? `${text}\n${commentOf(name, cluster)}` : text,
  );
}

/** What makes a text unlike others and changes nothing: values may be JSON, which has no comments. */
function commentOf(name: string, cluster: string): string {
  if (name === 'values') {
    return ' '.repeat(1 + Number(/\d+$/.exec(cluster)?.[0] ?? 0));
  }
  return name.startsWith('template') ? `{{/* ${cluster} */}}` : `# ${cluster}`;
}

function readingWith(
  cluster: string,
  texts: ReadonlyMap<string, string>,
  change: (name: string, text: string) => string,
): ParameterReading {
  const entries = [...texts].map(([name, text]): [string, Parameter] => {
    const full = `${cluster}/${name}`;
    return [full, { name: full, value: encodeAs('gzip', change(name, text)), version: 1 }];
  });
  return { parameters: new Map(entries), failures: new Map() };
}

async function load(cluster: string, reading: ParameterReading, shared: SharedParts): Promise<Snapshot> {
  const result = await loadSnapshot(cluster, reading, { shared });
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
