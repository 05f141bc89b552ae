import { LeastRecentlyUsed } from '../../cache/least-recently-used.ts';
import { type ConfigProblem, summarizeProblems } from '../../config-problem.ts';
import { loadSnapshot } from '../../load/load-snapshot.ts';
import { defaultCluster, type Snapshot } from '../../snapshot.ts';
import type { SnapshotAnswer, SnapshotProvider } from '../../snapshot-provider.ts';
import type { ParameterReading } from '../source.ts';
import { createFileSource } from './file-source.ts';
import { readParameters } from './read-parameters.ts';

/** What is known of one cluster. */
interface Known {
  /** Tells one state of the files from another. */
  readonly state: string;
  /** The last snapshot that was valid, and when it was last what the files say. */
  readonly good: { readonly snapshot: Snapshot; readonly at: number } | null;
  readonly problems: readonly ConfigProblem[];
}

const maxClusters = 200;
const settle = async (): Promise<void> => {};

/**
 * Snapshots over a folder of parameter files (`createFileSource`). Files are read for every request, and compiled
 * when they have changed: an edit shows in the next answer. While they do not validate, the last configuration that
 * did goes on, and the answer says so.
 */
export function fileSnapshots(folder: string, now: () => number = Date.now): SnapshotProvider {
  const source = createFileSource(folder);
  const clusters = new LeastRecentlyUsed<Known>(maxClusters);
  return {
    description: source.description,
    isReady: () => (clusters.get(defaultCluster)?.good ?? null) !== null,
    async snapshot(cluster) {
      const before = clusters.get(cluster);
      try {
        const reading = await readParameters(source, cluster);
        const known = update(cluster, reading, { before, at: now() });
        clusters.set(cluster, known);
        return answerOf(known, now());
      } catch (cause) {
        const problem = cause instanceof Error ? cause.message : String(cause);
        return staleOr(before?.good ?? null, { cause: problem, problems: [], at: now() });
      }
    },
  };
}

function update(
  cluster: string,
  reading: ParameterReading,
  { before, at }: { readonly before: Known | undefined; readonly at: number },
): Known {
  const state = stateOf(reading);
  if (before?.state === state) {
    const isValid = before.good !== null && before.problems.length === 0;
    return isValid && before.good !== null ? { ...before, good: { ...before.good, at } } : before;
  }
  const result = loadSnapshot(cluster, reading);
  return result.kind === 'snapshot'
    ? { state, good: { snapshot: result.snapshot, at }, problems: [] }
    : { state, good: before?.good ?? null, problems: result.problems };
}

function stateOf({ parameters, failures }: ParameterReading): string {
  return JSON.stringify([
    [...parameters.values()].map(({ name, value }) => [name, value]),
    [...failures].map(([name, { message }]) => [name, message]),
  ]);
}

function answerOf({ good, problems }: Known, at: number): SnapshotAnswer {
  if (good !== null && problems.length === 0) {
    return { kind: 'fresh', snapshot: good.snapshot, ageMs: at - good.at, settle };
  }
  return staleOr(good, { cause: summarizeProblems(problems), problems, at });
}

function staleOr(
  good: Known['good'],
  { cause, problems, at }: { readonly cause: string; readonly problems: readonly ConfigProblem[]; readonly at: number },
): SnapshotAnswer {
  return good === null
    ? { kind: 'unavailable', cause, problems, settle }
    : { kind: 'stale', snapshot: good.snapshot, ageMs: at - good.at, cause, settle };
}
