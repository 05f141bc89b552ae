import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** What each room may import (ARCHITECTURE, rooms). Rooms that may import all of them are not listed. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  webhook: ['auth', 'config', 'review', 'decide', 'inject', 'observe'],
  review: ['kube', 'go'],
  decide: ['kube'],
  inject: ['template', 'merge', 'patch', 'yaml', 'kube', 'istio', 'go'],
  istio: ['go', 'template', 'kube', 'yaml'],
  config: ['template', 'yaml', 'kube', 'istio', 'go', 'decide'],
  template: ['go'],
  go: [],
  kube: ['go'],
  merge: [],
  patch: [],
  yaml: [],
  auth: [],
  observe: [],
};
const rooms = [...Object.keys(mayImport), 'cli', 'local'];
const pairs = Object.keys(mayImport).flatMap((from) =>
  rooms.filter((to) => to !== from).map((to) => ({ from, to, allowed: mayImport[from]?.includes(to) ?? false })),
);

let tree: string;
let found: ReadonlySet<string>;

beforeAll(() => {
  tree = realpathSync(mkdtempSync(join(tmpdir(), 'layering-')));
  copyFileSync(join(root, 'biome.json'), join(tree, 'biome.json'));
  for (const { from, to } of pairs) {
    plant(`lib/${from}/imports-${to}.ts`, `export { name } from '../../${to}/name.ts';\n`);
    plant(`lib/${from}/deep/imports-${to}.ts`, `export type { Name } from '../../../${to}/name.ts';\n`);
  }
  for (const room of rooms) {
    plant(`lib/${room}/name.ts`, "export const name = 'room';\nexport type Name = string;\n");
  }
  plant('lib/go/ring-a.ts', "import type { B } from './ring-b.ts';\nexport type A = B | 1;\n");
  plant('lib/go/ring-b.ts', "import type { A } from './ring-a.ts';\nexport type B = A | 2;\n");
  plant('lib/go/barrel.ts', "export * from './name.ts';\n");
  plant('lib/kube/test-import.ts', "import { it } from '../../test/kube/name.ts';\nexport const kept = it;\n");
  found = lint();
}, 60_000);

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe('layering', () => {
  it.each(pairs)('lib/$from importing lib/$to is allowed: $allowed', ({ from, to, allowed }) => {
    for (const file of [`lib/${from}/imports-${to}.ts`, `lib/${from}/deep/imports-${to}.ts`]) {
      expect(found.has(`noRestrictedImports ${file}`), file).toBe(!allowed);
    }
  });

  it.each([
    ['an import cycle, of types only too', 'noImportCycles lib/go/ring-a.ts'],
    ['a barrel', 'noBarrelFile lib/go/barrel.ts'],
    ['product code that imports test code', 'noRestrictedImports lib/kube/test-import.ts'],
  ])('%s is refused', (_name, violation) => {
    expect(found).toContain(violation);
  });
});

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

/** `RULE FILE` for each finding of Biome in the planted tree. */
function lint(): ReadonlySet<string> {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=github', '.'];
  const output = runWhateverItExitsWith(args);
  const findings = [...output.matchAll(/^::\w+ title=lint\/\w+\/(\w+),file=([^,]+),/gm)];
  return new Set(findings.map(([, rule, file]) => `${rule} ${relative(tree, file ?? '')}`));
}

function runWhateverItExitsWith(args: readonly string[]): string {
  try {
    return execFileSync(process.execPath, args, { cwd: tree, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
