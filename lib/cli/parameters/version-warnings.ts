import { decodeParameter } from '../../config/load/effective-parameters.ts';
import { loadSettings } from '../../config/load/load-settings.ts';
import { lookupPaths } from '../../config/parameter-names.ts';
import {
  assumedVersion,
  formatIstioVersion,
  isTooNew,
  newestVersion,
  parseIstioVersion,
} from '../../istio/version/istio-version.ts';
import { clustersIn, type Parameters } from './validate.ts';

/** Something about the version of Istio that is worth a look. */
export interface VersionWarning {
  /** Full name of the parameter in which `istioVersion` belongs, or stands. */
  readonly parameter: string;
  readonly message: string;
}

/**
 * Configurations with a mesh that do not say the version of Istio, or one that is newer than what is known here; each
 * parameter once.
 */
export function versionWarnings(parameters: Parameters): readonly VersionWarning[] {
  const found = clustersIn(parameters.keys()).flatMap((cluster) => warningFor(cluster, parameters));
  return [...new Map(found.map((warning) => [warning.parameter, warning])).values()];
}

function warningFor(cluster: string, parameters: Parameters): readonly VersionWarning[] {
  const nameOf = (name: string) => lookupPaths(cluster, name).find((path) => parameters.has(path));
  const mesh = nameOf('mesh');
  if (mesh === undefined) {
    return [];
  }
  const parameter = nameOf('settings');
  const message = messageOn(parameter === undefined ? '' : versionIn(parameter, parameters));
  // Without settings, the mesh is where the reader looks.
  return message === undefined ? [] : [{ parameter: parameter ?? mesh, message }];
}

/** The setting; undefined where the settings cannot be read, which is reported elsewhere. */
function versionIn(name: string, parameters: Parameters): string | undefined {
  const stored = parameters.get(name);
  const decoded = stored && decodeParameter(stored);
  if (decoded?.kind !== 'value') {
    return undefined;
  }
  const { settings, problems } = loadSettings(decoded.parameter);
  return problems.length === 0 ? settings.istioVersion : undefined;
}

function messageOn(text: string | undefined): string | undefined {
  if (text === undefined) {
    return undefined;
  }
  const version = parseIstioVersion(text);
  if (version === undefined) {
    const assumed = formatIstioVersion(assumedVersion);
    return `istioVersion is not set, so the injector of Istio ${assumed} is followed; say which version istiod has, such as istioVersion: "${assumed}"`;
  }
  return isTooNew(version)
    ? `istioVersion ${text} is newer than what is known here, and taken for ${formatIstioVersion(newestVersion)}; look for a newer release`
    : undefined;
}
