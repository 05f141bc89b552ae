import { decodeOrRaw } from '../../config/load/effective-parameters.ts';
import { ParameterStoreError } from '../../config/source/ssm/errors.ts';
import { CommandError } from '../errors.ts';
import { formatDiff } from '../text-diff.ts';
import type { ParameterAdmin, ParameterType, ParameterWrite, PastVersion, Tier } from './parameter-admin.ts';

/** A write of what was shown, over what was shown. */
export interface CheckedWrite {
  readonly name: string;
  /** As it will be stored. */
  readonly value: string;
  /** The cheapest tier that holds it. */
  readonly tier: Tier;
  readonly type: ParameterType;
  /** The version that was there when the change was shown; undefined where there was nothing. */
  readonly before: number | undefined;
  readonly reason?: string | undefined;
}

/** What was written. */
export interface Written {
  readonly name: string;
  readonly version: number;
  readonly bytes: number;
  readonly tier: Tier;
}

/**
 * Writes a parameter if it is still what was shown. Parameter Store knows no compare-and-set: the newest version is
 * looked at right before writing, and the version that comes back tells whether another person wrote in the same moment.
 * Type and tier of what is there stay.
 * @throws CommandError that shows theirs and ours where another person was faster.
 */
export async function writeChecked(admin: ParameterAdmin, write: CheckedWrite): Promise<Written> {
  const newest = (await admin.history(write.name)).at(-1);
  assertUntouched(write, newest);
  const { name, value, type, reason = '' } = write;
  if (newest !== undefined && type === 'SecureString' && newest.type !== type) {
    throw new CommandError(`${name} is stored as a plain String; delete it and write it again as a SecureString`);
  }
  const tier = newest?.tier === 'Advanced' ? newest.tier : write.tier;
  const exists = newest !== undefined;
  const version = await put(admin, { name, value, type: newest?.type ?? type, tier, exists, reason });
  if (version !== (write.before ?? 0) + 1) {
    throw await sameMoment(admin, write, version);
  }
  return { name, version, bytes: Buffer.byteLength(value), tier };
}

/** Ends a command where a parameter is not what was shown any more. Without a value, ours is its removal. */
export function assertUntouched(
  { name, before, value }: Pick<CheckedWrite, 'name' | 'before'> & { readonly value?: string },
  newest: PastVersion | undefined,
): void {
  if (newest?.version === before) {
    return;
  }
  if (newest === undefined) {
    throw new CommandError(
      `${name}: somebody deleted it while you looked at the changes, and yours was not written; run the command again to see what is there now`,
    );
  }
  const both = value === undefined ? '' : `\n${bothSides(value, newest, name)}`;
  throw new CommandError(
    `${name}: ${newest.by} wrote version ${newest.version} while you looked at the changes, and yours was not written; run the command again to see what is there now${both}`,
  );
}

async function put(admin: ParameterAdmin, write: ParameterWrite): Promise<number> {
  try {
    return await admin.put(write);
  } catch (cause) {
    if (!write.exists && cause instanceof ParameterStoreError && cause.message.includes('ParameterAlreadyExists')) {
      throw new CommandError(
        `${write.name}: somebody created it in the same moment, and yours was not written; run the command again to see what is there now`,
        {
          cause,
        },
      );
    }
    throw cause;
  }
}

async function sameMoment(admin: ParameterAdmin, write: CheckedWrite, version: number): Promise<CommandError> {
  const theirs = (await admin.history(write.name)).findLast((past) => past.version < version);
  const who = theirs?.by ?? 'somebody';
  const both = theirs === undefined ? '' : `\n${bothSides(write.value, theirs, write.name)}`;
  return new CommandError(
    `${write.name}: ${who} wrote version ${version - 1} in the same moment; yours is ${version} and in force. Look at both with: sidecar-injector history ${write.name}${both}`,
  );
}

/** Theirs beside ours; nothing of secrets. */
function bothSides(ours: string, theirs: PastVersion, name: string): string {
  if (theirs.type === 'SecureString') {
    return '(secrets are not shown)';
  }
  const from = `${name} (theirs, version ${theirs.version})`;
  return formatDiff(decodeOrRaw(theirs), decodeOrRaw({ name, value: ours, version: 0 }), {
    from,
    to: `${name} (yours)`,
    color: false,
  });
}
