import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from '../../build/root.ts';
import { node24 } from './node24.ts';

const run = promisify(execFile);
const cache = 'dist/compile-cache';

/**
 * Builds the function with a compile cache that this machine's Node 24 takes, as docs/deploying.md says.
 * @param folders of parameters over which the cache is filled, the examples if there is none
 */
export async function buildCachedFunction(outdir: string, folders: readonly string[] = []): Promise<void> {
  await fillCompileCache(folders);
  await run('npx', ['tsx', 'build/lambda.ts', outdir], { cwd: root, env: { ...process.env, COMPILE_CACHE: cache } });
}

/** Prepares `dist/compile-cache` and fills it. */
export async function fillCompileCache(folders: readonly string[] = []): Promise<void> {
  await run('npm', ['run', '--silent', 'compile-cache', '--', ...folders], { cwd: root });
  const flags = ['--predictable', '--random-seed=1'];
  await run(await node24(), [...flags, 'build/compile-cache/fill.ts'], { cwd: root });
}
