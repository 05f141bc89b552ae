import * as module from 'node:module';
import type { Plugin } from 'esbuild';

/** Modules of Node that are loaded by the first call of one of their functions; classes cannot wait for that. */
const lazyBuiltins: ReadonlySet<string> = new Set(['crypto', 'net', 'os', 'fs/promises']);

/**
 * Takes Node's own modules by `process.getBuiltinModule`. An `import` of one reads all of its exports, getters
 * included, and those of `node:http` and `node:crypto` load a WebSocket client and Web Crypto: 25 ms of a cold start.
 */
export const nodeModules: Plugin = {
  name: 'node-modules',
  setup(build) {
    const names = new Set(module.builtinModules.filter((name) => !name.startsWith('_')));
    build.onResolve({ filter: /^(node:)?[a-z_0-9/]+$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, '');
      return names.has(name) && kind === 'import-statement' ? { path: name, namespace: 'builtin' } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: lazyBuiltins.has(path) ? lazyFunctions(path) : usedExports(path),
    }));
  },
};

function lazyFunctions(name: string): string {
  const exported = new Map(Object.entries(process.getBuiltinModule(name) ?? {}));
  const functions = namesOf(exported).filter((key) => /^[a-z]/.test(key) && typeof exported.get(key) === 'function');
  const lines = functions.map((key) => `export const ${key} = (...args) => builtin().${key}(...args);`);
  return ['let loaded;', `const builtin = () => (loaded ??= ${moduleOf(name)});`, ...lines].join('\n');
}

/** Reads what is imported, and nothing else. */
function usedExports(name: string): string {
  const exported = new Map(Object.entries(process.getBuiltinModule(name) ?? {}));
  const reads = namesOf(exported).map((key) => `export const ${key} = /* @__PURE__ */ (() => builtin.${key})();`);
  return [`const builtin = /* @__PURE__ */ ${moduleOf(name)};`, 'export default builtin;', ...reads].join('\n');
}

function namesOf(exported: ReadonlyMap<string, unknown>): string[] {
  return [...exported.keys()].filter((key) => /^[a-zA-Z_]\w*$/.test(key) && key !== 'default');
}

function moduleOf(name: string): string {
  return `process.getBuiltinModule('node:${name}')`;
}
