import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { BuildOptions, Plugin } from 'esbuild';
import { builtinModules } from './builtin-modules.ts';
import { LAZY, lazyModules } from './lazy-modules.ts';
import { standIns } from './stand-ins.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Generated tables, by file: more than 100 KB of literals, of which a pod needs a few rows. They become lines of text,
 * each of which is read as JSON by the first look at its row.
 */
const tablesAsText: Plugin = {
  name: 'tables-as-text',
  setup(build) {
    build.onLoad({ filter: /lib\/(kube\/pod-schema|istio\/mesh-schema\.generated)\.ts$/ }, async ({ path }) => {
      const exported: Readonly<Record<string, object>> = await import(pathToFileURL(path).href);
      const lines = Object.entries(exported).map(([name, table]) => {
        if (!isDeepStrictEqual(JSON.parse(JSON.stringify(table)), table)) {
          throw new Error(`${path}: ${name} is more than JSON can hold`);
        }
        const text = Object.entries(table).map(([key, row]) => `${key} ${JSON.stringify(row)}`);
        return `export const ${name} = /* @__PURE__ */ tableOf(${JSON.stringify(text.join('\n'))});`;
      });
      return {
        contents: [`import { tableOf } from './test/build/table-of.ts';`, ...lines].join('\n'),
        resolveDir: root,
      };
    });
  },
};

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
  plugins: [standIns, lazyModules, tablesAsText, builtinModules],
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
} satisfies BuildOptions;
