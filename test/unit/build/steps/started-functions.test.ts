import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../../build/root.ts';
import { parseModule } from '../../../../build/steps/parsed-module.ts';
import { compileAtOnce, startedFile } from '../../../../build/steps/started-functions.ts';

async function rewritten(source: string, names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'started-'));
  try {
    await writeFile(join(folder, 'module.ts'), source);
    return compileAtOnce(await parseModule(join(folder, 'module.ts')), new Set(names)).trim();
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('compileAtOnce', () => {
  it.each([
    [
      'sets a variable to a declaration, in front',
      'const a = f(); function f(): number { return 1; }',
      'var f = (function f() {\n  return 1;\n});\nconst a = f();',
    ],
    ['keeps an export', 'export function f() {}', 'export var f = (function f() {\n});'],
    ['puts what a constant is set to into parentheses', 'const f = async () => 1;', 'const f = (async () => 1);'],
    [
      'takes what stands in it along, but for methods',
      'const f = () => ({ g: () => 1, m() { return () => 2; } });',
      'const f = (() => ({ g: (() => 1), m() {\n  return (() => 2);\n} }));',
    ],
    ['leaves others as they are', 'export const g = () => 1;', 'export const g = () => 1;'],
  ])('%s', async (_title, source, want) => {
    expect(await rewritten(source, ['f', 'gone'])).toBe(want);
  });
});

describe('build/steps/started.json', () => {
  const started: Record<string, readonly string[]> = JSON.parse(readFileSync(startedFile, 'utf8'));

  it('names what the core runs', () => {
    expect(started['lib/inject/pipeline.ts']).toContain('runPipeline');
  });

  it('is written anew where most of its files are gone', () => {
    const files = Object.keys(started);
    const there = files.filter((file) => existsSync(join(root, file)));
    expect(there.length, 'npm run started').toBeGreaterThan(files.length / 2);
  });
});
