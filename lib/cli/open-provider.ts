import { resolve } from 'node:path';
import { fileSnapshots } from '../config/file-snapshots.ts';
import type { SnapshotProvider } from '../config/snapshot-provider.ts';
import type { CommandIo } from './command.ts';

/**
 * What `--parameters` names, as the webhook is served from it: `file:DIR` or `DIR`, whose edits show in the next
 * answer, or `ssm:/ROOT` through the Lambda's own cache. Parameter Store is loaded only where it is asked for.
 */
export async function openProvider(io: CommandIo, parameters: string): Promise<SnapshotProvider> {
  if (!parameters.startsWith('ssm:')) {
    return fileSnapshots(resolve(io.cwd, parameters.replace(/^file:/, '')));
  }
  const [{ createSsmSource }, { createSnapshotCache }, { loadSnapshot, templateNames }] = await Promise.all([
    import('../config/ssm/ssm-source.ts'),
    import('../config/cache/snapshot-cache.ts'),
    import('../config/load-snapshot.ts'),
  ]);
  const source = createSsmSource(parameters.slice('ssm:'.length), io.env);
  return createSnapshotCache({ source, loadSnapshot, templateNames });
}
