import { Command } from 'commander';
import { defaultCluster } from '../config/snapshot.ts';
import { ParameterStoreError } from '../config/source/ssm/errors.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { CommandError } from './errors.ts';
import { type Change, formatChanges } from './parameters/change-plan.ts';
import { type CompareOptions, compareFolder } from './parameters/compare-folder.ts';
import type { ParameterAdmin, ParameterWrite, PastVersion } from './parameters/parameter-admin.ts';
import { releasesOver } from './parameters/release-reach.ts';
import { confirm, folderClusterOption, targetOption, yesOption } from './parameters/target.ts';
import { assertNone, assertValid, describeUnread, isUnlistedTemplate, type Parameters } from './parameters/validate.ts';

interface PushOptions extends CompareOptions {
  readonly yes: boolean;
}

/** `sidecar-injector push`: writes a folder of parameters to Parameter Store. */
export const command: CommandModule = (io) =>
  new Command('push')
    .description('Writes what changed in a folder of parameters to Parameter Store, after validating and asking')
    .argument('<folder>', 'holds default/policy, prod/template and so on')
    .option(...targetOption)
    .option(...folderClusterOption)
    .option(...yesOption)
    .action((folder: string, options: PushOptions) => push(io, folder, options));

async function push(io: CommandIo, folder: string, options: PushOptions): Promise<void> {
  const { admin, plan, effective, unread } = await compareFolder(io, folder, options);
  assertRead(io, unread);
  await assertValid(effective);
  if (plan.changes.length === 0) {
    io.err(`nothing to write: ${admin.description} already holds ${countOf(plan.unchanged)}\n`);
    return;
  }
  io.out(formatChanges(plan.changes, io.color));
  if (!(await confirm(io, `Write ${countOf(plan.changes.length)} to ${admin.description}?`, options.yes))) {
    io.err('nothing was written\n');
    return;
  }
  await writeAll(io, admin, plan.changes);
  notePinned(io, plan.changes, effective);
}

function countOf(parameters: number): string {
  return parameters === 1 ? '1 parameter' : `${parameters} parameters`;
}

/** Under a release, what was written waits until it is promoted. */
function notePinned(io: CommandIo, changes: readonly Change[], effective: Parameters): void {
  const releases = changes.flatMap(({ name }) => releasesOver(name, effective));
  for (const release of new Set(releases.flatMap((each) => each?.name ?? []))) {
    const [folder = ''] = release.split('/');
    const promote = `sidecar-injector promote${folder === defaultCluster ? '' : ` --cluster ${folder}`}`;
    io.err(`note: ${release} pins earlier versions; what was written takes effect there with: ${promote}\n`);
  }
}

/** A name that nothing can read is a typing error; a template that no settings list yet may be on its way. */
function assertRead(io: CommandIo, unread: readonly string[]): void {
  const errors = unread.filter((name) => !isUnlistedTemplate(name));
  for (const name of unread.filter(isUnlistedTemplate)) {
    io.err(`note: ${describeUnread(name)}\n`);
  }
  assertNone(errors.map(describeUnread));
}

/** One after the other: what was written before a failure stands in the output, and Ctrl-C waits for the one in hand. */
async function writeAll(io: CommandIo, admin: ParameterAdmin, changes: readonly Change[]): Promise<void> {
  const { signal } = io;
  for (const [index, change] of changes.entries()) {
    if (signal.aborted) {
      const message = `interrupted: ${index} of ${changes.length} were written; push again to write the others`;
      throw new CommandError(message, { code: 'interrupted' });
    }
    const newest = (await admin.history(change.name)).at(-1);
    assertUntouched(change, newest);
    const write = writeOver(change, newest);
    const version = await writeOne(admin, write);
    const bytes = Buffer.byteLength(write.value);
    io.err(`[${index + 1}/${changes.length}] ${change.name}: version ${version}, ${bytes} bytes, ${write.tier}\n`);
    assertNext(change, version);
  }
}

/** Type and tier of what is there stay: Parameter Store changes neither the type, nor an advanced tier back. */
function writeOver({ name, value, tier, type }: Change, newest: PastVersion | undefined): ParameterWrite {
  if (newest !== undefined && type === 'SecureString' && newest.type !== 'SecureString') {
    throw new CommandError(
      `${name} is stored as a plain String; delete it and push again, so that it becomes a SecureString`,
    );
  }
  const kept = newest?.tier === 'Advanced' ? 'Advanced' : tier;
  return { name, value, type: newest?.type ?? type, tier: kept, exists: newest !== undefined };
}

async function writeOne(admin: ParameterAdmin, write: ParameterWrite): Promise<number> {
  try {
    return await admin.put(write);
  } catch (cause) {
    if (!write.exists && cause instanceof ParameterStoreError && cause.message.includes('ParameterAlreadyExists')) {
      throw new CommandError(`${write.name}: somebody created it in the same moment; look again with diff`, { cause });
    }
    throw cause;
  }
}

/** Somebody else may have written since the changes were shown; theirs must not be lost unseen. */
function assertUntouched({ name, before }: Change, newest: PastVersion | undefined): void {
  if (newest?.version !== before?.version) {
    throw new CommandError(
      `${name}: ${newest?.by ?? 'somebody'} ${newest === undefined ? 'deleted it' : `wrote version ${newest.version}`} while you looked at the changes; look again with diff. It and what follows was not written`,
    );
  }
}

function assertNext({ name, before }: Change, version: number): void {
  const expected = (before?.version ?? 0) + 1;
  if (version !== expected) {
    throw new CommandError(
      `${name}: version ${expected} was somebody else's, written in the same moment; yours is ${version} and in force. Look at both with: sidecar-injector history ${name}`,
    );
  }
}
