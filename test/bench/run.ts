/**
 * Runs one benchmark: `npm run bench -- NAME [ARGUMENTS]`. Each is a module of this folder that exports `bench`, or a
 * program of its own that is bundled first. All of them run under Node 24, as the Lambda does, whatever Node started
 * this: V8 of Node 20 is a third slower at our work.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { node24 } from '../support/node24.ts';
import { BenchOptionsError } from './bench-options.ts';
import { runBundled } from './run-bundled.ts';

type Bench = (args: readonly string[]) => Promise<void>;

const benches: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  template: () => import('./template.ts'),
  patch: () => import('./patch.ts'),
  inject: () => import('./inject.ts'),
  growth: () => import('./growth.ts'),
  clusters: () => import('./clusters.ts'),
  cold: () => import('./cold.ts'),
  young: () => import('./young.ts'),
  snapshots: () => bundled('snapshots.ts'),
  simulate: () => import('./simulate.ts'),
  report: () => import('./report.ts'),
  replay: () => import('./replay.ts'),
};

async function bundled(program: string): Promise<{ readonly bench: Bench }> {
  return {
    bench: async (args) => {
      process.exitCode = await runBundled(program, args);
    },
  };
}

const [name, ...args] = process.argv.slice(2);
const load = name === undefined ? undefined : benches[name];
if (name === undefined || load === undefined) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join('|')}`);
  process.exit(2);
}
const node = await node24();
if (node === process.execPath) {
  const { bench } = await load();
  await bench(args).catch((error: unknown) => {
    if (!(error instanceof BenchOptionsError)) {
      throw error;
    }
    console.error(error.message);
    process.exitCode = 2;
  });
} else {
  const again = ['--import', import.meta.resolve('tsx'), fileURLToPath(import.meta.url), name, ...args];
  process.exitCode = spawnSync(node, again, { stdio: 'inherit' }).status ?? 1;
}
