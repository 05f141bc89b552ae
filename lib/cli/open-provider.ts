import { resolve } from 'node:path';
import { fileSnapshots } from '../config/file-snapshots.ts';
import { defaultCluster } from '../config/snapshot.ts';
import type { SnapshotProvider } from '../config/snapshot-provider.ts';
import type { CommandIo } from './command.ts';
import { readParameterFolder } from './parameters/parameter-folder.ts';
import { rootOf } from './parameters/root.ts';
import { adviceFor, clustersIn, type Parameters, unreadNames } from './parameters/validate.ts';

const store = 'ssm:';

/**
 * What `--parameters` names, as the webhook is served from it: `file:DIR` or `DIR`, whose edits show in the next
 * answer, or `ssm:/ROOT` through the Lambda's own cache, releases included. Parameter Store is loaded only where it is
 * asked for.
 * @throws CommandError for a root that is none.
 */
export async function openProvider(io: CommandIo, parameters: string): Promise<SnapshotProvider> {
  return parameters.startsWith(store)
    ? openStore(io, rootOf(parameters, '--parameters'))
    : fileSnapshots(folderOf(io, parameters));
}

/** What is known of parameters before any is used. */
export interface Survey {
  /** Clusters with parameters, `default` first. Parameter Store is not asked which there are. */
  readonly clusters: readonly string[];
  /** What a person should know: files that nothing reads. */
  readonly notes: readonly string[];
}

/** Looks through a folder of parameters. @throws CommandError for one that cannot be read. */
export async function surveyParameters(io: CommandIo, parameters: string): Promise<Survey> {
  if (parameters.startsWith(store)) {
    return { clusters: [defaultCluster], notes: [] };
  }
  const texts = await readParameterFolder(folderOf(io, parameters));
  const found: Parameters = new Map([...texts].map(([name, value]) => [name, { name, value, version: 1 }]));
  const own = clustersIn(found.keys()).filter((cluster) => cluster !== defaultCluster);
  const notes = unreadNames(found).map((name) => `${name}: ${adviceFor(name)}`);
  return { clusters: [defaultCluster, ...own], notes };
}

function folderOf(io: CommandIo, parameters: string): string {
  return resolve(io.cwd, parameters.replace(/^file:/, ''));
}

async function openStore(io: CommandIo, root: string): Promise<SnapshotProvider> {
  const [{ createSsmSource }, { createSnapshotCache }, { loadSnapshot, templateNames }] = await Promise.all([
    import('../config/ssm/ssm-source.ts'),
    import('../config/cache/snapshot-cache.ts'),
    import('../config/load-snapshot.ts'),
  ]);
  return createSnapshotCache({ source: createSsmSource(root, io.env), loadSnapshot, templateNames });
}
