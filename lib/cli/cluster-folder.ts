import { isParameterFolder } from '../config/parameter-names.ts';
import { defaultCluster } from '../config/snapshot.ts';
import { CommandError } from './errors.ts';

/** The folder of a `--cluster` option: the cluster's, or the default's without one. */
export function clusterFolder(cluster: string = defaultCluster): string {
  if (!isParameterFolder(cluster)) {
    throw new CommandError(`--cluster ${cluster}: a cluster's name has 1 to 63 of a-z, 0-9 and -`, { code: 'usage' });
  }
  return cluster;
}
