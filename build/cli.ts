/**
 * Bundles the command line into `dist/cli`, so that `npx --no-install sidecar-injector` runs on any supported Node. Dependencies
 * stay outside: a clone has them after `npm ci`. `npm ci` runs it.
 */
import { build } from 'esbuild';
import { emptied } from './emptied.ts';
import { nodeOptions } from './node-options.ts';

await build({
  ...nodeOptions,
  entryPoints: [{ in: 'lib/cli/main.ts', out: 'sidecar-injector' }],
  outdir: emptied('dist/cli'),
});
