import type { CommandIo } from '../command.ts';
import { CommandError } from '../errors.ts';
import { plural } from '../output/plural.ts';
import type { Comparison } from './compare-folder.ts';
import { pinnedNames } from './left-over.ts';

/** A parameter that is to be deleted, as it was seen. */
export interface Removal {
  readonly name: string;
  readonly version: number;
}

/**
 * What `--prune` deletes: names that the folder lacks. Without it they are only listed.
 * @throws CommandError for names that releases still pin, which says what to do first.
 */
export async function planRemovals(
  io: CommandIo,
  { admin, leftOver, listing }: Comparison,
  prune: boolean,
): Promise<readonly Removal[]> {
  if (leftOver.length === 0) {
    return [];
  }
  if (!prune) {
    const stay = leftOver.length === 1 ? 'is not in the folder and stays' : 'are not in the folder and stay';
    io.err(
      `note: ${plural(leftOver.length, 'stored parameter')} ${stay} in force (${leftOver.join(', ')}); --prune deletes\n`,
    );
    return [];
  }
  const pinned = await pinnedNames(admin, listing.parameters);
  const held = leftOver.flatMap((name) => {
    const release = pinned.get(name);
    return release === undefined ? [] : [`${name}: ${release} pins it`];
  });
  if (held.length > 0) {
    const first = leftOver.find((name) => pinned.has(name));
    throw new CommandError(
      `${held.join('\n')}\nnothing was written: releases that one may go back to need these. First promote without them ("sidecar-injector promote --without ${first}") until neither the release in force nor the three before it pin them`,
    );
  }
  return leftOver.map((name) => {
    const version = listing.parameters.get(name)?.version ?? listing.unreadable.get(name)?.version ?? 0;
    return { name, version };
  });
}
