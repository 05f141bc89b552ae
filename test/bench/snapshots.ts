import { runBundled } from './run-bundled.ts';

/** `npm run bench -- snapshots PARAMETERS`: see `snapshots-run.ts`. */
export async function bench(args: readonly string[]): Promise<void> {
  process.exitCode = await runBundled('snapshots-run.ts', args);
}
