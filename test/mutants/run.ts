/**
 * `npm run mutants -- ROOM [TESTS...]`: changes each file below lib/ROOM in one place at a time and runs the tests that
 * mirror it (or those named). A mutant that no test notices survives and is listed. Not part of CI: it takes minutes.
 * MUTANTS=100 tries so many, spread over all; without it every one.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mutationsOf } from './mutations.ts';

const root = join(import.meta.dirname, '../..');
const timeoutMs = 120_000;

interface Mutant {
  readonly file: string;
  readonly name: string;
  readonly text: string;
}

function run([, , room = '', ...named]: readonly string[]): void {
  const tests = named.length > 0 ? named : [`test/unit/${room}`];
  const mutants = spread(
    filesIn(room).flatMap((file) => mutantsOf(file)),
    Number(process.env.MUTANTS ?? 0),
  );
  const copy = copyOfTree();
  try {
    if (!passes(copy, tests)) {
      throw new Error('the tests fail without any mutant');
    }
    const survivors = mutants.filter((mutant, index) => {
      const isAlive = survives(mutant, { copy, tests });
      console.log(`${index + 1}/${mutants.length} ${isAlive ? 'SURVIVED' : 'killed'} ${mutant.file}: ${mutant.name}`);
      return isAlive;
    });
    const killed = mutants.length - survivors.length;
    console.log(
      `\n${killed} of ${mutants.length} killed (${((100 * killed) / mutants.length).toFixed(1)} %), survivors:`,
    );
    console.log(survivors.map(({ file, name }) => `  ${file}: ${name}`).join('\n'));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function filesIn(room: string): readonly string[] {
  const path = join('lib', room);
  if (statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() !== true) {
    return existsSync(join(root, path)) ? [path] : [`${path}.ts`];
  }
  const names = readdirSync(join(root, path), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts') && !name.includes('.generated.')).map((name) => join(path, name));
}

function mutantsOf(file: string): readonly Mutant[] {
  return mutationsOf(readFileSync(join(root, file), 'utf8')).map((mutation) => ({ file, ...mutation }));
}

function spread(mutants: readonly Mutant[], wanted: number): readonly Mutant[] {
  const step = wanted > 0 ? Math.max(1, mutants.length / wanted) : 1;
  return mutants.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

/** Mutants are made in a copy, so that the tree stays as it is whatever happens. */
function copyOfTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of files.split('\n').filter((name) => name !== '' && existsSync(join(root, name)))) {
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

interface Around {
  readonly copy: string;
  readonly tests: readonly string[];
}

function survives({ file, text }: Mutant, { copy, tests }: Around): boolean {
  const path = join(copy, file);
  const before = readFileSync(path);
  writeFileSync(path, text);
  try {
    return mirrorPasses(file, copy) && passes(copy, tests);
  } finally {
    writeFileSync(path, before);
  }
}

/** The test of the file itself notices most mutants, and is done long before those of its room. */
function mirrorPasses(file: string, copy: string): boolean {
  const mirror = file.replace(/^lib/, 'test/unit').replace(/\.ts$/, '.test.ts');
  return !existsSync(join(copy, mirror)) || passes(copy, [mirror]);
}

/** A mutant that never ends is noticed as well. */
function passes(copy: string, tests: readonly string[]): boolean {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--bail', '1', '--testTimeout', '20000', ...tests];
  return spawnSync(process.execPath, args, { cwd: copy, stdio: 'ignore', timeout: timeoutMs }).status === 0;
}

run(process.argv);
