/**
 * Makes what the package exports as libraries: `dist/lib/NAME.mjs`, bundled from `lib/NAME/index.ts`, and its types in
 * `dist/types`. `npm pack` runs it.
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { emptied } from './emptied.ts';
import { nodeOptions } from './node-options.ts';
import { root } from './root.ts';

const libraries = ['template', 'yaml', 'merge', 'patch'] as const;

await build({
  ...nodeOptions,
  entryPoints: libraries.map((name) => ({ in: `lib/${name}/index.ts`, out: name })),
  outdir: emptied('dist/lib'),
});

emptied('dist/types');
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'lib/tsc.js');
execFileSync(process.execPath, [compiler, '--project', 'build/libraries.tsconfig.json'], {
  cwd: root,
  stdio: 'inherit',
});
