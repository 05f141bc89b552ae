/**
 * `npm run bench -- clusters --istio DIR [--rounds N] [--json FILE]`: many clusters with Istio's whole configuration of
 * their own, each with another template, in one environment of 512 MB: the first pod of each, and pods never seen of
 * all of them in turns.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeValue } from '../../lib/config/load/decode-value.ts';
import { encodeValue } from '../../lib/config/load/encode-value.ts';
import { fillParameterStore } from '../support/fakes/fill-parameter-store.ts';
import { ParameterStore } from '../support/fakes/parameter-store.ts';
import { startParameterStore } from '../support/fakes/parameter-store-server.ts';
import { node24 } from '../support/node24.ts';
import { benchOptions, median, type Row, report, rounded } from './bench-options.ts';
import { reviewOf } from './review-of.ts';
import { Reviewer } from './reviewer.ts';
import { buildHandler, importIstio } from './starts.ts';

const sizes = [10, 50, 200] as const;
/** What the others are compared with. */
const usual = 50;
/** As Lambda sets V8 at 512 MB. */
const flags = ['--max-old-space-size=460', '--max-semi-space-size=25'] as const;
const root = '/clusters';

/** Prints a row for each number of clusters. */
export async function bench(args: readonly string[]): Promise<void> {
  const options = benchOptions(args, 3);
  if (options.istio === undefined) {
    console.error('clusters needs --istio DIR, whose ConfigMaps are what each cluster has');
    process.exitCode = 2;
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'clusters-'));
  try {
    importIstio(options.istio, join(folder, 'mesh'));
    const handler = buildHandler();
    const lives: Life[] = [];
    for (const clusters of sizes) {
      lives.push(await live({ handler, mesh: join(folder, 'mesh'), clusters, rounds: options.rounds }));
    }
    const compared = lives[sizes.indexOf(usual)]?.inTurns ?? Number.NaN;
    const rows = lives.map((life) => rowOf(life, compared));
    await report(
      'clusters',
      [{ title: 'Clusters with configuration of their own, in one environment', rows }],
      options,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Life {
  readonly clusters: number;
  /** Milliseconds of CPU for the first pod of each cluster, the median. */
  readonly first: number;
  /** Milliseconds of CPU for a pod afterwards, the mean, since it is seldom that one pays for all. */
  readonly inTurns: number;
  /** What the process holds at the end. */
  readonly residentMegabytes: number;
}

function rowOf({ clusters, first, inTurns, residentMegabytes }: Life, compared: number): Row {
  return {
    clusters,
    'first pod, CPU ms': rounded(first),
    'then in turns, CPU ms a pod': rounded(inTurns),
    [`times that of ${usual}`]: rounded(inTurns / compared),
    'resident MB': Math.round(residentMegabytes),
  };
}

interface Living {
  readonly handler: string;
  readonly mesh: string;
  readonly clusters: number;
  readonly rounds: number;
}

async function live({ handler, mesh, clusters, rounds }: Living): Promise<Life> {
  const store = await startParameterStore(await storeOf(mesh, clusters));
  const script = fileURLToPath(new URL('review-server.mjs', import.meta.url));
  const env = { ...store.environment, PARAMETER_ROOT: root, AUTH: 'none' };
  const reviewer = Reviewer.ours(await node24(), [...flags, script, handler], env);
  let pods = 0;
  const round = async (): Promise<readonly number[]> => {
    const costs: number[] = [];
    for (let cluster = 0; cluster < clusters; cluster += 1) {
      pods += 1;
      const { cpuNanoseconds, response } = await reviewer.review(`/inject/cluster/c${cluster}`, reviewOf(pods));
      if (!response.includes('JSONPatch')) {
        throw new Error(`a pod of cluster c${cluster} of ${clusters} was not injected: ${response.slice(0, 500)}`);
      }
      costs.push(cpuNanoseconds / 1e6);
    }
    return costs;
  };
  try {
    const first = median(await round());
    // As many pods for every number of clusters, so that V8 has compiled as much.
    const times = Math.ceil((rounds * Math.max(...sizes)) / clusters);
    const costs: number[] = [];
    for (let time = 0; time < times; time += 1) {
      costs.push(...(await round()));
    }
    const inTurns = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
    return { clusters, first, inTurns, residentMegabytes: await residentMegabytes(reviewer.pid) };
  } finally {
    reviewer.close();
    await store.close();
  }
}

/** Every cluster has all parameters, and a template that differs from every other. */
async function storeOf(mesh: string, clusters: number): Promise<ParameterStore> {
  const store = new ParameterStore();
  await fillParameterStore(store, `${root}/default`, join(mesh, 'default'));
  const names = Array.from({ length: clusters }, (_, index) => `c${index}`);
  for (const cluster of names) {
    await fillParameterStore(store, `${root}/${cluster}`, join(mesh, 'default'));
    const template = `${root}/${cluster}/templates/sidecar`;
    const text = decodeValue(store.find(template)?.value ?? '');
    store.put(template, encodeValue(`${text}\n{{/* ${cluster} */}}\n`), {
      overwrite: true,
      tier: 'Intelligent-Tiering',
    });
  }
  return store;
}

/** What the kernel says that a process holds. Linux only. */
async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
