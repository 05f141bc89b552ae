import { templateNames } from '../../load/load-snapshot.ts';
import { parameterNames } from '../../parameter-names.ts';
import { joinReadings } from '../join-readings.ts';
import type { ParameterReading, ParameterSource } from '../source.ts';

/**
 * Reads everything that applies to a cluster, in two rounds: the parameters with known names, then the templates that
 * its settings name. Releases are not looked at: they pin versions, and a folder keeps one of each.
 * @throws SourceError where the source as a whole cannot be read.
 */
export async function readParameters(source: ParameterSource, cluster: string): Promise<ParameterReading> {
  const first = await source.read(requests(parameterNames(cluster)));
  const names = templateNames(cluster, first);
  return names.length === 0 ? first : joinReadings(first, await source.read(requests(names)));
}

function requests(names: readonly string[]) {
  return names.map((name) => ({ name }));
}
