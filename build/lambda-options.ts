import type { BuildOptions } from 'esbuild';
import { root } from './root.ts';
import { startedFunctions } from './steps/started-functions.ts';

/** Whether `BUILD=plain` asks for a bundle without the steps of our own. */
const isPlain = process.env.BUILD === 'plain';

/**
 * How the Lambda is bundled: ES modules for Node 24, minified, with a file for each module that is loaded by
 * `import()`. The SDK's ES modules are taken, because they lose what is not used and its CommonJS ones do not.
 */
export const lambdaOptions = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  conditions: ['module'],
  splitting: true,
  minify: true,
  legalComments: 'none',
  metafile: true,
  outExtension: { '.js': '.mjs' },
  // Tables stay files of JSON, which Node parses: a literal of 65 KB is compiled, and read twice for it.
  loader: { '.json': 'copy' },
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  // The SDK's packages load these by `import()`, for streams of events and in browsers; the Lambda never gets there.
  external: ['@smithy/core/event-streams', 'bowser'],
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
  plugins: isPlain ? [] : [startedFunctions],
} satisfies BuildOptions;
