/**
 * Bundles the command line into `dist/cli`, so that `npx --no-install sidecar-injector` runs on any supported Node. Dependencies
 * stay outside: a clone has them after `npm ci`. `npm ci` runs it.
 */
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

await build({
  absWorkingDir: root,
  entryPoints: [{ in: 'lib/cli/main.ts', out: 'sidecar-injector' }],
  outdir: 'dist/cli',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
});
