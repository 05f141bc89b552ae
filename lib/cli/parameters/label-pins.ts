import { type Pin, type Release, readRelease } from '../../config/release/release.ts';
import type { CommandIo } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { ParameterAdmin, PastVersion } from './parameter-admin.ts';
import { type Parameters, releasesIn } from './validate.ts';

/** `pinned`, and `pinned-2` and so on where releases pin several versions of one parameter. */
const pinnedLabel = /^pinned(?:-\d+)?$/;
/** How many labels one version takes. */
const maxLabels = 10;
/** How far back, in versions, the release that is replaced keeps its labels: half of what Parameter Store keeps. */
const versionsBack = 50;

/** What is reported while pins are labelled. */
export interface LabelWorld {
  readonly admin: ParameterAdmin;
  /** What is stored now: the versions that its releases pin keep their labels. */
  readonly stored: Parameters;
  /** Name of the release that is about to be written. */
  readonly release: string;
  readonly io: CommandIo;
}

/**
 * Labels every pinned version, before the release that needs them is written: labelled versions outlive the hundred
 * that Parameter Store keeps. A label stands on one version of a parameter at a time, so each version that a release
 * pins has one to itself, also in the release that is about to be replaced: that is what one goes back to. Labels of
 * versions that no release pins any more move to the new one; left behind, they would stop the hundredth push.
 */
export async function labelPins(pins: readonly Pin[], world: LabelWorld): Promise<void> {
  const { admin, io } = world;
  const { signal } = io;
  const inForce = releasesInForce(world.stored);
  for (const [index, { name, version }] of pins.entries()) {
    if (signal.aborted) {
      throw new CommandError('interrupted: the release was not written', { code: 'interrupted' });
    }
    const versions = await admin.history(name);
    const newest = versions.at(-1)?.version ?? version;
    const needed = new Set([version, ...versionsInForce({ name, newest }, inForce, world.release)]);
    const labels = labelsFor(version, needed, versions);
    if (labels.length > 0) {
      await admin.label(name, version, labels);
    }
    io.err(`[${index + 1}/${pins.length}] ${name} version ${version} is pinned\n`);
  }
}

/** The versions of a parameter that releases pin now: all of those that stay, and recent ones of the one replaced. */
function versionsInForce(
  { name, newest }: { readonly name: string; readonly newest: number },
  inForce: ReadonlyMap<string, Release>,
  replaced: string,
): readonly number[] {
  return [...inForce].flatMap(([release, pins]) => {
    const version = pins.get(name)?.version;
    const isKept = version !== undefined && (release !== replaced || version > newest - versionsBack);
    return isKept ? [version] : [];
  });
}

/** The releases that can be read, by name. */
function releasesInForce(stored: Parameters): ReadonlyMap<string, Release> {
  return new Map(
    releasesIn(stored).flatMap((each) => {
      const read = readRelease(each);
      return read.kind === 'release' ? [[each.name, read.release] as const] : [];
    }),
  );
}

/** The labels that a version has to be given: those that nobody needs any more, or a new one. */
function labelsFor(version: number, needed: ReadonlySet<number>, versions: readonly PastVersion[]): readonly string[] {
  const holders = new Map(
    versions.flatMap((past) =>
      past.labels.filter((label) => pinnedLabel.test(label)).map((label) => [label, past.version]),
    ),
  );
  const free = [...holders].filter(([, holder]) => !needed.has(holder)).map(([label]) => label);
  const isLabelled = [...holders.values()].includes(version);
  return isLabelled || free.length > 0 ? free.slice(0, maxLabels - 1) : [newLabel(holders)];
}

function newLabel(taken: ReadonlyMap<string, number>): string {
  let label = 'pinned';
  for (let count = 2; taken.has(label); count++) {
    label = `pinned-${count}`;
  }
  return label;
}
