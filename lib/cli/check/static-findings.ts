import { decodeParameter } from '../../config/load/effective-parameters.ts';
import { placeAt } from '../../config/load/yaml-place.ts';
import {
  describeUnread,
  findProblems,
  isUnlistedTemplate,
  type Parameters,
  unreadNames,
} from '../parameters/validate.ts';
import { versionWarnings } from '../parameters/version-warnings.ts';
import { duplicateKeys } from './duplicate-keys.ts';
import { type Finding, finding, findingOf } from './finding.ts';

/** What the loader finds, names that nothing reads, and keys that stand twice: nothing is tried. */
export async function staticFindings(parameters: Parameters): Promise<readonly Finding[]> {
  return [
    ...(await findProblems(parameters)).map(findingOf),
    ...unreadNames(parameters).map(unreadFinding),
    ...versionWarnings(parameters).map(({ parameter, message }) => finding('SI0113', { parameter }, message)),
    ...[...parameters.values()].flatMap(({ name }) => doubleKeys(name, parameters)),
  ];
}

/** A template that no settings list yet may be on its way; any other name that nothing reads is a typing error. */
function unreadFinding(name: string): Finding {
  const code = isUnlistedTemplate(name) ? 'SI0110' : 'SI0109';
  return finding(code, { parameter: name }, describeUnread(name).slice(name.length + 2));
}

/** Parameters that are YAML or JSON, by their own names. */
const mappings = /\/(?:settings|values|mesh)$/;

function doubleKeys(name: string, parameters: Parameters): readonly Finding[] {
  const stored = mappings.test(name) ? parameters.get(name) : undefined;
  const decoded = stored && decodeParameter(stored);
  if (decoded?.kind !== 'value') {
    return [];
  }
  const { text } = decoded.parameter;
  return duplicateKeys(text).map(({ key, offset }) =>
    finding(
      'SI0108',
      { parameter: name, ...placeAt(text, offset) },
      `${JSON.stringify(key)} stands twice in one mapping, and the first one is lost; remove one of them`,
    ),
  );
}
