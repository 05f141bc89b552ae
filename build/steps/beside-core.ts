import { join, relative, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { root } from '../root.ts';

/** What a start loads at once, and what it loads while the first answer is on its way. */
const entry = 'lib/webhook/create-injector.ts';
const coreFile = 'lib/webhook/review-core.ts';
const ownNamespace = 'beside-core';

/**
 * Bundles each module that is loaded by `import()` as if it imported the core. Whatever it shares with the core is
 * then in the core's file, where it is anyway; otherwise esbuild makes a file of its own for each set of entries that
 * share something, and a start loads 26 of them instead of five.
 */
export const besideCore: Plugin = {
  name: 'beside-core',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path, kind, namespace, resolveDir }) =>
      kind === 'dynamic-import' && namespace !== ownNamespace && resolveDir.startsWith(join(root, 'lib'))
        ? { path: relative(root, resolve(resolveDir, path)), namespace: ownNamespace }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: ownNamespace }, ({ path }) => ({
      contents: [entry, ...(path === coreFile ? [] : [coreFile])]
        .map((module) => `import './${module}';`)
        .concat(`export * from './${path}';`)
        .join('\n'),
      resolveDir: root,
      loader: 'ts',
    }));
  },
};
