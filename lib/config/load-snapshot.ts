import type { ConfigProblem } from './config-problem.ts';
import type { Snapshot } from './snapshot.ts';
import type { ParameterReading } from './source.ts';

/**
 * What became of a cluster's parameters. `problems` of a valid snapshot are those that do no harm, because the policy
 * is `off`: the kill switch works whatever else is broken.
 */
export type SnapshotResult =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot; readonly problems: readonly ConfigProblem[] }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] };

/** `loadSnapshot(cluster, reading)`: see below. `reading` holds `parameterNames(cluster)` and `templateNames(…)`. */
export type LoadSnapshot = (cluster: string, reading: ParameterReading) => SnapshotResult;

/**
 * Full names of the further templates that the effective `settings` in `reading` ask for: what a second round of
 * reading must add before `loadSnapshot`. Empty where `settings` is missing or broken.
 */
export type TemplateNames = (cluster: string, reading: ParameterReading) => readonly string[];
