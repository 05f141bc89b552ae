import { type Pin, readRelease } from '../../config/release/release.ts';
import type { Parameter } from '../../config/source/source.ts';
import { CommandError } from '../errors.ts';

/** Which of the newest versions a release takes. */
export interface PinChoice {
  /** These newest versions, the others as the release in force has them. */
  readonly only?: readonly string[];
  /** These are pinned no more. */
  readonly without?: readonly string[];
}

/**
 * The pins of a new release, of the newest versions.
 * @param before the release in force
 * @throws CommandError for names that are not there, and for `only` where there is no release to keep the others of.
 */
export function choosePins(newest: readonly Pin[], before: Parameter | undefined, choice: PinChoice): readonly Pin[] {
  const { only, without = [] } = choice;
  assertKnown(newest, [...(only ?? []), ...without]);
  const pins = only === undefined ? newest : replaced(newest, before, only);
  return pins.filter(({ name }) => !without.includes(name));
}

function assertKnown(newest: readonly Pin[], names: readonly string[]): void {
  const unknown = names.filter((name) => !newest.some((pin) => pin.name === name));
  if (unknown.length > 0) {
    const known = newest.map(({ name }) => name).join(', ');
    throw new CommandError(`${unknown.join(', ')}: nothing of that name can be pinned; there are ${known}`, {
      code: 'usage',
    });
  }
}

function replaced(newest: readonly Pin[], before: Parameter | undefined, only: readonly string[]): readonly Pin[] {
  const read = before && readRelease(before);
  if (read?.kind !== 'release') {
    throw new CommandError(
      '--only: there is no release yet whose other versions could stay; promote all of them first',
    );
  }
  const pins = new Map(read.release);
  for (const pin of newest.filter(({ name }) => only.includes(name))) {
    pins.set(pin.name, pin);
  }
  return [...pins.values()];
}
