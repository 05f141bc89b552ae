import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyRoom, findForbiddenImports, openRoom, type Rooms } from './imports-between-rooms.ts';

const root = join(import.meta.dirname, '../..');
const rooms = JSON.parse(readFileSync(join(import.meta.dirname, 'rooms.json'), 'utf8')) as Rooms;
const pairs = Object.keys(rooms).flatMap((from) =>
  Object.keys(rooms)
    .filter((to) => to !== from && to !== 'functions')
    .map((to) => ({ from, to, allowed: isListed(from, to) })),
);

describe('rooms', () => {
  it('import only what rooms.json lists', () => {
    const files = ['lib', 'functions'].flatMap(sourcesIn);
    expect(files.length).toBeGreaterThan(300);
    const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
    expect(findForbiddenImports(texts, rooms)).toEqual([]);
  });

  it.each(pairs)('$from importing $to is allowed: $allowed', ({ from, to, allowed }) => {
    const folder = from === 'functions' ? 'functions' : `lib/${from}/deep`;
    const up = from === 'functions' ? '../lib' : '../..';
    for (const statement of [
      `export { a } from '${up}/${to}/name.ts';`,
      `const { a } = await import('${up}/${to}/name.ts');`,
    ]) {
      const found = findForbiddenImports(new Map([[`${folder}/planted.ts`, `${statement}\n`]]), rooms);
      expect(found).toEqual(allowed ? [] : [`${folder}/planted.ts imports lib/${to}/name.ts`]);
    }
  });

  it.each([
    ['a type of another room', 'lib/go/a.ts', "import type { Pod } from '../kube/pod.ts';"],
    ['tests', 'lib/go/a.ts', "import { it } from '../../test/unit/go/a.test.ts';"],
    ['the build', 'functions/a.ts', "import { build } from '../build/build.ts';"],
    ['an entry file of the package', 'lib/yaml/a.ts', "import { parseYaml } from './index.ts';"],
    ['a room that the table does not name', 'lib/go/a.ts', "import { a } from '../attic/a.ts';"],
    ['anything, from a room that the table does not name', 'lib/attic/a.ts', "import { a } from '../go/a.ts';"],
  ])('%s is not to be imported', (_name, file, text) => {
    expect(findForbiddenImports(new Map([[file, text]]), rooms)).toHaveLength(1);
  });

  it('stand in ARCHITECTURE.md with what they may import', () => {
    const rows = [...readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| (`.*`) \| .* \| (.*) \|$/gm)];
    const told = rows.flatMap(([, names = '', imports = '']) =>
      [...names.matchAll(/`(?:lib\/)?([a-z]+)\/?`/g)].map(([, name = '']) => [name, imports] as const),
    );
    const want = Object.entries(rooms).map(([name, imports]) => [name, imports.join(', ') || 'nothing']);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(want));
  });
});

describe('the linter', () => {
  let tree: string;
  let found: ReadonlySet<string>;

  beforeAll(() => {
    tree = realpathSync(mkdtempSync(join(tmpdir(), 'layering-')));
    copyFileSync(join(root, 'biome.json'), join(tree, 'biome.json'));
    plant('lib/go/ring-a.ts', "import type { B } from './ring-b.ts';\nexport type A = B | 1;\n");
    plant('lib/go/ring-b.ts', "import type { A } from './ring-a.ts';\nexport type B = A | 2;\n");
    plant('lib/go/barrel.ts', "export * from './name.ts';\n");
    plant('lib/go/name.ts', "export const name = 'room';\n");
    found = lint();
  });

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each([
    ['an import cycle, of types only too', 'noImportCycles lib/go/ring-a.ts'],
    ['a barrel', 'noBarrelFile lib/go/barrel.ts'],
  ])('refuses %s', (_name, violation) => {
    expect(found).toContain(violation);
  });

  function plant(path: string, text: string): void {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }

  /** `RULE FILE` for each finding of Biome in the planted tree. */
  function lint(): ReadonlySet<string> {
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const args = [biome, 'lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=github', '.'];
    const findings = [...runWhateverItExitsWith(args, tree).matchAll(/^::\w+ title=lint\/\w+\/(\w+),file=([^,]+),/gm)];
    return new Set(findings.map(([, rule, file]) => `${rule} ${relative(tree, file ?? '')}`));
  }
});

function sourcesIn(folder: string): readonly string[] {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => path.endsWith('.ts')).map((path) => `${folder}/${path.replaceAll('\\', '/')}`);
}

function isListed(from: string, to: string): boolean {
  const allowed = rooms[from] ?? [];
  return to === openRoom || allowed.includes(everyRoom) || allowed.includes(to);
}

function runWhateverItExitsWith(args: readonly string[], cwd: string): string {
  try {
    return execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
