import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileSnapshots } from '../config/file-snapshots.ts';
import { isClusterName } from '../config/parameter-names.ts';
import { defaultCluster } from '../config/snapshot.ts';
import type { SnapshotProvider } from '../config/snapshot-provider.ts';
import type { CommandIo } from './command.ts';

/** A provider, and the clusters that are known to have parameters. */
export interface OpenedProvider {
  readonly provider: SnapshotProvider;
  /** `default` first. Parameter Store is not asked which there are. */
  readonly clusters: readonly string[];
}

/**
 * What `--parameters` names, as the webhook is served from it: `file:DIR` or `DIR`, whose edits show in the next
 * answer, or `ssm:/ROOT` through the Lambda's own cache. Parameter Store is loaded only where it is asked for.
 */
export async function openProvider(io: CommandIo, parameters: string): Promise<OpenedProvider> {
  if (!parameters.startsWith('ssm:')) {
    const folder = resolve(io.cwd, parameters.replace(/^file:/, ''));
    return { provider: fileSnapshots(folder), clusters: [defaultCluster, ...(await clustersIn(folder))] };
  }
  const [{ createSsmSource }, { createSnapshotCache }, { loadSnapshot, templateNames }] = await Promise.all([
    import('../config/ssm/ssm-source.ts'),
    import('../config/cache/snapshot-cache.ts'),
    import('../config/load-snapshot.ts'),
  ]);
  const source = createSsmSource(parameters.slice('ssm:'.length), io.env);
  return { provider: createSnapshotCache({ source, loadSnapshot, templateNames }), clusters: [defaultCluster] };
}

/** The folders of clusters; none where the folder cannot be read, which reading a configuration tells better. */
async function clustersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && isClusterName(entry.name));
  return folders.map(({ name }) => name).sort();
}
