/**
 * Bundles what a deployment runs before a new version gets traffic into `dist/functions`, beside the function and apart
 * from it: a part that both share would be a file more for every start. The SDK is Lambda's own.
 */
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './root.ts';

await build({
  absWorkingDir: root,
  entryPoints: ['functions/rollout/before-traffic.ts'],
  outfile: join(root, 'dist/functions/before-traffic.mjs'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  external: ['@aws-sdk/*'],
  logLevel: 'warning',
});
