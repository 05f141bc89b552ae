import { runBundled } from './run-bundled.ts';

/** `npm run bench -- inject [DIR]`: see `inject-run.ts`. */
export async function bench(args: readonly string[]): Promise<void> {
  process.exitCode = await runBundled('inject-run.ts', args);
}
