import { describeProblem } from '../../config/config-problem.ts';
import { createInjectMemory, type InjectMemory } from '../../inject/memory/inject-memory.ts';
import { plural } from '../output/plural.ts';
import { type BuiltInPod, builtInPods } from './built-in-pods.ts';
import { type Outcome, type PodChange, PodComparer, type PodComparison } from './compare-pods.ts';
import type { ParameterSet } from './parameter-set.ts';
import { type TrialPod, tryPod } from './try-pod.ts';

/** Two sets of parameters, and what pods are tried with them. */
export interface Preview {
  readonly before: ParameterSet;
  readonly after: ParameterSet;
  /** Pods of fixtures for a cluster; the built-in ones are always tried. */
  readonly podsFor?: (cluster: string) => readonly BuiltInPod[];
  readonly color: boolean;
}

/** What a change of parameters changes in pods, for every cluster of either set. Clusters that are alike count once. */
export function previewPods({ before, after, podsFor = () => [], color }: Preview): PodComparison {
  const comparer = new PodComparer(color);
  const memory = createInjectMemory();
  for (const [cluster = '', ...alike] of alikeClusters({ before, after, podsFor })) {
    const where = alike.length === 0 ? cluster : `${cluster} and ${plural(alike.length, 'cluster')} like it`;
    for (const pod of [...builtInPods, ...podsFor(cluster)]) {
      comparer.add({
        name: `${pod.name} (${where})`,
        before: outcomeOf(pod, before, { cluster, memory }),
        after: outcomeOf(pod, after, { cluster, memory }),
      });
    }
  }
  return comparer.result();
}

/** The clusters of both sets, those together that get the same texts before and the same after. */
function alikeClusters({ before, after, podsFor }: Required<Omit<Preview, 'color'>>): readonly string[][] {
  const groups = new Map<string, string[]>();
  for (const cluster of [...new Set([...before.clusters, ...after.clusters])].sort()) {
    const fixtures = podsFor(cluster).map(({ name }) => name);
    const key = JSON.stringify([textsOf(before, cluster), textsOf(after, cluster), fixtures]);
    const group = groups.get(key) ?? [];
    group.push(cluster);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** What applies to a cluster, by names without the folder; the cluster itself where it cannot be loaded. */
function textsOf(set: ParameterSet, cluster: string): readonly unknown[] {
  const result = set.snapshotFor(cluster);
  const { parameters } = set.readingFor(cluster);
  return result.kind === 'invalid'
    ? [cluster]
    : [...result.snapshot.versions.keys()].map((name) => [name.replace(/^[^/]*/, ''), parameters.get(name)?.value]);
}

/** What becomes of a pod in a cluster; a set without a valid configuration for it says so. */
export function outcomeOf(
  pod: TrialPod,
  set: ParameterSet,
  { cluster, memory }: { readonly cluster: string; readonly memory: InjectMemory },
): Outcome {
  const result = set.snapshotFor(cluster);
  return result.kind === 'snapshot'
    ? tryPod(pod, result.snapshot, { memory })
    : {
        pod: pod.pod,
        outcome: { kind: 'no-configuration', message: result.problems.map(describeProblem)[0] ?? '' },
      };
}

/** How many members of a group are named. */
const shownMembers = 4;

const verbs: Readonly<Record<PodChange['kind'], readonly [one: string, many: string]>> = {
  changed: ['comes out otherwise', 'come out otherwise'],
  refused: ['is newly refused', 'are newly refused'],
  failed: ['newly fails', 'newly fail'],
};

/** What changes in pods, for people: a sentence a group, and one diff of it. */
export function formatPodChanges({ equal, changes }: PodComparison): string {
  if (changes.length === 0) {
    return `nothing changes in pods (${plural(equal, 'pod')} tried)\n`;
  }
  const groups = changes.map(({ kind, members, pods, diff }) => {
    const more = members.length > shownMembers ? ` and ${members.length - shownMembers} more` : '';
    const names = members.slice(0, shownMembers).join(', ');
    return `${plural(pods, 'pod')} ${verbs[kind][pods === 1 ? 0 : 1]}: ${names}${more}\n${diff}\n`;
  });
  return `${groups.join('')}${plural(equal, 'pod')} ${equal === 1 ? 'stays' : 'stay'} equal\n`;
}
