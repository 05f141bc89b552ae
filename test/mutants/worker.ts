/**
 * Runs tests of a copy of the tree, again and again, in one process that keeps what it has read: started by run.ts
 * with the copy as its working directory, told of one try after the other.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVitest, type TestSpecification, type Vitest } from 'vitest/node';

/** One mutant to try, or where `mutant` is missing the tree as it is. */
export interface Try {
  readonly mutant?: { readonly file: string; readonly text: string };
  /** Paths of test files, in the order in which they are run; the first that fails ends it. */
  readonly tests: readonly string[];
}

/** The first test file that failed; null where all passed. */
export interface Tried {
  readonly failed: string | null;
}

/** Keeps the order that is asked for; vitest's own runs large files first. */
class AsAsked {
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }

  sort(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

async function tryOne(vitest: Vitest, { mutant, tests }: Try): Promise<Tried> {
  if (mutant === undefined) {
    return runTests(vitest, tests);
  }
  const path = join(process.cwd(), mutant.file);
  const before = readFileSync(path);
  writeFileSync(path, mutant.text);
  vitest.invalidateFile(path);
  try {
    return await runTests(vitest, tests);
  } finally {
    writeFileSync(path, before);
    vitest.invalidateFile(path);
  }
}

async function runTests(vitest: Vitest, tests: readonly string[]): Promise<Tried> {
  const [project] = vitest.projects;
  const specifications = tests.flatMap((test) => project?.createSpecification(join(process.cwd(), test)) ?? []);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  // What was found of other tests before stands there, too.
  const asked = new Set(specifications.map(({ moduleId }) => moduleId));
  const failed = testModules.find((module) => asked.has(module.moduleId) && !module.ok());
  if (failed !== undefined || unhandledErrors.length > 0) {
    return { failed: failed?.relativeModuleId ?? 'an error outside tests' };
  }
  return { failed: null };
}

const vitest = await createVitest(
  'test',
  {
    watch: false,
    run: true,
    bail: 1,
    // Of one test: a mutant that waits for ever is noticed.
    testTimeout: 15_000,
    // In the same process, so that whoever ends it ends a mutant that never does.
    pool: 'threads',
    maxWorkers: 1,
    reporters: [{}],
    sequence: { sequencer: AsAsked },
  },
  { cacheDir: join(process.cwd(), '.vite') },
);
await vitest.standalone();
process.on('message', (message) => {
  tryOne(vitest, message as Try).then((tried) => process.send?.(tried));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
