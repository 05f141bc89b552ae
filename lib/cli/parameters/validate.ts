import { decodeTokens } from '../../auth/tokens.ts';
import { type ConfigProblem, describeProblem } from '../../config/config-problem.ts';
import { suggestName } from '../../config/did-you-mean.ts';
import { decodeParameter } from '../../config/effective-parameters.ts';
import { loadSnapshot, templateNames } from '../../config/load-snapshot.ts';
import {
  isClusterName,
  isTemplateName,
  lookupPaths,
  parameterNames,
  releaseParameter,
  snapshotParameters,
  templateFolder,
  tokensParameter,
} from '../../config/parameter-names.ts';
import { readRelease } from '../../config/release.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import type { Parameter, ParameterReading } from '../../config/source.ts';
import { CommandError } from '../errors.ts';

/** Parameters by name, as stored. */
export type Parameters = ReadonlyMap<string, Parameter>;

/** The clusters that have parameters of their own, and `default`, sorted. */
export function clustersIn(names: Iterable<string>): readonly string[] {
  const folders = [...names].filter((name) => name.includes('/')).map((name) => name.split('/')[0] ?? '');
  return [...new Set([defaultCluster, ...folders.filter(isClusterName)])].sort();
}

/**
 * What is wrong with a set of parameters, found by the loader that the Lambda runs: once for each cluster that has
 * parameters of its own, and for the default. A problem of a default parameter is told once.
 */
export function findProblems(parameters: Parameters): readonly ConfigProblem[] {
  const reading: ParameterReading = { parameters, failures: new Map() };
  const found = clustersIn(parameters.keys()).flatMap((cluster) => loadSnapshot(cluster, reading).problems);
  const problems = [...found, ...tokenProblems(parameters), ...releaseProblems(parameters)];
  return [...new Map(problems.map((problem) => [describeProblem(problem), problem])).values()];
}

/** @throws CommandError with every problem, a line each, where there is one. */
export function assertValid(parameters: Parameters, outcome: string): void {
  const problems = findProblems(parameters);
  if (problems.length > 0) {
    throw new CommandError([...problems.map(describeProblem), outcome].join('\n'));
  }
}

/** Names below the root that no snapshot, token check or release reads: usually typing errors. */
export function unreadNames(parameters: Parameters): readonly string[] {
  const reading: ParameterReading = { parameters, failures: new Map() };
  const clusters = clustersIn(parameters.keys());
  const read = new Set([
    ...clusters.flatMap((cluster) => [
      ...parameterNames(cluster),
      ...templateNames(cluster, reading),
      ...lookupPaths(cluster, releaseParameter),
    ]),
    `${defaultCluster}/${tokensParameter}`,
  ]);
  return [...parameters.keys()].filter((name) => !read.has(name)).sort();
}

/** Whether a name is a template's that settings may come to list: no typing error, though nothing reads it yet. */
export function isUnlistedTemplate(name: string): boolean {
  const [folder = '', ...rest] = name.split('/');
  const isFolder = folder === defaultCluster || isClusterName(folder);
  return isFolder && rest.length === 2 && rest[0] === templateFolder && isTemplateName(rest[1] ?? '');
}

/** Why a name is not read, and what to do. */
export function adviceFor(name: string): string {
  const [folder = '', ...rest] = name.split('/');
  const own = rest.join('/');
  if (rest.length === 0) {
    return `nothing reads it: parameters stand below ${defaultCluster}/ or the name of a cluster; move or delete it`;
  }
  if (folder !== defaultCluster && !isClusterName(folder)) {
    return `nothing reads it: clusters are called by a-z, 0-9 and -, 63 at most; rename or delete it`;
  }
  if (own === tokensParameter) {
    return `tokens are read under ${defaultCluster} only`;
  }
  if (isUnlistedTemplate(name)) {
    return `no settings list the template "${rest.slice(1).join('/')}": add it to settings.templates, or delete it`;
  }
  const names = [...snapshotParameters, releaseParameter, `${templateFolder}/<name>`];
  return `nothing reads it: rename or delete it${suggestName(own, names)}`;
}

function tokenProblems(parameters: Parameters): readonly ConfigProblem[] {
  const stored = parameters.get(`${defaultCluster}/${tokensParameter}`);
  const decoded = stored && decodeParameter(stored);
  if (decoded?.kind === 'broken') {
    return [decoded.problem];
  }
  try {
    if (decoded !== undefined) {
      decodeTokens(decoded.parameter.text);
    }
    return [];
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return [{ code: 'invalid', parameter: `${defaultCluster}/${tokensParameter}`, message }];
  }
}

function releaseProblems(parameters: Parameters): readonly ConfigProblem[] {
  const releases = [...parameters.values()].filter(({ name }) => name.split('/')[1] === releaseParameter);
  return releases.flatMap((release) => {
    const result = readRelease(release);
    return result.kind === 'invalid' ? result.problems : [];
  });
}
