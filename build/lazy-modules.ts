import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { OnLoadResult, Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * What a start does not need at once, by the name of the file that it is bundled into: modules of ours, and two
 * packages. A file is loaded by the first use of anything in it. A module can be named here if all that it exports is
 * functions, lists of template functions, texts and numbers. `core` is what turns parameters into a configuration and
 * pods into patches: it is loaded while the first answer of Parameter Store is on its way. The others are for pods and
 * templates that are not plain.
 */
export const LAZY = {
  core: ['lib/config/load/load-snapshot.ts', 'lib/webhook/answer-review.ts', 'lib/webhook/try-configuration.ts'],
  mesh: [
    'lib/istio/mesh-behaviour.ts',
    'lib/istio/multus.ts',
    'lib/istio/omit-nil.ts',
    'lib/istio/otel-attributes.ts',
    'lib/istio/port-functions.ts',
    'lib/istio/proto/view.ts',
    'lib/istio/proxy-config.ts',
    'lib/istio/go-duration.ts',
  ],
  functions: [
    'lib/go/decimal.ts',
    'lib/go/format-directives.ts',
    'lib/go/format-duration.ts',
    'lib/go/format-float.ts',
    'lib/go/format-text.ts',
    'lib/go/parse-number.ts',
    'lib/go/print.ts',
    'lib/kube/custom-fields.ts',
    'lib/kube/declared-methods.ts',
    'lib/kube/go-string.ts',
    'lib/template/escaping.ts',
    'lib/template/node.ts',
    'lib/template/sprig/encoding/base-codec.ts',
    'lib/template/sprig/strings/byte-words.ts',
    'lib/template/sprig/strings/case.ts',
    'lib/template/sprig/cast.ts',
    'lib/template/sprig/time/dates.ts',
    'lib/template/sprig/deep-equal.ts',
    'lib/template/sprig/encoding/encoding.ts',
    'lib/template/sprig/encoding/hashes.ts',
    'lib/template/sprig/encoding/json.ts',
    'lib/template/sprig/dicts/merge.ts',
    'lib/template/sprig/numbers/numbers.ts',
    'lib/template/sprig/strings/paths.ts',
    'lib/template/sprig/reflection.ts',
    'lib/template/sprig/refused.ts',
    'lib/template/sprig/regex/regex.ts',
    'lib/template/sprig/semver/semver.ts',
    'lib/template/sprig/url/urls.ts',
    'lib/yaml/go-float.ts',
  ],
  rare: [
    'lib/config/did-you-mean.ts',
    'lib/config/release/release.ts',
    'lib/config/source/ssm/explain-failure.ts',
    'lib/inject/render/blame.ts',
    'lib/inject/again/read-record.ts',
    'lib/inject/again/settle.ts',
    'lib/inject/again/strip.ts',
    'lib/merge/element-order.ts',
    'lib/merge/stable-sort.ts',
    'lib/patch/align.ts',
  ],
  yaml: ['lib/yaml/parse-yaml.ts', 'lib/yaml/parser.ts'],
  re2js: 're2js',
  'lossless-json': 'lossless-json',
} as const satisfies Record<string, string | readonly string[]>;

/** What `core.mjs` is about, as an input of the bundle. */
export const CORE = 'lazy-content:core';

/** What every lazy file is bundled with, so that whatever two of them share is in one file with all that is not lazy. */
const COMMON = 'lib/webhook/create-injector.ts';

/** What is imported from the packages, which export more than functions. */
const PACKAGE_EXPORTS: Readonly<Record<string, readonly string[]>> = {
  re2js: ['RE2JS', 'RE2JSSyntaxException'],
  'lossless-json': ['parse', 'stringify'],
};

/** The lazy file of each module, by its path, and of each package, by its name. */
const fileOf: ReadonlyMap<string, string> = new Map(
  Object.entries<string | readonly string[]>(LAZY).flatMap(([file, modules]): readonly (readonly [string, string])[] =>
    typeof modules === 'string' ? [[modules, file]] : modules.map((module) => [join(root, module), file]),
  ),
);

/**
 * Bundles those modules apart and puts a door in the place of each, behind which they are loaded when they are used.
 * Template functions cannot wait, so this is a `require` of an ES module, not an `import()`; who can wait writes
 * `import()` of such a module, and nobody needs to require it then.
 */
export const lazyModules: Plugin = {
  name: 'lazy-modules',
  setup(build) {
    build.onResolve({ filter: /^lazy-file:/ }, ({ path }) => ({ path, namespace: 'lazy-file' }));
    build.onLoad({ filter: /.*/, namespace: 'lazy-file' }, ({ path }) => loadFile(path.replace('lazy-file:', '')));
    build.onResolve({ filter: /^lazy-content:/ }, ({ path }) => ({
      path: path.replace('lazy-content:', ''),
      namespace: 'lazy-content',
    }));
    build.onLoad({ filter: /.*/, namespace: 'lazy-content' }, ({ path }) => loadContent(path));
    build.onResolve({ filter: /\.ts$|^re2js$|^lossless-json$/ }, ({ path, importer, namespace, resolveDir, kind }) => {
      const module = path.endsWith('.ts') ? resolve(resolveDir, path) : path;
      const file = fileOf.get(module);
      const isInside = namespace === 'lazy-content' || fileOf.get(importer) === file;
      if (file === undefined || isInside) {
        return undefined;
      }
      return kind === 'dynamic-import'
        ? { path: `./${file}.mjs`, external: true }
        : { path: module, namespace: 'lazy-door' };
    });
    build.onLoad({ filter: /.*/, namespace: 'lazy-door' }, ({ path }) => loadDoor(path));
    build.onResolve({ filter: /^lazy-require$/ }, ({ path }) => ({ path, namespace: 'lazy-require' }));
    build.onLoad({ filter: /.*/, namespace: 'lazy-require' }, () => ({
      contents: `const loaded = new Map();
        let require;
        export const register = (file, modules) => loaded.set(file, modules);
        export const lazyRequire = (file) => {
          if (!loaded.has(file)) {
            require ??= process.getBuiltinModule('node:module').createRequire(import.meta.url);
            require(file);
          }
          return loaded.get(file);
        };`,
    }));
  },
};

/** The entry of a lazy file. */
function loadFile(file: string): OnLoadResult {
  const lines = [`import './${COMMON}';`, `import '${CORE}';`, `import 'lazy-content:${file}';`];
  return { contents: lines.join('\n'), resolveDir: root, loader: 'ts' };
}

/** What a lazy file is about: it hands its modules over, each under a name of its own. */
function loadContent(file: string): OnLoadResult {
  const own = [...fileOf].filter(([, owner]) => owner === file).map(([module]) => module);
  const lines = [
    ...own.map((module) => `import * as ${nameOf(module)} from ${JSON.stringify(module)};`),
    `import { register } from 'lazy-require';`,
    `register('./${file}.mjs', { ${own.map(nameOf).join(', ')} });`,
  ];
  return { contents: lines.join('\n'), resolveDir: root, loader: 'ts' };
}

async function loadDoor(module: string): Promise<OnLoadResult> {
  const file = `./${fileOf.get(module)}.mjs`;
  const head = `import { lazyRequire } from 'lazy-require';
    const load = () => lazyRequire(${JSON.stringify(file)}).${nameOf(module)};`;
  const isPackage = !module.endsWith('.ts');
  const exported: Readonly<Record<string, unknown>> = await import(isPackage ? module : pathToFileURL(module).href);
  const names = isPackage ? (PACKAGE_EXPORTS[module] ?? []) : Object.keys(exported);
  return { contents: [head, ...names.map((name) => doorOf(module, name, exported[name]))].join('\n') };
}

/** What stands in for one export: read by name of what it stands for when it is used. */
function doorOf(module: string, name: string, value: unknown): string {
  if (isClass(value)) {
    // Whatever is read of the class, the prototype that `instanceof` looks at included, is read of the real one.
    return `export const ${name} = new Proxy(() => {}, { get: (_, key) => Reflect.get(load().${name}, key) });`;
  }
  if (typeof value === 'function') {
    return `export const ${name} = (...args) => load().${name}(...args);`;
  }
  if (typeof value === 'string' || typeof value === 'number') {
    return `export const ${name} = ${JSON.stringify(value)};`;
  }
  if (isFunctionList(value)) {
    const functions = value.map(([functionName]) => functionName);
    return `export const ${name} = /* @__PURE__ */ ${JSON.stringify(functions)}.map((name, index) => [
      name, new Proxy({}, { get: (_, key) => Reflect.get(load().${name}[index][1], key) })]);`;
  }
  throw new Error(`${relative(root, module)} cannot be lazy: ${name} is neither functions, text nor a number`);
}

function isClass(value: unknown): boolean {
  return typeof value === 'function' && /^class\b/.test(value.toString());
}

function isFunctionList(value: unknown): value is readonly (readonly [string, unknown])[] {
  return Array.isArray(value) && value.every((row) => Array.isArray(row) && typeof row[0] === 'string');
}

function nameOf(module: string): string {
  return `${basename(module, '.ts').replaceAll('-', '_')}_module`;
}
