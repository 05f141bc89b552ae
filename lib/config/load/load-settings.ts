import { oncePerObject } from '../../base/once-per-object.ts';
import { defaultLimits } from '../../template/limits.ts';
import type { ConfigProblem } from '../config-problem.ts';
import { defaultCluster } from '../snapshot.ts';
import { type DecodedSettings, decodeSettings, defaultSettings } from './decode-settings.ts';
import type { EffectiveParameter } from './effective-parameters.ts';
import { readYaml } from './read-text.ts';
import { Report } from './report.ts';
import { createYamlPlaces } from './yaml-place.ts';

/** Settings, and what is wrong with them. */
export interface LoadedSettings extends DecodedSettings {
  readonly problems: readonly ConfigProblem[];
}

/** What applies without a `settings` parameter. */
const withoutParameter: LoadedSettings = { settings: defaultSettings, limits: defaultLimits, problems: [] };

/**
 * Reads and decodes the `settings` parameter. Once for each: making a snapshot needs it twice, first for the
 * names of templates that are still to be read, and clusters without settings of their own share the default's.
 */
export function loadSettings(parameter: EffectiveParameter | undefined): LoadedSettings {
  return parameter === undefined ? withoutParameter : loadOnce(parameter);
}

const loadOnce = oncePerObject(load);

function load(parameter: EffectiveParameter): LoadedSettings {
  const read = readYaml(parameter);
  if (read.kind === 'broken') {
    return { ...withoutParameter, problems: [read.problem] };
  }
  const report = new Report(parameter.name, createYamlPlaces(parameter.text));
  const decoded = decodeSettings(read.value, report);
  if (decoded.clusters !== undefined && !parameter.name.startsWith(`${defaultCluster}/`)) {
    report.add('invalid', ['clusters'], `is for all clusters: move it to ${defaultCluster}/settings`);
  }
  return { ...decoded, problems: report.problems };
}
