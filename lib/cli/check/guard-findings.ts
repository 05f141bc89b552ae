import type { CommandIo } from '../command.ts';
import { CommandError } from '../errors.ts';
import { guardDrift } from '../guard/guard-drift.ts';
import { readObjects } from '../input/read-objects.ts';
import { openSnapshot } from '../open-snapshot.ts';
import { inputName, readInput } from '../read-input.ts';
import { type Finding, finding } from './finding.ts';

/** A guard in force, and what it should have been made from. */
export interface GuardInForce {
  /** What kubectl printed of policies and bindings; `-` for standard input. */
  readonly file: string;
  /** A folder, or `ssm:/ROOT`. */
  readonly parameters: string;
  /** Absent for a cluster that has the defaults. */
  readonly cluster?: string;
  /** As `manifest` was given it. */
  readonly namespaceLabel: string;
}

/** Where a guard in force asks for something else than one that were made now. @throws CommandError for a file that cannot be read. */
export async function guardFindings(io: CommandIo, guard: GuardInForce): Promise<readonly Finding[]> {
  const { file, cluster, parameters, namespaceLabel } = guard;
  const read = readObjects([{ name: inputName(file), text: await readInput(io, file) }]);
  const place = { parameter: `${cluster ?? 'default'}/settings` };
  try {
    const snapshot = await openSnapshot(io, { parameters, ...(cluster === undefined ? {} : { cluster }) });
    return guardDrift(read, snapshot, namespaceLabel).map((message) => finding('SI0312', place, message));
  } catch (cause) {
    if (cause instanceof CommandError) {
      return [finding('SI0312', place, `no guard can be made now: ${cause.message}`)];
    }
    throw cause;
  }
}
