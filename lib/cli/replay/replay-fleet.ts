import { createInjectMemory } from '../../inject/memory/inject-memory.ts';
import { stringifyJson } from '../../json/json-text.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { authorPod } from '../trial/author-pod.ts';
import { PodComparer, type PodComparison } from '../trial/compare-pods.ts';
import type { ParameterSet } from '../trial/parameter-set.ts';
import { outcomeOf } from '../trial/preview.ts';
import type { FleetPod } from './read-pods.ts';

/** Two sets of parameters, and the cluster whose pods are tried with them. */
export interface Replay {
  readonly before: ParameterSet;
  readonly after: ParameterSet;
  readonly cluster: string;
  readonly color: boolean;
  /** Told now and then how many of how many are done. */
  readonly progress: (done: number, total: number) => void;
}

/** Pods that are equal but for what tells the pods of one workload apart. */
interface Alike {
  readonly first: FleetPod;
  count: number;
}

/** How often progress is shown, in kinds of pods. */
const progressEvery = 25;

/**
 * What becomes of pods under two configurations. What an earlier injection brought is taken out first; pods that are
 * alike are tried once and counted.
 */
export function replayFleet(pods: readonly FleetPod[], replay: Replay): PodComparison {
  const comparer = new PodComparer(replay.color);
  const memory = createInjectMemory();
  const kinds = [...alikePods(pods).values()];
  kinds.forEach(({ first, count }, index) => {
    if (index % progressEvery === 0) {
      replay.progress(index, kinds.length);
    }
    const pod = { namespace: first.namespace, pod: withoutInjection(first, replay) };
    const options = { cluster: replay.cluster, memory };
    const [before, after] = [outcomeOf(pod, replay.before, options), outcomeOf(pod, replay.after, options)];
    comparer.add({ name: first.workload, count, before, after });
  });
  return comparer.result();
}

function alikePods(pods: readonly FleetPod[]): ReadonlyMap<string, Alike> {
  const alike = new Map<string, Alike>();
  for (const pod of pods) {
    const key = `${pod.namespace}\n${stringifyJson(pod.pod)}`;
    const known = alike.get(key) ?? { first: pod, count: 0 };
    known.count += 1;
    alike.set(key, known);
  }
  return alike;
}

/** The pod as its author wrote it, by the configuration that injected it; as it is where that is not known. */
function withoutInjection({ pod }: FleetPod, { before, cluster }: Replay): JsonObject {
  const result = before.snapshotFor(cluster);
  return result.kind === 'invalid' ? pod : authorPod(pod, result.snapshot);
}
