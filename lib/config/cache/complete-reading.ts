import { BoundedCache } from '../../base/bounded-cache.ts';
import type { ConfigProblem } from '../config-problem.ts';
import type { TemplateNames } from '../load/load-snapshot.ts';
import { releaseParameter } from '../parameter-names.ts';
import { digestOf, type Pin, type Release, readRelease } from '../release/release.ts';
import { defaultCluster } from '../snapshot.ts';
import { joinReadings } from '../source/join-readings.ts';
import type { Parameter, ParameterReading, ParameterSource } from '../source/source.ts';

/** A reading that `loadSnapshot` can take, or what keeps it from being one. */
export interface CompleteReading {
  readonly reading: ParameterReading;
  readonly problems: readonly ConfigProblem[];
  /** The release that chose the versions. */
  readonly release?: Parameter;
}

/** What completing a reading takes besides the reading. */
export interface Completion {
  readonly source: ParameterSource;
  readonly signal: AbortSignal;
  readonly templateNames: TemplateNames;
  readonly pinned: PinnedVersions;
  /** Told what a second round found of newest versions, so that the next reading asks for all of it at once. */
  readonly learn: (names: readonly string[], found: ParameterReading) => void;
}

/** Pinned versions never change, so each is read once; its digest tells a recreated parameter apart. */
export type PinnedVersions = BoundedCache<Parameter>;

/** How many pinned versions are kept: 8 KB each at most. */
export function createPinnedVersions(): PinnedVersions {
  return new BoundedCache({ maxEntries: 200 });
}

/** The release in force for a cluster: its own, else the default's. */
export function releaseFor(cluster: string, newest: ParameterReading): Parameter | undefined {
  return (
    newest.parameters.get(`${cluster}/${releaseParameter}`) ??
    newest.parameters.get(`${defaultCluster}/${releaseParameter}`)
  );
}

/**
 * Adds to the newest versions what `settings` asks for (named templates), or, where a release is in force, puts the
 * versions that it pins in their place. One more round of reading at most; none if the newest versions are the pinned
 * ones. A pinned version that is not there is asked for once more: reads may lag behind writes.
 */
export async function completeReading(
  cluster: string,
  newest: ParameterReading,
  completion: Completion,
): Promise<CompleteReading> {
  const unreadable = unreadableRelease(cluster, newest);
  if (unreadable !== undefined) {
    return { reading: newest, problems: [unreadable] };
  }
  const release = releaseFor(cluster, newest);
  return release === undefined
    ? { reading: await addTemplates(cluster, newest, completion), problems: [] }
    : applyRelease(cluster, newest, { ...completion, release });
}

/** Puts the versions that a release pins in the place of the newest ones. Names that it does not list are left out. */
export async function applyRelease(
  cluster: string,
  newest: ParameterReading,
  completion: Completion & { readonly release: Parameter },
): Promise<CompleteReading> {
  const { release } = completion;
  const decoded = readRelease(release);
  if (decoded.kind === 'invalid') {
    return { reading: newest, problems: decoded.problems, release };
  }
  const pins = pinsFor(cluster, decoded.release);
  const found = await readPins(pins, newest, completion);
  const problems = pins.flatMap((pin) => checkPin(release.name, pin, found));
  const parameters = new Map([...found.parameters].map(([name, parameter]) => [name, parameter]));
  return { reading: { parameters, failures: found.failures }, problems, release };
}

async function addTemplates(cluster: string, newest: ParameterReading, completion: Completion) {
  const templates = await completion.templateNames(cluster, newest);
  const names = templates.filter((name) => !newest.parameters.has(name) && !newest.failures.has(name));
  if (names.length === 0) {
    return newest;
  }
  const found = await completion.source.read(
    names.map((name) => ({ name })),
    completion.signal,
  );
  completion.learn(names, found);
  return joinReadings(newest, found);
}

function pinsFor(cluster: string, release: Release): readonly Pin[] {
  return [...release.values()].filter(({ name }) => {
    const folder = name.split('/')[0];
    return folder === cluster || folder === defaultCluster;
  });
}

async function readPins(pins: readonly Pin[], newest: ParameterReading, completion: Completion) {
  const { pinned } = completion;
  const parameters = new Map<string, Parameter>();
  for (const pin of pins) {
    const current = newest.parameters.get(pin.name);
    const known = current?.version === pin.version ? current : pinned.get(keyOf(pin));
    if (known !== undefined) {
      parameters.set(pin.name, known);
    }
  }
  let found: ParameterReading = { parameters, failures: new Map() };
  for (let attempt = 0; attempt < 2; attempt++) {
    found = await readMissing(pins, found, completion);
  }
  for (const pin of pins) {
    const parameter = found.parameters.get(pin.name);
    if (parameter !== undefined && digestOf(parameter.value) === pin.sha256) {
      pinned.set(keyOf(pin), parameter);
    }
  }
  return found;
}

async function readMissing(pins: readonly Pin[], found: ParameterReading, { source, signal }: Completion) {
  const missing = pins.filter(({ name }) => !found.parameters.has(name) && !found.failures.has(name));
  if (missing.length === 0) {
    return found;
  }
  return joinReadings(
    found,
    await source.read(
      missing.map(({ name, version }) => ({ name, version })),
      signal,
    ),
  );
}

function checkPin(release: string, { name, version, sha256 }: Pin, found: ParameterReading): readonly ConfigProblem[] {
  const parameter = found.parameters.get(name);
  if (parameter === undefined) {
    const cause = found.failures.get(name)?.message;
    const code = cause === undefined ? 'missing' : 'unreadable';
    const advice = 'promote again, or roll back to a release whose versions are all there';
    const message = cause ?? `${name} has no version ${version} (any more); ${advice}`;
    return [{ code, parameter: release, message }];
  }
  if (digestOf(parameter.value) === sha256) {
    return [];
  }
  const message =
    `version ${version} of ${name} is not the value that was promoted (its SHA-256 differs): it was deleted and ` +
    'created anew; look at it and promote again';
  return [{ code: 'invalid', parameter: release, message }];
}

function unreadableRelease(cluster: string, newest: ParameterReading): ConfigProblem | undefined {
  const own = `${cluster}/${releaseParameter}`;
  const name = newest.parameters.has(own) || newest.failures.has(own) ? own : `${defaultCluster}/${releaseParameter}`;
  const cause = newest.failures.get(name);
  return cause && { code: 'unreadable', parameter: name, message: cause.message };
}

function keyOf({ name, version, sha256 }: Pin): string {
  return `${name}:${version}:${sha256}`;
}
