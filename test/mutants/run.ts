/**
 * `npm run mutants -- PLACE... [TESTS...]`: changes each file at a place below lib (a room, a folder, a file, a line as
 * in `auth/tokens:28`) in one place at a time and runs the tests below test/unit/ROOM that reach it (or those named,
 * `test/...`), until one fails. A mutant that no test notices survives and is listed. Not part of CI: it takes minutes.
 * The order is by chance, by MUTANTS_SEED, so that those tried before it is interrupted stand for all of them.
 * MUTANTS=100 tries so many; without it every one. MUTANTS_WORKERS=1 leaves a core free.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Random } from '../support/generators/random.ts';
import { type Mutant, mutantsAt } from './mutants-at.ts';
import { ReachingTests } from './reaching-tests.ts';
import { TreeCopy, type Tried } from './tree-copy.ts';

const root = join(import.meta.dirname, '../..');

async function run([, , ...words]: readonly string[]): Promise<void> {
  const places = words.filter((word) => !word.startsWith('test/'));
  const empty = places.find((place) => mutantsAt(root, place).length === 0);
  if (empty !== undefined || places.length === 0) {
    console.error(
      `there is nothing to change at ${join('lib', empty ?? '')}: name rooms, folders, files or lines below lib, as in decide, inject/check, auth/tokens or auth/tokens:28`,
    );
    process.exitCode = 2;
    return;
  }
  const mutants = chosen(places.flatMap((place) => mutantsAt(root, place)));
  const named = words.filter((word) => word.startsWith('test/'));
  const workers = Number(process.env.MUTANTS_WORKERS ?? availableParallelism());
  const copies = Array.from({ length: Math.min(workers, mutants.length) }, () => new TreeCopy());
  try {
    report(await tryAll(mutants, { copies, testsOf: testsOf(mutants, named) }), mutants.length);
  } finally {
    for (const copy of copies) {
      copy.remove();
    }
  }
}

interface Around {
  readonly copies: readonly TreeCopy[];
  /** Tests by the file that they reach, in the order in which they are run. */
  readonly testsOf: ReadonlyMap<string, string[]>;
}

type Results = ReadonlyMap<Mutant, Tried>;

async function tryAll(mutants: readonly Mutant[], { copies, testsOf }: Around): Promise<Results> {
  const longestMs = await prepare(copies, testsOf);
  const results = new Map<Mutant, Tried>();
  const left = mutants.values();
  const untilInterrupted = interruption();
  const work = async (copy: TreeCopy): Promise<void> => {
    for (const mutant of left) {
      const tests = testsOf.get(mutant.file) ?? [];
      const tried = await copy.try({ mutant, tests, longestMs });
      if (untilInterrupted.aborted) {
        return;
      }
      results.set(mutant, tried);
      console.log(`${results.size}/${mutants.length} ${nameOf(mutant)}: ${verdictOf(tried)}`);
      moveToFront(tests, tried);
    }
  };
  await Promise.all(copies.map(work));
  return results;
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => controller.abort());
  }
  return controller.signal;
}

/**
 * Runs the tests without any mutant, and orders those of each file: what mirrors it first, then by how long they take.
 * @returns how many milliseconds of processor time a test file may take with a mutant
 */
async function prepare([copy]: readonly TreeCopy[], testsOf: Around['testsOf']): Promise<number> {
  const tests = [...new Set([...testsOf.values()].flat())];
  const clean = await copy?.try({ tests, longestMs: 600_000 });
  if (tests.length === 0 || clean?.kind !== 'passed') {
    throw new Error(`without any mutant ${clean?.kind === 'failed' ? clean.test : 'no test'} fails`);
  }
  const msOf = (test: string): number => clean.ms.get(test) ?? 0;
  for (const [file, reaching] of testsOf) {
    const mirror = file.replace(/^lib/, 'test/unit').replace(/\.ts$/, '.test.ts');
    reaching.sort((a, b) => Number(b === mirror) - Number(a === mirror) || msOf(a) - msOf(b));
  }
  return 15_000 + 5 * Math.max(...tests.map(msOf));
}

/** What noticed one mutant of a file likely notices the next. */
function moveToFront(tests: string[], tried: Tried): void {
  const at = tried.kind === 'failed' ? tests.indexOf(tried.test) : -1;
  if (at > 0) {
    tests.unshift(...tests.splice(at, 1));
  }
}

function testsOf(mutants: readonly Mutant[], named: readonly string[]): Around['testsOf'] {
  const reaching = new ReachingTests(root);
  const within = (file: string): readonly string[] =>
    named.length > 0 ? named : [join('test/unit', file.split('/')[1] ?? '')];
  return new Map(mutants.map(({ file }) => [file, [...reaching.of(file, within(file))]]));
}

function verdictOf(tried: Tried): string {
  switch (tried.kind) {
    case 'passed':
      return 'SURVIVED';
    case 'failed':
      return `killed by ${tried.test}`;
    case 'stopped':
      return `stopped ${tried.why}`;
  }
}

function report(results: Results, wanted: number): void {
  const named = (kind: Tried['kind']): readonly string[] =>
    [...results]
      .filter(([, tried]) => tried.kind === kind)
      .map(([mutant]) => nameOf(mutant))
      .sort();
  const [survivors, stopped] = [named('passed'), named('stopped')];
  const killed = results.size - survivors.length;
  const share = ((100 * killed) / Math.max(1, results.size)).toFixed(1);
  const rest = results.size < wanted ? ` (of ${wanted}, interrupted)` : '';
  console.log(
    `\n${killed} of ${results.size}${rest} killed, ${share} %; of these had to be stopped ${stopped.length}:`,
  );
  console.log([...stopped, '', 'survivors:', ...survivors].join('\n'));
}

function nameOf({ file, name }: Mutant): string {
  return `${file}:${name}`;
}

function chosen(mutants: readonly Mutant[]): readonly Mutant[] {
  const wanted = Number(process.env.MUTANTS ?? mutants.length);
  const seed = Number(process.env.MUTANTS_SEED ?? Date.now() % 1_000_000);
  console.log(`${Math.min(wanted, mutants.length)} of ${mutants.length} mutants, MUTANTS_SEED=${seed}`);
  const random = new Random(seed);
  const lots = mutants.map((mutant) => ({ mutant, lot: random.next() })).sort((a, b) => a.lot - b.lot);
  return lots.slice(0, wanted).map(({ mutant }) => mutant);
}

await run(process.argv);
