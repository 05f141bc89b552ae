import type { BuildOptions } from 'esbuild';
import { builtinModules } from './builtin-modules.ts';
import { LAZY, lazyModules } from './lazy-modules.ts';
import { standIns } from './stand-ins.ts';
import { tablesAsText } from './tables-as-text.ts';

/** The lazy files, as entries of the bundle. */
export const lazyEntryPoints = Object.keys(LAZY).map((file) => ({ in: `lazy-file:${file}`, out: file }));

/**
 * How the Lambda is bundled: one ESM entry with lazy chunks for Node 24, minified. `module` first, because the SDK's
 * ES modules lose what is not used and its CommonJS ones do not.
 */
export const lambdaOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  conditions: ['module'],
  splitting: true,
  minify: true,
  keepNames: false,
  legalComments: 'none',
  metafile: true,
  outExtension: { '.js': '.mjs' },
  // Beside the entry, so that what is loaded by name is beside whoever loads it.
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  plugins: [standIns, lazyModules, tablesAsText, builtinModules],
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
} satisfies BuildOptions;
