import { releaseParameter } from '../../config/parameter-names.ts';
import { type Pin, readRelease } from '../../config/release.ts';
import type { CommandIo } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { ParameterAdmin, PastVersion } from './parameter-admin.ts';
import type { Parameters } from './validate.ts';

/** `pinned`, and `pinned-2` and so on where releases pin several versions of one parameter. */
const pinnedLabel = /^pinned(?:-\d+)?$/;
/** How many labels one version takes. */
const LABELS = 10;

/** What is told while pins are labelled. */
export interface LabelWorld {
  readonly admin: ParameterAdmin;
  /** What is stored now: the versions that its releases pin keep their labels. */
  readonly stored: Parameters;
  readonly io: CommandIo;
}

/**
 * Labels every pinned version, before the release that needs them is written: labelled versions outlive the hundred
 * that Parameter Store keeps. A label stands on one version of a parameter at a time, so each version that a release
 * pins has one to itself, also in the release that is about to be replaced: that is what one goes back to. Labels of
 * versions that no release pins any more move to the new one; left behind, they would stop the hundredth push.
 */
export async function labelPins(pins: readonly Pin[], { admin, stored, io }: LabelWorld): Promise<void> {
  const inForce = pinsInForce(stored);
  const { signal } = io;
  for (const [index, { name, version }] of pins.entries()) {
    if (signal.aborted) {
      throw new CommandError('interrupted: the release was not written', { code: 'interrupted' });
    }
    const needed = new Set([version, ...inForce.filter((pin) => pin.name === name).map((pin) => pin.version)]);
    const labels = labelsFor(version, needed, await admin.history(name));
    if (labels.length > 0) {
      await admin.label(name, version, labels);
    }
    io.err(`[${index + 1}/${pins.length}] ${name} version ${version} is pinned\n`);
  }
}

function pinsInForce(stored: Parameters): readonly Pin[] {
  const releases = [...stored.values()].filter(({ name }) => name.split('/')[1] === releaseParameter);
  return releases.flatMap((release) => {
    const read = readRelease(release);
    return read.kind === 'release' ? [...read.release.values()] : [];
  });
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
  return isLabelled || free.length > 0 ? free.slice(0, LABELS - 1) : [newLabel(holders)];
}

function newLabel(taken: ReadonlyMap<string, number>): string {
  let label = 'pinned';
  for (let count = 2; taken.has(label); count++) {
    label = `pinned-${count}`;
  }
  return label;
}
