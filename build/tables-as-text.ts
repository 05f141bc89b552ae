import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Generated tables: more than 100 KB of literals, of which a pod needs a few rows. Each becomes a file of text beside
 * the bundle, which V8 need not go through, and whose rows are read as JSON when they are looked at (`table-of.ts`).
 */
export const tablesAsText: Plugin = {
  name: 'tables-as-text',
  setup(build) {
    const generated = /lib\/(kube\/pod-schema|istio\/mesh-schema\.generated)\.ts$/;
    build.onLoad({ filter: generated, namespace: 'file' }, async ({ path }) => {
      const [name, table] = await loadTable(path);
      return {
        contents: `import { tableOf } from './build/table-of.ts';
          import file from 'table:${basename(path, '.ts')}.txt';
          export const ${name} = /* @__PURE__ */ tableOf(file);`,
        resolveDir: root,
        pluginData: table,
      };
    });
    // What is read is handed on from the module to the file that it imports.
    build.onResolve({ filter: /^table:/ }, ({ path, pluginData }) => ({
      path: path.replace('table:', ''),
      namespace: 'table',
      pluginData,
    }));
    build.onLoad({ filter: /.*/, namespace: 'table' }, ({ pluginData }) => ({
      contents: textOf(pluginData),
      loader: 'file',
    }));
  },
};

/** Where each row begins, in characters behind the first line, and the rows. */
function textOf(table: object): string {
  const starts: Record<string, number> = {};
  let rows = '';
  for (const [name, row] of Object.entries(table)) {
    starts[name] = rows.length;
    rows += `${JSON.stringify(row)}\n`;
  }
  return `${JSON.stringify(starts)}\n${rows}`;
}

/** The one export of a module, which is a table, and its name. */
async function loadTable(path: string): Promise<readonly [string, object]> {
  const exported: Readonly<Record<string, object>> = await import(pathToFileURL(path).href);
  const [first, ...others] = Object.entries(exported);
  if (first === undefined || others.length > 0) {
    throw new Error(`${basename(path)} must export one table`);
  }
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(first[1])), first[1])) {
    throw new Error(`${basename(path)}: ${first[0]} is more than JSON can hold`);
  }
  return first;
}
