import { resolve } from 'node:path';
import { defaultCluster } from '../config/snapshot.ts';
import type { SnapshotAnswer, SnapshotProvider } from '../config/snapshot-provider.ts';
import { fileSnapshots } from '../config/source/file/file-snapshots.ts';
import type { CommandIo } from './command.ts';
import { readParameterFolder } from './parameters/parameter-folder.ts';
import { rootOf } from './parameters/root.ts';
import { clustersIn, describeUnread, type Parameters, unreadNames } from './parameters/validate.ts';

/** How long reading a configuration may take, in milliseconds. */
const readMs = 30_000;

/**
 * What `--parameters` names, as the webhook is served from it: `file:DIR` or `DIR`, whose edits show in the next
 * answer, or `ssm:/ROOT` through the Lambda's own cache, releases included. Parameter Store is loaded only where it is
 * asked for.
 * @throws CommandError for a root that is none.
 */
export async function openProvider(io: CommandIo, parameters: string): Promise<SnapshotProvider> {
  return isParameterStore(parameters)
    ? openStore(io, rootOf(parameters, '--parameters'))
    : fileSnapshots(folderOf(io, parameters));
}

/** Whether `--parameters` names Parameter Store, and not a folder. */
export function isParameterStore(parameters: string): boolean {
  return parameters.startsWith('ssm:');
}

/** A provider's answer to who asks once and can wait, and no work of it left; half a minute by default. */
export async function finishedAnswer(
  provider: SnapshotProvider,
  cluster: string,
  withinMs: number = readMs,
): Promise<SnapshotAnswer> {
  const answer = await provider.snapshot(cluster, { deadline: Date.now() + withinMs });
  await answer.finish();
  return answer;
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
  if (isParameterStore(parameters)) {
    return { clusters: [defaultCluster], notes: [] };
  }
  const texts = await readParameterFolder(folderOf(io, parameters));
  const found: Parameters = new Map([...texts].map(([name, value]) => [name, { name, value, version: 1 }]));
  const own = clustersIn(found.keys()).filter((cluster) => cluster !== defaultCluster);
  const notes = unreadNames(found).map(describeUnread);
  return { clusters: [defaultCluster, ...own], notes };
}

function folderOf(io: CommandIo, parameters: string): string {
  return resolve(io.cwd, parameters.replace(/^file:/, ''));
}

async function openStore(io: CommandIo, root: string): Promise<SnapshotProvider> {
  const [{ createSsmSource }, { createSnapshotCache }, { loadSnapshot, templateNames }] = await Promise.all([
    import('../config/source/ssm/ssm-source.ts'),
    import('../config/cache/snapshot-cache.ts'),
    import('../config/load/load-snapshot.ts'),
  ]);
  return createSnapshotCache({ source: createSsmSource(root, io.env), loadSnapshot, templateNames });
}
