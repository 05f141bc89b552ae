import { readFile } from 'node:fs/promises';
import { builtinModules as builtinNames } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { BuildOptions, Plugin } from 'esbuild';

/**
 * Parts of the SDK that a Lambda never uses, and what stands in for them: the credential chain (our client takes
 * credentials from the environment) and the SDK's own transport (our client brings one).
 */
const LEFT_OUT: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': `
    export const defaultProvider = () => async () => {
      throw new Error('no AWS_ACCESS_KEY_ID in the environment; the Lambda bundle looks nowhere else');
    };`,
  '@smithy/node-http-handler': `
    export const NodeHttpHandler = { create: (handler) => handler };
    export const streamCollector = async (body) => body;`,
};

const leaveOut: Plugin = {
  name: 'leave-out',
  setup(build) {
    const filter = new RegExp(`^(${Object.keys(LEFT_OUT).join('|')})$`);
    build.onResolve({ filter }, ({ path }) => ({ path, namespace: 'leave-out' }));
    build.onLoad({ filter: /.*/, namespace: 'leave-out' }, ({ path }) => ({ contents: LEFT_OUT[path] ?? '' }));
  },
};

/**
 * Takes the classes of the service's 150 errors out. The SDK then makes its base exception, with the name and message
 * that came over the wire, and those are all that our own errors are told by.
 */
const errorsByName: Plugin = {
  name: 'errors-by-name',
  setup(build) {
    build.onLoad({ filter: /client-ssm\/dist-es\/schemas\/schemas_0\.js$/ }, async ({ path }) => {
      const lines = (await readFile(path, 'utf8')).split('\n');
      const kept = lines.filter((line) => !/^n0_registry\.registerError\(/.test(line));
      if (kept.length === lines.length) {
        throw new Error(`${path} registers no errors any more: look at what this plugin is for`);
      }
      return { contents: kept.join('\n') };
    });
  },
};

/**
 * Takes Node's own modules by `process.getBuiltinModule`. An `import` of one reads all of its exports, getters
 * included, and those of `node:http` and `node:crypto` load a WebSocket client and Web Crypto: 25 ms of a cold start.
 */
const builtinModules: Plugin = {
  name: 'builtin-modules',
  setup(build) {
    const names = new Set(builtinNames.filter((name) => !name.startsWith('_')));
    build.onResolve({ filter: /^(node:)?[a-z_0-9/]+$/ }, ({ path }) => {
      const name = path.replace(/^node:/, '');
      return names.has(name) ? { path: name, namespace: 'builtin' } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${path}');`,
    }));
  },
};

/** Generated tables, by file: more than 100 KB of literals, which V8 reads faster as one text of JSON. */
const tablesAsJson: Plugin = {
  name: 'tables-as-json',
  setup(build) {
    build.onLoad({ filter: /lib\/(kube\/pod-schema|istio\/mesh-schema\.generated)\.ts$/ }, async ({ path }) => {
      const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
      const lines = Object.entries(exported).map(([name, table]) => {
        const json = JSON.stringify(table);
        if (!isDeepStrictEqual(JSON.parse(json), table)) {
          throw new Error(`${path}: ${name} is more than JSON can hold`);
        }
        return `export const ${name} = /* @__PURE__ */ JSON.parse(${JSON.stringify(json)});`;
      });
      return { contents: lines.join('\n') };
    });
  },
};

/**
 * What is bundled on its own because few need it, by the name of its file: what its importers write, its entry, and
 * what is imported from it.
 */
export const LAZY = {
  re2js: { import: /^re2js$/, entry: 're2js', names: ['RE2JS', 'RE2JSSyntaxException'] },
} as const;

/**
 * Loads regular expressions with the first that a template uses. Template functions cannot wait, so this is a
 * `require` of an ES module, not an `import()`. Each name is a function that stands in for its class: what is read of
 * it, the prototype that `instanceof` looks at included, is read of the class.
 */
const lazyModules: Plugin = {
  name: 'lazy-modules',
  setup(build) {
    for (const [file, { import: filter, names }] of Object.entries(LAZY)) {
      build.onResolve({ filter }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: file, namespace: 'lazy', pluginData: names },
      );
    }
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path, pluginData: names }) => {
      const require = `process.getBuiltinModule('node:module').createRequire(import.meta.url)`;
      const door = `let loaded; const load = () => (loaded ??= ${require}('./${path}.mjs'));`;
      const classes = names.map(
        (name: string) =>
          `export const ${name} = new Proxy(() => {}, { get: (_, key) => Reflect.get(load().${name}, key) });`,
      );
      return { contents: [door, ...classes].join('\n') };
    });
  },
};

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
  plugins: [leaveOut, errorsByName, tablesAsJson, lazyModules, builtinModules],
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
} satisfies BuildOptions;
