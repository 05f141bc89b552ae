import { resolve } from 'node:path';
import { describeProblem } from '../config/config-problem.ts';
import { SourceError } from '../config/errors.ts';
import { createFileSource } from '../config/file-source.ts';
import { isClusterName } from '../config/parameter-names.ts';
import { readSnapshot } from '../config/read-snapshot.ts';
import { defaultCluster, type Snapshot } from '../config/snapshot.ts';
import type { ParameterSource } from '../config/source.ts';
import type { CommandIo } from './command.ts';
import { CommandError } from './errors.ts';

/** The options of commands that use one cluster's configuration once. */
export interface SnapshotOptions {
  /** `file:DIR`, `DIR` or `ssm:/ROOT`. */
  readonly parameters: string;
  readonly cluster?: string;
}

/** How long reading a configuration may take, in milliseconds. */
const READ_MILLISECONDS = 30_000;

/**
 * Reads, validates and compiles a cluster's configuration.
 * @throws CommandError with everything that is wrong with it.
 */
export async function openSnapshot(io: CommandIo, options: SnapshotOptions): Promise<Snapshot> {
  const cluster = options.cluster ?? defaultCluster;
  if (cluster !== defaultCluster && !isClusterName(cluster)) {
    throw new CommandError(`--cluster ${cluster}: a cluster's name has 1 to 63 of a-z, 0-9 and -`, { code: 'usage' });
  }
  const source = await openSource(io, options.parameters);
  const result = await readSnapshot(source, cluster, AbortSignal.timeout(READ_MILLISECONDS)).catch(explain);
  if (result.kind === 'invalid') {
    const problems = result.problems.map(describeProblem);
    throw new CommandError([`${source.description} cannot be used:`, ...problems].join('\n'));
  }
  return result.snapshot;
}

/** The source that `--parameters` names. Parameter Store is loaded only where it is asked for. */
export async function openSource(io: CommandIo, parameters: string): Promise<ParameterSource> {
  if (parameters.startsWith('ssm:')) {
    const { createSsmSource } = await import('../config/ssm/ssm-source.ts');
    return createSsmSource(parameters.slice('ssm:'.length), io.env);
  }
  return createFileSource(resolve(io.cwd, parameters.replace(/^file:/, '')));
}

function explain(cause: unknown): never {
  if (cause instanceof SourceError) {
    throw new CommandError(cause.message, { cause });
  }
  throw cause;
}
