import type { BuildOptions } from 'esbuild';
import { root } from './root.ts';

/** How what runs on a user's Node is bundled: dependencies stay outside, and `import()` makes files of its own. */
export const nodeOptions = {
  absWorkingDir: root,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
} satisfies BuildOptions;
