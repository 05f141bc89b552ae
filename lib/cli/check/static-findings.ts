import { decodeParameter } from '../../config/load/effective-parameters.ts';
import { placeAt } from '../../config/load/yaml-place.ts';
import type { Parameter } from '../../config/source/source.ts';
import { splitYamlDocuments } from '../../yaml/split-documents.ts';
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
    ...doubleKeys(parameters),
  ];
}

/** A template that no settings list yet may be on its way; any other name that nothing reads is a typing error. */
function unreadFinding(name: string): Finding {
  const code = isUnlistedTemplate(name) ? 'SI0110' : 'SI0109';
  return finding(code, { parameter: name }, describeUnread(name).slice(name.length + 2));
}

/** Parameters that are YAML or JSON, by their own names; `proxyconfigs` in several documents. */
const mappings = /\/(?:settings|values|mesh|proxyconfigs)$/;

/** Keys that stand twice in texts: what the first one says is lost. */
export function doubleKeys(parameters: Parameters): readonly Finding[] {
  return [...parameters.values()].filter(({ name }) => mappings.test(name)).flatMap(doubleKeysIn);
}

function doubleKeysIn(stored: Parameter): readonly Finding[] {
  const decoded = decodeParameter(stored);
  if (decoded.kind !== 'value') {
    return [];
  }
  const { name, text } = decoded.parameter;
  return documentsOf(text).flatMap(({ document, from }) =>
    duplicateKeys(document).map(({ key, offset }) =>
      finding(
        'SI0108',
        { parameter: name, ...placeAt(text, from + offset) },
        `${JSON.stringify(key)} stands twice in one mapping, and the first one is lost; remove one of them`,
      ),
    ),
  );
}

function documentsOf(text: string): readonly { readonly document: string; readonly from: number }[] {
  let end = 0;
  return splitYamlDocuments(text).map((document) => {
    const from = Math.max(end, text.indexOf(document, end));
    end = from + document.length;
    return { document, from };
  });
}
