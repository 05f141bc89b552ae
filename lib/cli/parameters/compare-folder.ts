import { resolve } from 'node:path';
import { ValueError } from '../../config/errors.ts';
import { decodeValue } from '../../config/load/decode-value.ts';
import { decodeOrRaw } from '../../config/load/effective-parameters.ts';
import { isSwitch } from '../../config/parameter-names.ts';
import type { PodsFor } from '../check/check-set.ts';
import { clusterFolder } from '../cluster-folder.ts';
import type { CommandIo } from '../command.ts';
import { CommandError } from '../errors.ts';
import { type ChangePlan, describeTooLarge, planChanges } from './change-plan.ts';
import { leftOver } from './left-over.ts';
import type { Listing, ParameterAdmin, StoredParameter } from './parameter-admin.ts';
import { readFolder } from './read-folder.ts';
import { openTarget } from './target.ts';
import { type Parameters, unreadNames } from './validate.ts';

export interface CompareOptions {
  readonly to: string;
  /** Only this cluster's part of the folder. */
  readonly cluster?: string;
  /** Only parameters of these names. */
  readonly only?: readonly string[];
}

/** A folder beside what is stored. */
export interface Comparison {
  readonly admin: ParameterAdmin;
  readonly plan: ChangePlan;
  /** What would be stored after a push: what is there, with the folder's texts over it. */
  readonly effective: Parameters;
  /** Names in the folder that nothing would read. */
  readonly unread: readonly string[];
  /** What is stored now. */
  readonly listing: Listing;
  /** Names that are stored and not in the folder, but for what commands of their own write. */
  readonly leftOver: readonly string[];
  /** Pods of the folder's fixtures. */
  readonly podsFor: PodsFor;
}

/**
 * Compares a folder, or one cluster's part of it, with what Parameter Store holds.
 * @throws CommandError where a text fits no tier, by name and size.
 */
export async function compareFolder(io: CommandIo, folder: string, options: CompareOptions): Promise<Comparison> {
  const admin = openTarget(io, options.to);
  const only = options.cluster === undefined ? '' : `${clusterFolder(options.cluster)}/`;
  const { parameters, podsFor } = await readFolder(resolve(io.cwd, folder));
  const chosen = [...parameters.values()].filter(
    ({ name }) => name.startsWith(only) && !isSwitch(name) && isNamed(name, options.only),
  );
  if ([...parameters.keys()].some(isSwitch)) {
    io.err('note: switches in a folder are for the file source; only the commands off and on write them\n');
  }
  const texts = new Map(chosen.map(({ name, value }) => [name, textOf(name, value)]));
  if (texts.size === 0) {
    throw new CommandError(`${folder} holds nothing for ${options.only?.join(', ') ?? `--cluster ${options.cluster}`}`);
  }
  const listing = await admin.list();
  // A stored value that does not decode differs from any text: it is shown as it is, and replaced.
  const plan = planChanges(texts, listing, decodeOrRaw);
  if (plan.tooLarge.length > 0) {
    throw new CommandError(`${describeTooLarge(plan.tooLarge)}\nnothing was written`);
  }
  const effective = afterWriting(listing.parameters, plan);
  const stored = [...listing.parameters.keys(), ...listing.unreadable.keys()].filter((name) => name.startsWith(only));
  return {
    admin,
    plan,
    effective,
    unread: unreadNames(effective).filter((name) => texts.has(name)),
    listing,
    leftOver: leftOver(stored, parameters).filter((name) => isNamed(name, options.only)),
    podsFor,
  };
}

function isNamed(name: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.includes(name);
}

/** A file holds a value as Parameter Store would: the text, or the text encoded, as `import` writes it. */
function textOf(name: string, content: string): string {
  try {
    return decodeValue(content);
  } catch (cause) {
    if (cause instanceof ValueError) {
      throw new CommandError(`${name}: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

function afterWriting(stored: ReadonlyMap<string, StoredParameter>, plan: ChangePlan): Parameters {
  const written = plan.changes.map(({ name, value, before }) => {
    return [name, { name, value, version: (before?.version ?? 0) + 1 }] as const;
  });
  return new Map([...stored, ...written]);
}
