import { loadSnapshot, type SnapshotResult, templateNames } from './load-snapshot.ts';
import { parameterNames } from './parameter-names.ts';
import type { ParameterReading, ParameterSource } from './source.ts';

/**
 * Reads everything that applies to a cluster, in two rounds: the parameters with known names, then the templates that
 * its settings name. Releases are not looked at.
 * @throws SourceError where the source as a whole cannot be read.
 */
export async function readParameters(
  source: ParameterSource,
  cluster: string,
  signal?: AbortSignal,
): Promise<ParameterReading> {
  const first = await source.read(requests(parameterNames(cluster)), signal);
  const names = templateNames(cluster, first);
  return names.length === 0 ? first : join(first, await source.read(requests(names), signal));
}

/** Reads and loads a cluster's snapshot. @throws as `readParameters`. */
export async function readSnapshot(
  source: ParameterSource,
  cluster: string,
  signal?: AbortSignal,
): Promise<SnapshotResult> {
  return loadSnapshot(cluster, await readParameters(source, cluster, signal));
}

function requests(names: readonly string[]) {
  return names.map((name) => ({ name }));
}

function join(first: ParameterReading, second: ParameterReading): ParameterReading {
  return {
    parameters: new Map([...first.parameters, ...second.parameters]),
    failures: new Map([...first.failures, ...second.failures]),
  };
}
