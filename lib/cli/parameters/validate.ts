import { decodeTokens } from '../../auth/tokens.ts';
import { errorText } from '../../base/coded-error.ts';
import { suggestName } from '../../base/did-you-mean.ts';
import { type ConfigProblem, describeProblem } from '../../config/config-problem.ts';
import { decodeParameter } from '../../config/load/effective-parameters.ts';
import { knownClusters, loadSnapshot, templateNames } from '../../config/load/load-snapshot.ts';
import {
  isClusterName,
  isParameterFolder,
  isTemplateName,
  lookupPaths,
  parameterNames,
  releaseParameter,
  snapshotParameters,
  switchParameter,
  templateFolder,
  tokensParameter,
} from '../../config/parameter-names.ts';
import { readRelease } from '../../config/release/release.ts';
import { defaultCluster, isListed } from '../../config/snapshot.ts';
import type { Parameter, ParameterReading } from '../../config/source/source.ts';
import { switchProblems } from '../../config/switch.ts';
import { CommandError } from '../errors.ts';

/** Parameters by name, as stored. */
export type Parameters = ReadonlyMap<string, Parameter>;

/** The clusters that have parameters of their own, and `default`, sorted. */
export function clustersIn(names: Iterable<string>): readonly string[] {
  const folders = [...names].filter((name) => name.includes('/')).map((name) => name.split('/')[0] ?? '');
  return [...new Set([defaultCluster, ...folders.filter(isClusterName)])].sort();
}

/** The releases among them. */
export function releasesIn(parameters: Parameters): readonly Parameter[] {
  return [...parameters.values()].filter(({ name }) => name.split('/')[1] === releaseParameter);
}

/**
 * What is wrong with a set of parameters, found by the loader that the Lambda runs: once for each cluster that has
 * parameters of its own, and for the default. A problem of a default parameter is reported once.
 */
export async function findProblems(parameters: Parameters): Promise<readonly ConfigProblem[]> {
  const reading: ParameterReading = { parameters, failures: new Map() };
  const clusters = clustersIn(parameters.keys());
  const results = await Promise.all(clusters.map((cluster) => loadSnapshot(cluster, reading)));
  const found = [
    ...results.flatMap((result) => result.problems),
    ...clusters.flatMap((cluster) => switchProblems(cluster, reading)),
  ];
  const problems = [...found, ...tokenProblems(parameters), ...releaseProblems(parameters)];
  return [...new Map(problems.map((problem) => [describeProblem(problem), problem])).values()];
}

/** Ends a command before it writes. @throws CommandError with every problem, a line each, where there is one. */
export function assertNone(problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new CommandError([...problems, 'nothing was written: mend these first'].join('\n'));
  }
}

/** Names below the root that no snapshot, token check or release reads: usually typing errors. */
export function unreadNames(parameters: Parameters): readonly string[] {
  const reading: ParameterReading = { parameters, failures: new Map() };
  const listed = knownClusters(reading);
  const clusters = clustersIn(parameters.keys()).filter((cluster) => isListed(listed, cluster));
  const read = new Set([
    ...clusters.flatMap((cluster) => [
      ...parameterNames(cluster),
      ...templateNames(cluster, reading),
      ...lookupPaths(cluster, releaseParameter),
      ...lookupPaths(cluster, switchParameter),
    ]),
    `${defaultCluster}/${tokensParameter}`,
  ]);
  return [...parameters.keys()].filter((name) => !read.has(name)).sort();
}

/** Whether a name is a template's that settings may come to list: no typing error, though nothing reads it yet. */
export function isUnlistedTemplate(name: string): boolean {
  const [folder = '', ...rest] = name.split('/');
  return isParameterFolder(folder) && rest.length === 2 && rest[0] === templateFolder && isTemplateName(rest[1] ?? '');
}

/** A name that nothing reads: why, and what to do. */
export function describeUnread(name: string): string {
  return `${name}: ${adviceFor(name)}`;
}

/** As editors and habit add it. */
const fileEnding = /\.(?:ya?ml|json|txt|tmpl|gotmpl|tpl)$/;

function adviceFor(name: string): string {
  const [folder = '', ...rest] = name.split('/');
  const own = rest.join('/');
  if (rest.length === 0) {
    return `nothing reads it: parameters stand below ${defaultCluster}/ or the name of a cluster; move or delete it`;
  }
  if (!isParameterFolder(folder)) {
    return `nothing reads it: clusters are called by a-z, 0-9 and -, 63 at most; rename or delete it`;
  }
  if (own === tokensParameter) {
    return `tokens are read under ${defaultCluster} only`;
  }
  const isKnown = [...snapshotParameters, releaseParameter, switchParameter].includes(own);
  if (folder !== defaultCluster && isKnown) {
    return `${defaultCluster}/settings lists clusters, and "${folder}" is none of them: add it to "clusters", or delete it`;
  }
  if (isUnlistedTemplate(name)) {
    return `no settings list the template "${rest.slice(1).join('/')}": add it to settings.templates, or delete it`;
  }
  const names = [...snapshotParameters, releaseParameter, switchParameter, `${templateFolder}/<name>`];
  const [inner = '', deeper] = rest;
  if (deeper !== undefined && isParameterFolder(inner) && names.includes(deeper)) {
    return `nothing reads it: it stands a folder too deep; name the folder ${folder} itself, or move it to ${inner}/${deeper}`;
  }
  const bare = own.replace(fileEnding, '');
  if (bare !== own && names.includes(bare)) {
    return `nothing reads it: names have no ending; rename it to ${folder}/${bare}`;
  }
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
    const message = errorText(cause);
    return [{ code: 'invalid', parameter: `${defaultCluster}/${tokensParameter}`, message }];
  }
}

function releaseProblems(parameters: Parameters): readonly ConfigProblem[] {
  return releasesIn(parameters).flatMap((release) => {
    const result = readRelease(release);
    return result.kind === 'invalid' ? result.problems : [];
  });
}
