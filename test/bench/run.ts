/**
 * Runs one benchmark: `npm run bench -- NAME [ARGUMENTS]`. Each is a module of this folder that exports `bench`. All of
 * them run under Node 24, as the Lambda does, whatever Node started this: V8 of Node 20 is a third slower at our work.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { node24 } from '../build/node24.ts';

const benches: Readonly<Record<string, () => Promise<{ readonly bench: (args: readonly string[]) => Promise<void> }>>> =
  {
    template: () => import('./template.ts'),
    patch: () => import('./patch.ts'),
    inject: () => import('./inject.ts'),
    cold: () => import('./cold.ts'),
    snapshots: () => import('./snapshots.ts'),
    simulate: () => import('./simulate.ts'),
  };

const [name, ...args] = process.argv.slice(2);
const load = name === undefined ? undefined : benches[name];
if (name === undefined || load === undefined) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join('|')}`);
  process.exit(2);
}
const node = await node24();
if (node === process.execPath) {
  const { bench } = await load();
  await bench(args);
} else {
  const again = ['--import', import.meta.resolve('tsx'), fileURLToPath(import.meta.url), name, ...args];
  process.exitCode = spawnSync(node, again, { stdio: 'inherit' }).status ?? 1;
}
