import { BoundedCache } from '../../../base/bounded-cache.ts';
import { errorText } from '../../../base/coded-error.ts';
import { type ConfigProblem, summarizeProblems } from '../../config-problem.ts';
import { loadSnapshot } from '../../load/load-snapshot.ts';
import { lookupPaths, switchParameter } from '../../parameter-names.ts';
import { defaultCluster, type Snapshot } from '../../snapshot.ts';
import type { Configuration, SnapshotAnswer, SnapshotProvider, Standing } from '../../snapshot-provider.ts';
import { eitherOff, knownSwitch, type SwitchState, switchedOn } from '../../switch.ts';
import type { ParameterReading, ParameterSource } from '../source.ts';
import { createFileSource } from './file-source.ts';
import { readParameters } from './read-parameters.ts';

/** What is known of one cluster. */
interface Known {
  /** Tells one state of the files from another. */
  readonly state: string;
  /** The last snapshot that was valid, when it was last what the files say, and what is wrong with it and harmless. */
  readonly good: Good | null;
  readonly problems: readonly ConfigProblem[];
}

interface Good {
  readonly snapshot: Snapshot;
  readonly at: number;
  readonly notices: readonly ConfigProblem[];
}

const maxClusters = 200;

/**
 * Snapshots over a folder of parameter files (`createFileSource`). Files are looked at for every request, and read and
 * compiled when they have changed: an edit shows in the next answer. While they do not validate, the last configuration that
 * did goes on, and the answer says so.
 */
export function fileSnapshots(folder: string, now: () => number = Date.now): SnapshotProvider {
  const source = createFileSource(folder);
  const clusters = new BoundedCache<Known>({ maxEntries: maxClusters });
  const readSwitches = createSwitches(source);
  const read = async (cluster: string, standing: Standing): Promise<Configuration> => {
    const before = clusters.get(cluster);
    try {
      const reading = await readParameters(source, cluster);
      const known = await update(cluster, reading, { before, at: now() });
      clusters.set(cluster, known);
      return answerOf(known, { standing, at: now() });
    } catch (cause) {
      return staleOr(before?.good ?? null, { cause: errorText(cause), problems: [], standing, at: now() });
    }
  };
  return {
    description: source.description,
    // Every request looks at its files, the switch among them.
    defaultSwitch: () => undefined,
    isReady: () => (clusters.get(defaultCluster)?.good ?? null) !== null,
    async snapshot(cluster): Promise<SnapshotAnswer> {
      const configuration = await read(cluster, await readSwitches(cluster));
      return { ...configuration, finish: async () => undefined };
    },
  };
}

/** Reads the switches of a cluster and the default; what cannot be read or understood stays as it was. */
function createSwitches(source: ParameterSource): (cluster: string) => Promise<Standing> {
  const states = new BoundedCache<SwitchState>({ maxEntries: maxClusters });
  return async (cluster) => {
    const names = lookupPaths(cluster, switchParameter).map((name) => ({ name }));
    const reading = await source.read(names).catch(() => ({ parameters: new Map(), failures: new Map() }));
    const [base, own] = [defaultCluster, cluster].map((folder) => {
      const known = knownSwitch(folder, reading, states.get(folder));
      states.set(folder, known.state);
      return known;
    });
    const notices = [base?.problem, own?.problem].filter((problem) => problem !== undefined);
    const state = eitherOff(base?.state ?? switchedOn, own?.state ?? switchedOn);
    return { switch: state, notices: [...new Set(notices)], isHeldBack: false };
  };
}

async function update(
  cluster: string,
  reading: ParameterReading,
  { before, at }: { readonly before: Known | undefined; readonly at: number },
): Promise<Known> {
  const state = stateOf(reading);
  if (before?.state === state) {
    const isValid = before.good !== null && before.problems.length === 0;
    return isValid && before.good !== null ? { ...before, good: { ...before.good, at } } : before;
  }
  const result = await loadSnapshot(cluster, reading);
  return result.kind === 'snapshot'
    ? { state, good: { snapshot: result.snapshot, at, notices: result.problems }, problems: [] }
    : { state, good: before?.good ?? null, problems: result.problems };
}

function stateOf({ parameters, failures }: ParameterReading): string {
  return JSON.stringify([
    [...parameters.values()].map(({ name, value }) => [name, value]),
    [...failures].map(([name, { message }]) => [name, message]),
  ]);
}

interface Moment {
  readonly standing: Standing;
  readonly at: number;
}

function answerOf({ good, problems }: Known, { standing, at }: Moment): Configuration {
  if (good !== null && problems.length === 0) {
    return { kind: 'fresh', snapshot: good.snapshot, ageMs: at - good.at, ...withNotices(standing, good) };
  }
  return staleOr(good, { cause: summarizeProblems(problems), problems, standing, at });
}

interface Trouble extends Moment {
  readonly cause: string;
  readonly problems: readonly ConfigProblem[];
}

function staleOr(good: Good | null, { cause, problems, standing, at }: Trouble): Configuration {
  return good === null
    ? { kind: 'unavailable', cause, problems, ...standing }
    : { kind: 'stale', snapshot: good.snapshot, ageMs: at - good.at, cause, ...withNotices(standing, good) };
}

function withNotices(standing: Standing, { notices }: Good): Standing {
  return { ...standing, notices: [...standing.notices, ...notices] };
}
