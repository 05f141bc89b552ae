/**
 * Runs tests of a copy of the tree, again and again, in one process that keeps what it has read: started by run.ts
 * with the copy as its working directory, told of one try after the other.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVitest, type TestModule, type TestSpecification, type Vitest } from 'vitest/node';

/** One mutant to try, or where `mutant` is missing the tree as it is. */
export interface Try {
  readonly mutant?: { readonly file: string; readonly text: string };
  /** Paths of test files, in the order in which they are run; the first that fails ends it. */
  readonly tests: readonly string[];
  /** How many milliseconds of processor time each of them may take: on a busy machine a clock would tell nothing. */
  readonly longestMs: number;
}

/**
 * What is told of a try: each test file that ended, with its milliseconds, and at last the one that failed, or null, or
 * that one takes too long.
 */
export type Told =
  | { readonly ended: string; readonly ms: number }
  | { readonly failed: string | null }
  | { readonly isTooLong: true };

/** Keeps the order that is asked for; vitest's own runs large files first. */
class AsAsked {
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }

  sort(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

/** Looks at the processor time of this process: the tests run in a thread of it, and may never come to an end. */
class Watch {
  #longestMs = Number.POSITIVE_INFINITY;
  #from = process.cpuUsage();

  constructor() {
    setInterval(() => this.#look(), 500);
  }

  /** Counts from now on. */
  begin(longestMs = this.#longestMs): void {
    this.#longestMs = longestMs;
    this.#from = process.cpuUsage();
  }

  #look(): void {
    const { user, system } = process.cpuUsage(this.#from);
    if ((user + system) / 1000 > this.#longestMs) {
      tell({ isTooLong: true });
    }
  }
}

const watch = new Watch();

async function tryOne(vitest: Vitest, { mutant, tests }: Try): Promise<Told> {
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

/** In parts, since all files of a part are read even where its first one fails: the first files notice most mutants. */
async function runTests(vitest: Vitest, tests: readonly string[]): Promise<Told> {
  for (const part of [tests.slice(0, 1), tests.slice(1, 5), tests.slice(5)]) {
    const told = part.length === 0 ? passed : await runPart(vitest, part);
    if (told.failed !== null) {
      return told;
    }
  }
  return passed;
}

const passed = { failed: null };

async function runPart(vitest: Vitest, tests: readonly string[]): Promise<{ readonly failed: string | null }> {
  const [project] = vitest.projects;
  const specifications = tests.flatMap((test) => project?.createSpecification(join(process.cwd(), test)) ?? []);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  // What was found of other tests before stands there, too.
  const asked = new Set(specifications.map(({ moduleId }) => moduleId));
  const failed = testModules.find((module) => asked.has(module.moduleId) && !module.ok());
  if (failed !== undefined || unhandledErrors.length > 0) {
    return { failed: failed?.relativeModuleId ?? 'an error outside tests' };
  }
  return passed;
}

function tell(told: Told): void {
  process.send?.(told);
}

const vitest = await createVitest(
  'test',
  {
    watch: false,
    run: true,
    bail: 1,
    // Of one test that waits for ever.
    testTimeout: 60_000,
    // In the same process, so that whoever ends it ends a mutant that never does.
    pool: 'threads',
    maxWorkers: 1,
    reporters: [
      {
        onTestModuleEnd: (module: TestModule): void => {
          watch.begin();
          tell({ ended: module.relativeModuleId, ms: module.diagnostic().duration });
        },
      },
    ],
    sequence: { sequencer: AsAsked },
  },
  { cacheDir: join(process.cwd(), '.vite') },
);
await vitest.standalone();
process.on('message', (message) => {
  const one = message as Try;
  watch.begin(one.longestMs);
  tryOne(vitest, one).then(tell);
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
