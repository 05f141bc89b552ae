/**
 * `npm run mutants -- ROOM|FILE [TESTS...]`: changes each file below lib/ROOM in one place at a time and runs the tests
 * below test/unit/ROOM that reach it (or those named), until one fails. A mutant that no test notices survives and is
 * listed. Not part of CI: it takes minutes.
 * MUTANTS=100 tries so many, chosen by MUTANTS_SEED; without it every one. MUTANTS_WORKERS=1 leaves a core free.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Random } from '../support/generators/random.ts';
import { mutationsOf } from './mutations.ts';
import { ReachingTests } from './reaching-tests.ts';
import { TreeCopy } from './tree-copy.ts';

const root = join(import.meta.dirname, '../..');

interface Mutant {
  readonly file: string;
  readonly name: string;
  readonly text: string;
}

async function run([, , room = '', ...named]: readonly string[]): Promise<void> {
  if (![room, `${room}.ts`].some((path) => path !== '' && existsSync(join(root, 'lib', path)))) {
    console.error(
      `there is no lib/${room} to change: name a room, a folder or a file below lib, as in decide or auth/tokens`,
    );
    process.exitCode = 2;
    return;
  }
  const within = named.length > 0 ? named : [testsOf(room)];
  const mutants = chosen(filesIn(room).flatMap((file) => mutantsOf(file)));
  const workers = Number(process.env.MUTANTS_WORKERS ?? availableParallelism());
  const copies = Array.from({ length: workers }, () => new TreeCopy());
  try {
    const survivors = await survivorsOf(mutants, { copies, within });
    const killed = mutants.length - survivors.length;
    console.log(
      `\n${killed} of ${mutants.length} killed (${((100 * killed) / mutants.length).toFixed(1)} %), survivors:`,
    );
    console.log(survivors.map(nameOf).join('\n'));
  } finally {
    for (const copy of copies) {
      copy.remove();
    }
  }
}

interface Around {
  readonly copies: readonly TreeCopy[];
  /** Folders and files of tests. */
  readonly within: readonly string[];
}

async function survivorsOf(mutants: readonly Mutant[], { copies, within }: Around): Promise<readonly Mutant[]> {
  const reaching = new ReachingTests(root);
  const testsByFile = new Map(mutants.map(({ file }) => [file, [...reaching.of(file, within)]]));
  const usualMs = await timeOf(copies, [...new Set([...testsByFile.values()].flat())]);
  const survivors = new Set<Mutant>();
  const left = mutants.entries();
  const work = async (copy: TreeCopy): Promise<void> => {
    for (const [index, mutant] of left) {
      const tests = testsByFile.get(mutant.file) ?? [];
      const { failed } = await copy.try({ mutant, tests }, 20_000 + 3 * usualMs);
      const verdict = failed === null ? 'SURVIVED' : `killed by ${failed}`;
      console.log(`${index + 1}/${mutants.length} ${nameOf(mutant)}: ${verdict}`);
      if (failed === null) {
        survivors.add(mutant);
      }
      // What noticed one mutant of a file likely notices the next.
      moveToFront(tests, failed);
    }
  };
  await Promise.all(copies.map(work));
  return mutants.filter((mutant) => survivors.has(mutant));
}

/** How long the tests take without any mutant, in milliseconds. */
async function timeOf([copy]: readonly TreeCopy[], tests: readonly string[]): Promise<number> {
  const start = Date.now();
  const first = await copy?.try({ tests }, 600_000);
  if (tests.length === 0 || first?.failed !== null) {
    throw new Error(`without any mutant ${first?.failed ?? 'no test'} fails`);
  }
  return Date.now() - start;
}

function moveToFront(tests: string[], failed: string | null): void {
  const at = failed === null ? -1 : tests.indexOf(failed);
  if (at > 0) {
    tests.unshift(...tests.splice(at, 1));
  }
}

function nameOf({ file, name }: Mutant): string {
  return `${file}:${name}`;
}

/** Of a file, the tests of its room. */
function testsOf(room: string): string {
  const path = join('test/unit', room);
  return existsSync(join(root, path)) && statSync(join(root, path)).isDirectory() ? path : join(path, '..');
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

/** In their order, so that those of a file stand together. */
function chosen(mutants: readonly Mutant[]): readonly Mutant[] {
  const wanted = Number(process.env.MUTANTS ?? mutants.length);
  if (wanted >= mutants.length) {
    return mutants;
  }
  const seed = Number(process.env.MUTANTS_SEED ?? Date.now() % 1_000_000);
  console.log(`${wanted} of ${mutants.length} mutants, MUTANTS_SEED=${seed}`);
  const random = new Random(seed);
  const lots = new Map(mutants.map((mutant) => [mutant, random.next()]));
  const lot = (mutant: Mutant): number => lots.get(mutant) ?? 1;
  const last = [...lots.values()].sort((a, b) => a - b)[wanted] ?? 1;
  return mutants.filter((mutant) => lot(mutant) < last);
}

await run(process.argv);
