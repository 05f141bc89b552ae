import { relative } from 'node:path';
import type { Plugin } from 'esbuild';
import { root } from '../root.ts';

/** Modules that are nothing but a large generated table. */
const tables: ReadonlySet<string> = new Set(['lib/kube/pod-schema.ts', 'lib/istio/mesh-schema.generated.ts']);

/** Bundles large tables as `JSON.parse` of a text: V8 skips a text, and reads a literal of 65 KB twice. */
export const tablesAsJson: Plugin = {
  name: 'tables-as-json',
  setup(build) {
    build.onLoad({ filter: /schema.*\.ts$/ }, async ({ path }) => {
      if (!tables.has(relative(root, path))) {
        return undefined;
      }
      const exported: Record<string, unknown> = await import(path);
      const lines = Object.entries(exported).map(([name, table]) => {
        const text = JSON.stringify(JSON.stringify(table));
        return `export const ${name} = /* @__PURE__ */ JSON.parse(${text});`;
      });
      return { contents: lines.join('\n') };
    });
  },
};
