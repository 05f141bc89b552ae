import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tablesAsText } from '../../../build/tables-as-text.ts';
import { meshSchema } from '../../../lib/istio/mesh-schema.generated.ts';
import { podSchema } from '../../../lib/kube/pod-schema.ts';

const lib = join(import.meta.dirname, '../../../lib');
let folder: string;
let bundled: Readonly<Record<string, object>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tables-'));
  await build({
    stdin: {
      contents: `export { podSchema } from './kube/pod-schema.ts';
        export { meshSchema } from './istio/mesh-schema.generated.ts';`,
      resolveDir: lib,
      loader: 'ts',
    },
    outfile: join(folder, 'tables.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    plugins: [tablesAsText],
  });
  bundled = await import(pathToFileURL(join(folder, 'tables.mjs')).href);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe.each([
  ['podSchema', podSchema],
  ['meshSchema', meshSchema],
] as const)('the bundled %s', (name, table) => {
  it('has every row of the module', () => {
    const rows = Object.keys(table).map((row) => [row, Reflect.get(bundled[name] ?? {}, row)]);
    expect(Object.fromEntries(rows)).toEqual(table);
    expect(Object.keys(table).every((row) => Object.hasOwn(bundled[name] ?? {}, row))).toBe(true);
  });

  it.each(['', 'v1', 'v1.Po', 'constructor', '__proto__', '{"kind":"string"}'])('has no row %j', (row) => {
    expect(Reflect.get(bundled[name] ?? {}, row)).toBeUndefined();
    expect(Object.hasOwn(bundled[name] ?? {}, row)).toBe(false);
  });
});

it('keeps the tables out of the code', async () => {
  expect((await readdir(folder)).filter((name) => name.endsWith('.txt'))).toHaveLength(2);
});
