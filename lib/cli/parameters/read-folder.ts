import { type Fixture, readFixtures } from '../test/fixture.ts';
import type { BuiltInPod } from '../trial/built-in-pods.ts';
import { type ParameterSet, parameterSet } from '../trial/parameter-set.ts';
import { readParameterFolder } from './parameter-folder.ts';
import type { Parameters } from './validate.ts';

/** A folder of parameters, with its fixtures. */
export interface Folder {
  readonly set: ParameterSet;
  readonly parameters: Parameters;
  /** Of its `tests`, which is never pushed. */
  readonly fixtures: readonly Fixture[];
  /** Pods of the fixtures for a cluster. */
  readonly podsFor: (cluster: string) => readonly BuiltInPod[];
}

/**
 * Reads a folder of parameters.
 * @param more clusters that are asked for beside those of parameters and fixtures
 * @throws CommandError that names the folder or the file.
 */
export async function readFolder(folder: string, more: readonly string[] = []): Promise<Folder> {
  const [texts, fixtures] = await Promise.all([readParameterFolder(folder), readFixtures(folder)]);
  const parameters = new Map([...texts].map(([name, value]) => [name, { name, value, version: 1 }]));
  const asked = [...fixtures.flatMap(({ cases }) => cases.map(({ cluster }) => cluster)), ...more];
  const set = await parameterSet({ description: folder, reading: { parameters, failures: new Map() } }, asked);
  return { set, parameters, fixtures, podsFor: (cluster) => podsOf(fixtures, cluster) };
}

function podsOf(fixtures: readonly Fixture[], cluster: string): readonly BuiltInPod[] {
  return fixtures.flatMap(({ name, cases }) =>
    cases
      .filter((each) => each.cluster === cluster)
      .map(({ name: title, pod: { pod, namespace } }) => ({ name: `${name}: ${title}`, pod, namespace })),
  );
}
