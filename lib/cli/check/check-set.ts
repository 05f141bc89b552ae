import type { Parameters } from '../parameters/validate.ts';
import type { BuiltInPod } from '../trial/built-in-pods.ts';
import type { ParameterSet } from '../trial/parameter-set.ts';
import { type Finding, sortFindings } from './finding.ts';
import { staticFindings } from './static-findings.ts';
import { templateFindings } from './template-findings.ts';

/** Pods of fixtures for a cluster, to try templates on besides the built-in ones. */
export type PodsFor = (cluster: string) => readonly BuiltInPod[];

/**
 * Everything that can be found without asking Parameter Store: what does not validate, what nothing reads, and what
 * only a try on pods shows, for each cluster.
 */
export async function checkSet(
  set: ParameterSet,
  parameters: Parameters,
  podsFor: PodsFor = () => [],
): Promise<readonly Finding[]> {
  return sortFindings([...(await staticFindings(parameters)), ...(await triedFindings(set, podsFor))]);
}

/** What only a try shows. Clusters with the same templates, settings and values are tried once. */
export async function triedFindings(set: ParameterSet, podsFor: PodsFor = () => []): Promise<readonly Finding[]> {
  const tried = new Set<string>();
  const found: Finding[] = [];
  for (const cluster of set.clusters) {
    const result = set.snapshotFor(cluster);
    if (result.kind === 'invalid') {
      continue;
    }
    const more = podsFor(cluster);
    const names = [...result.snapshot.versions.keys()].filter((name) => !/\/(?:policy|switch)$/.test(name)).sort();
    const key = JSON.stringify([names, more.map(({ name }) => name)]);
    if (!tried.has(key)) {
      tried.add(key);
      found.push(...(await templateFindings(result.snapshot, set.readingFor(cluster), more)));
    }
  }
  return found;
}
