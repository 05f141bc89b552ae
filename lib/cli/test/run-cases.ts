import { describeProblem } from '../../config/config-problem.ts';
import { CommandError } from '../errors.ts';
import type { ParameterSet } from '../trial/parameter-set.ts';
import { type Trial, tryPod } from '../trial/try-pod.ts';
import { type WatchedTemplates, watchTemplates } from '../trial/watched-templates.ts';
import { type Actual, actualOf, isCalled, notCalled } from './actual.ts';
import { Coverage } from './coverage.ts';
import { type Failure, failuresOf } from './expectations.ts';
import type { Case, Fixture } from './fixture.ts';

/** How a case came out. */
export interface CaseResult {
  readonly fixture: Fixture;
  readonly each: Case;
  readonly actual: Actual;
  readonly failures: readonly Failure[];
}

/** What all cases came to. */
export interface TestRun {
  readonly results: readonly CaseResult[];
  readonly coverage: Coverage;
}

/** Runs every case with the parameters of its cluster. @throws CommandError where a cluster's do not load. */
export async function runCases(set: ParameterSet, fixtures: readonly Fixture[]): Promise<TestRun> {
  const coverage = new Coverage();
  const tryCase = await caseTrier(set, coverage, fixtures);
  const results = fixtures.flatMap((fixture) =>
    fixture.cases.map((each) => {
      const actual = isCalled(each, fixture.namespaceLabel) ? actualOf(tryCase(each)) : notCalled(each);
      const failures =
        each.expect === undefined
          ? [{ expectation: 'expect', message: 'nothing is expected; --update writes what comes out now' }]
          : failuresOf(each.expect, actual);
      return { fixture, each, actual, failures };
    }),
  );
  return { results, coverage };
}

async function caseTrier(
  set: ParameterSet,
  coverage: Coverage,
  fixtures: readonly Fixture[],
): Promise<(each: Case) => Trial> {
  const known = new Map<string, WatchedTemplates>();
  const asked = fixtures.flatMap(({ cases }) => cases.map(({ cluster }) => cluster));
  for (const cluster of new Set([...set.clusters, ...asked])) {
    const result = set.snapshotFor(cluster);
    if (result.kind === 'snapshot') {
      const watched = await watchTemplates(result.snapshot, set.readingFor(cluster));
      known.set(cluster, watched);
      coverage.know(watched, result.snapshot);
    }
  }
  return ({ cluster, pod, name }) => {
    const result = set.snapshotFor(cluster);
    const watched = known.get(cluster);
    if (result.kind === 'invalid' || watched === undefined) {
      throw new CommandError(`${name}: ${result.problems.map(describeProblem).join('\n')}`);
    }
    const { snapshot } = result;
    const { use, renderings } = watched.watch();
    const trial = tryPod(pod, snapshot, { configuration: use });
    coverage.see({ snapshot, decision: trial.decision, renderings, pod: pod.pod });
    return trial;
  };
}
