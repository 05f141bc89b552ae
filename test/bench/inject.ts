import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * `npm run bench -- inject [DIR]`: see `inject-run.ts`. It is bundled first, as the Lambda is: what runs sources
 * directly adds a call to every inner function, to keep its name, and that would be measured too.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-inject-'));
  const outfile = join(folder, 'run.mjs');
  try {
    await build({
      entryPoints: [join(import.meta.dirname, 'inject-run.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    const { run } = (await import(pathToFileURL(outfile).href)) as { run: (args: readonly string[]) => void };
    run(args);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
