import { resolve } from 'node:path';
import { fileSnapshots } from '../config/file-snapshots.ts';
import { isClusterName } from '../config/parameter-names.ts';
import { defaultCluster } from '../config/snapshot.ts';
import type { SnapshotProvider } from '../config/snapshot-provider.ts';
import type { CommandIo } from './command.ts';
import { readParameterFolder } from './parameters/parameter-folder.ts';
import { adviceFor, clustersIn, type Parameters, unreadNames } from './parameters/validate.ts';

/** A provider, and what is known of its parameters beforehand. */
export interface OpenedProvider {
  readonly provider: SnapshotProvider;
  /** Clusters with parameters, `default` first. Parameter Store is not asked which there are. */
  readonly clusters: readonly string[];
  /** What a person should know: files that nothing reads. */
  readonly notes: readonly string[];
}

/**
 * What `--parameters` names, as the webhook is served from it: `file:DIR` or `DIR`, whose edits show in the next
 * answer, or `ssm:/ROOT` through the Lambda's own cache. Parameter Store is loaded only where it is asked for.
 * @throws CommandError for a folder that cannot be read.
 */
export async function openProvider(io: CommandIo, parameters: string): Promise<OpenedProvider> {
  return parameters.startsWith('ssm:')
    ? openStore(io, parameters.slice('ssm:'.length))
    : openFolder(resolve(io.cwd, parameters.replace(/^file:/, '')));
}

async function openFolder(folder: string): Promise<OpenedProvider> {
  const texts = await readParameterFolder(folder);
  const found: Parameters = new Map([...texts].map(([name, value]) => [name, { name, value, version: 1 }]));
  const clusters = clustersIn(found.keys()).filter(isClusterName);
  const notes = unreadNames(found).map((name) => `${name}: ${adviceFor(name)}`);
  return { provider: fileSnapshots(folder), clusters: [defaultCluster, ...clusters], notes };
}

async function openStore(io: CommandIo, root: string): Promise<OpenedProvider> {
  const [{ createSsmSource }, { createSnapshotCache }, { loadSnapshot, templateNames }] = await Promise.all([
    import('../config/ssm/ssm-source.ts'),
    import('../config/cache/snapshot-cache.ts'),
    import('../config/load-snapshot.ts'),
  ]);
  const provider = createSnapshotCache({ source: createSsmSource(root, io.env), loadSnapshot, templateNames });
  return { provider, clusters: [defaultCluster], notes: [] };
}
