import { nearestName } from '../base/did-you-mean.ts';
import { describeProblem } from '../config/config-problem.ts';
import { SourceError } from '../config/errors.ts';
import { defaultCluster, type Snapshot } from '../config/snapshot.ts';
import type { SnapshotAnswer } from '../config/snapshot-provider.ts';
import type { DecisionConfiguration } from '../decide/decision.ts';
import { clusterFolder } from './cluster-folder.ts';
import type { CommandIo } from './command.ts';
import { CommandError } from './errors.ts';
import { finishedAnswer, isParameterStore, openProvider, surveyParameters } from './open-provider.ts';
import { clustersNamed } from './parameters/known-clusters.ts';

/** The options of commands that use one cluster's configuration once. */
export interface SnapshotOptions {
  /** `file:DIR`, `DIR` or `ssm:/ROOT`. */
  readonly parameters: string;
  readonly cluster?: string;
}

/** A configuration, and the switch that is off above it, if one is: all that decisions look at. */
export type OpenedSnapshot = Snapshot & Pick<DecisionConfiguration, 'switchedOff'>;

/**
 * Reads, validates and compiles a cluster's configuration as the webhook would have it: releases included.
 * @throws CommandError with everything that is wrong with it.
 */
export async function openSnapshot(io: CommandIo, options: SnapshotOptions): Promise<OpenedSnapshot> {
  const cluster = clusterFolder(options.cluster);
  const provider = await openProvider(io, options.parameters);
  const answer = await finishedAnswer(provider, cluster);
  if (answer.kind === 'unavailable') {
    throw new CommandError([`${provider.description} cannot be used:`, ...reasonsOf(answer)].join('\n'));
  }
  if (cluster !== defaultCluster && answer.snapshot.cluster === defaultCluster) {
    io.err(`note: ${cluster} has no parameters of its own, so it has the default's${await knownNote(io, options)}\n`);
  }
  if (answer.kind === 'stale') {
    io.err(`note: an earlier release is used, because of the newest: ${answer.cause}\n`);
  }
  return answer.switch.kind === 'off' ? { ...answer.snapshot, switchedOff: answer.switch } : answer.snapshot;
}

/** A typing error shows beside the names that there are. */
async function knownNote(io: CommandIo, { parameters, cluster = '' }: SnapshotOptions): Promise<string> {
  const known = await knownClusterNames(io, parameters);
  const nearest = nearestName(cluster, known);
  const meant = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  return known.length === 0 ? '' : `; known: ${known.join(', ')}${meant}`;
}

/** Listing Parameter Store is another right than reading it: who lacks that sees no names. */
async function knownClusterNames(io: CommandIo, parameters: string): Promise<readonly string[]> {
  if (!isParameterStore(parameters)) {
    const { clusters } = await surveyParameters(io, parameters);
    return clusters.filter((name) => name !== defaultCluster);
  }
  const { openTarget } = await import('./parameters/target.ts');
  const listing = await openTarget(io, parameters).list().catch(ignoreSourceError);
  return listing === undefined ? [] : clustersNamed(listing.parameters);
}

function ignoreSourceError(cause: unknown): undefined {
  if (!(cause instanceof SourceError)) {
    throw cause;
  }
}

/** Everything that is wrong with a configuration, or why there is none. */
export function reasonsOf({ cause, problems }: Extract<SnapshotAnswer, { kind: 'unavailable' }>): readonly string[] {
  return problems.length === 0 ? [cause] : problems.map(describeProblem);
}
